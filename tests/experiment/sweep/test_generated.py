"""Generated sweep files: a sound one is read whatever its key order, a broken one is only refused."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.experiment.sweep.points import points, size
from sim.experiment.sweep.read import open_sweep
from sim.experiment.sweep.sweep import METHODS
from sim.scenario.load import ScenarioError
from sim.scenario.meaning import meaning_of
from sim.scenario.write import to_yaml
from tests.build import tiny

PATHS = sorted(tiny().parameters)
ODD = (None, True, -1, 0, 3, 1e300, "", "none", "\u00e9", [], {}, [None], {"low": 1}, ["none", "none"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a scenario for the sweeps."""
    made = tmp_path_factory.mktemp("generated")
    (made / "base.yaml").write_text(to_yaml(tiny(id="base")))
    return made


@st.composite
def files(draw: st.DrawFn) -> dict[str, Any]:
    """The content of a sound sweep file."""
    method = draw(st.sampled_from(METHODS))
    chosen = sorted(draw(st.sets(st.sampled_from(PATHS), min_size=1, max_size=3)))
    made: dict[str, Any] = {
        "scenario": "base",
        "worlds": draw(st.integers(1, 9)),
        "design": {"method": method},
    }
    if method == "points":
        made["design"]["at"] = [{path: _values(draw, path)[0]} for path in chosen[:1]]
        return made
    made["vary"] = {path: _varied(draw, path) for path in chosen}
    made["design"]["points"] = 8 if method == "sobol" else draw(st.integers(2, 9))
    if method in ("grid", "one_at_a_time") and all(isinstance(v, list) for v in made["vary"].values()):
        del made["design"]["points"]
    return made


def _values(draw: st.DrawFn, path: str) -> list[float]:
    meaning = meaning_of(path)
    assert meaning is not None
    within = (
        st.floats(meaning.least, meaning.most).map(lambda value: round(value, 3)).filter(meaning.least.__le__)
    )
    return sorted(draw(st.lists(within, min_size=2, max_size=4, unique=True)))


def _varied(draw: st.DrawFn, path: str) -> Any:
    values = _values(draw, path)
    return draw(st.sampled_from([None, values, {"low": values[0], "high": values[-1]}]))


def text(content: Any, order: random.Random) -> str:
    """The content as a file (JSON is YAML), its keys in some order."""
    return json.dumps(_shuffled(content, order))


def _shuffled(content: Any, order: random.Random) -> Any:
    if not isinstance(content, dict):
        return [_shuffled(item, order) for item in content] if isinstance(content, list) else content
    keys = order.sample(sorted(content), len(content))
    return {key: _shuffled(content[key], order) for key in keys}


@given(files(), st.integers(0, 99))
def test_a_sound_file_is_read_whatever_its_order(folder: Path, content: dict[str, Any], number: int) -> None:
    path = folder / "sound.yaml"
    read = []
    for order in (random.Random(number), random.Random(number + 1)):
        path.write_text(text(content, order))
        read.append(open_sweep(path))
    first, second = read
    assert first == second
    assert points(first).equals(points(second))
    assert len(points(first)) == size(first)
    assert first.worlds == content["worlds"]


@given(files(), st.data())
def test_a_broken_file_is_read_or_refused_but_nothing_else(
    folder: Path, content: dict[str, Any], data: st.DataObject
) -> None:
    place: Any = content
    while isinstance(place, dict) and place and data.draw(st.booleans()):
        inner = place[data.draw(st.sampled_from(sorted(place)))]
        if not isinstance(inner, dict) or not inner:
            break
        place = inner
    key = data.draw(st.sampled_from([*sorted(place), "odd"]))
    place[key] = data.draw(st.sampled_from(ODD))
    path = folder / "broken.yaml"
    path.write_text(text(content, random.Random(1)))
    try:
        found = open_sweep(path)
    except ScenarioError as error:
        assert all(fault.file and fault.line for fault in error.errors)
    else:
        assert size(found) >= 1
