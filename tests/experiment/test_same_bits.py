"""The same bits: whatever surrounds a run, it has the same hash; and each world is what it is alone."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.experiment.part import Part, Simulated, simulate_part
from sim.experiment.run import run
from sim.scenario.load import load, load_text, shelf
from sim.scenario.scenario import Scenario
from sim.scenario.vary import with_days
from sim.scenario.write import plain

BASELINE, WORLDS, DAYS = "idlib-2018-01", 20, 5

SURROUNDINGS = [
    {
        "environment": {
            "PYTHONHASHSEED": str(7 * number),
            "TZ": ("UTC", "Asia/Damascus", "America/St_Johns", "Pacific/Kiritimati")[number % 4],
            "LC_ALL": ("C", "C.UTF-8", "POSIX", "de_DE.UTF-8", "tr_TR.UTF-8")[number % 5],
            "OMP_NUM_THREADS": str(1 + number % 3),
            "PYTHONOPTIMIZE": str(number % 2),
        },
        "options": {"workers": 2 if number == 3 else 1, "chunk": (7, 11, 20, 512)[number % 4]},
        "reversed": number % 2 == 1,
    }
    for number in range(20)
]
"""Hash seed, time zone, locale, threads, workers, chunk and order of keys, each in several combinations."""

SCRIPT = f"""
import json, sys
from sim.experiment.run import run
from sim.scenario.load import load_text
asked = json.loads(sys.argv[1])
text = sys.stdin.buffer.read()
scenario = load_text(text, "{BASELINE}.yaml")
print(run(scenario, {WORLDS}, 1, days={DAYS}, **asked).result_hash)
"""


def backwards(content: Any) -> Any:
    """The same with every map written from its end."""
    if isinstance(content, dict):
        return {key: backwards(content[key]) for key in reversed(content)}
    return content


def written(is_reversed: bool) -> str:
    """The baseline as one line of YAML."""
    content = plain(load(BASELINE))
    return json.dumps(backwards(content) if is_reversed else content)


def hash_in(surrounding: dict[str, Any]) -> str:
    """The hash of a small run in a process of its own."""
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps(surrounding["options"])],
        input=written(surrounding["reversed"]).encode(),
        env=os.environ | surrounding["environment"] | {"PYTHONPATH": root},
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode().strip()


@pytest.mark.slow
@pytest.mark.hash
def test_the_hash_does_not_depend_on_what_surrounds_a_run() -> None:
    with ThreadPoolExecutor(2) as pool:
        hashes = set(pool.map(hash_in, SURROUNDINGS))
    assert hashes == {run(BASELINE, WORLDS, 1, days=DAYS, workers=1).result_hash}


@pytest.mark.hash
def test_another_seed_or_number_gives_another_hash() -> None:
    scenario = load(BASELINE)
    path = "actors.russia.rules.air_strike.rate"
    options: dict[str, Any] = {"days": DAYS, "workers": 1}
    ensembles = [
        run(scenario, WORLDS, 1, **options),
        run(scenario, WORLDS, 2, **options),
        run(scenario, WORLDS, 1, settings={path: scenario.parameters[path].high}, **options),
    ]
    assert len({ensemble.result_hash for ensemble in ensembles}) == 3


def test_keys_written_backwards_come_in_another_order() -> None:
    forwards, back = (json.loads(written(order)) for order in (False, True))
    assert list(back) != list(forwards)
    assert load_text(json.dumps(back)) == load_text(json.dumps(forwards))


def lived(scenario: Scenario, worlds: list[int]) -> Simulated:
    """Outcomes, days and digests of these worlds, in one batch."""
    return simulate_part(Part(scenario, 1, np.array(worlds)))


def differing(row: int, together: Simulated, alone: Simulated) -> list[str]:
    """What differs, to the last bit, between a row of many and the only row of another batch."""
    found = [] if np.array_equal(together.digest[row], alone.digest[0]) else ["digest"]
    for table in ("measured", "daily"):
        many, one = getattr(together, table), getattr(alone, table)
        found += [name for name in many if many[name][row].tobytes() != one[name][0].tobytes()]
    return found


@pytest.mark.slow
@pytest.mark.hash
@pytest.mark.parametrize("name", sorted(shelf()))
def test_every_world_of_a_shipped_scenario_is_what_it_is_alone(name: str) -> None:
    scenario = with_days(load(name), 20)
    together = lived(scenario, list(range(8)))
    for world in range(8):
        assert differing(world, together, lived(scenario, [world])) == []
    assert "digest" in differing(1, together, lived(scenario, [0]))


def test_all_that_a_part_holds_is_compared() -> None:
    assert {field.name for field in fields(Simulated)} == {
        "worlds", "first_day", "measured", "daily", "digest",
    }  # fmt: skip
