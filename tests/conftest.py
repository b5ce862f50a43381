"""Shared by all tests: hypothesis profiles (`--hypothesis-profile thorough` for long runs)."""

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile(
    "fast", max_examples=25, deadline=None, derandomize=True, suppress_health_check=SLOW
)
settings.register_profile("thorough", max_examples=1000, deadline=None, suppress_health_check=SLOW)
settings.load_profile("fast")
