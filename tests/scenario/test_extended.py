"""What several scenarios extend is read once, stays as it was read, and is read anew when it was changed."""

import contextlib
from pathlib import Path

import pytest

from sim.scenario import load as loading
from sim.scenario.decode import read_file
from sim.scenario.load import ScenarioError, load
from sim.scenario.read import read
from sim.scenario.shelf import shown
from sim.scenario.tree import Node
from tests.scenario.extending import BASE, OVERLAY, written


def flat(node: Node) -> object:
    """All that a tree says, and where."""
    value: object = node.value
    if node.kind == "map":
        value = {key: flat(child) for key, child in node.value.items()}
    elif node.kind == "list":
        value = [flat(child) for child in node.value]
    return node.kind, node.raw, node.mark[1:], node.key and node.key[1:], value


@pytest.mark.parametrize(
    "change",
    [
        OVERLAY,
        OVERLAY.replace("rate: 0.3", "rte: 0.3"),
        "extends: base.yaml\nactors: {army: {rules: {strike: {rate: 900}}}}\n",
        "extends: base.yaml\nactors: {army: {rules: {strike: null}}}\n",
        "extends: base.yaml\nhistory: {raid: null}\nclaims: null\ninert_because: null\n",
        "extends: base.yaml\nid: other\nactors: {armz: {strength: 3}}\n",
    ],
)
def test_a_text_is_read_once_and_stays_as_it_was_read(folder: Path, change: str) -> None:
    content, name = read_file(folder / "base.yaml", "base.yaml"), shown(folder / "base.yaml")
    kept, _ = loading._read(content, name)
    hits = loading._read.cache_info().hits
    with contextlib.suppress(ScenarioError):
        load(written(folder, change))
    assert loading._read.cache_info().hits == hits + 1
    assert flat(kept) == flat(read(content, name)[0])
    assert flat(kept) != flat(read(change, name)[0])


def test_a_file_that_was_changed_is_read_anew(folder: Path) -> None:
    mine = written(folder, "extends: base.yaml\n")
    before = load(mine)
    written(folder, BASE.replace("title: ", "title: another "), "base.yaml")
    assert load(mine).title == f"another {before.title}"
