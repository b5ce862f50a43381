"""Shared by all tests: hypothesis profiles; `--hypothesis-profile=long --hypothesis-seed=7` for long runs."""

import gc
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
COMMON = {"deadline": None, "suppress_health_check": SLOW, "database": None}
settings.register_profile("fast", max_examples=25, derandomize=True, **COMMON)
settings.register_profile("ci", max_examples=100, derandomize=True, print_blob=True, **COMMON)
settings.register_profile("long", max_examples=400, print_blob=True, **COMMON)
settings.load_profile("fast")
NEXT_COLLECTION = pytest.StashKey[float]()


@pytest.fixture(scope="module", autouse=True)
def garbage_is_collected_now_and_then(pytestconfig: pytest.Config) -> None:
    """What the modules before have left is not kept for ever by the freezing below; looking takes a while."""
    now = time.monotonic()
    if now > pytestconfig.stash.get(NEXT_COLLECTION, 0.0):
        gc.collect()
        pytestconfig.stash[NEXT_COLLECTION] = now + 30.0


@pytest.fixture(autouse=True)
def old_things_are_left_alone() -> Iterator[None]:
    """A part collects garbage before it runs; among all that other tests hold, that takes longer."""
    gc.freeze()
    yield
    gc.unfreeze()
