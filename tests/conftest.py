"""Shared by all tests: hypothesis profiles; `--hypothesis-profile=long --hypothesis-seed=7` for long runs."""

from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
COMMON = {"deadline": None, "suppress_health_check": SLOW, "database": None}
settings.register_profile("fast", max_examples=25, derandomize=True, **COMMON)
settings.register_profile("ci", max_examples=100, derandomize=True, print_blob=True, **COMMON)
settings.register_profile("long", max_examples=3_500, print_blob=True, **COMMON)
settings.load_profile("fast")
