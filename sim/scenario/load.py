"""Load a scenario: read its files, lay them over each other, check everything, or say all that is wrong."""

import os
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from .check import check_scenario
from .decode import BYTES, read_file
from .errors import Fault, ScenarioError, quoted, refused
from .merge import Merge
from .read import read
from .scenario import Scenario
from .shelf import is_id, looks_like_path, resolve, shelf, shelf_folder, shown
from .structure import structured
from .tree import Node, located

__all__ = ["Loaded", "ScenarioError", "load", "load_text", "open_scenario", "shelf"]

_GENERATIONS = 8


class Loaded(NamedTuple):
    """A scenario and the resolved tree of its files, in which `tree.line_of(path)` finds a Parameter.

    `files` are those files: its own first, then what it extends.
    """

    scenario: Scenario
    tree: Node
    files: tuple[Path, ...]


def load(
    reference: str | os.PathLike[str], folders: Iterable[str | os.PathLike[str]] | None = None
) -> Scenario:
    """The scenario meant by a path, by the id of a shipped one, or by a name with ./NAME.yaml.

    `folders` are further folders whose scenarios may be named and extended. Raises ScenarioError
    with every fault.
    """
    return open_scenario(reference, folders).scenario


def open_scenario(
    reference: str | os.PathLike[str], folders: Iterable[str | os.PathLike[str]] | None = None
) -> Loaded:
    """As `load`, with the positions of everything."""
    more = [Path(folder) for folder in folders or ()]
    name = os.fspath(reference)
    path = Path(name) if not isinstance(reference, str) else resolve(name, Path(), more)
    sight = _Sight([_real(path).parent, _real(shelf_folder()), *map(_real, more)], more)
    return _loaded(sight, read_file(path, shown(path)), path, shown(path))


def open_beside(reference: Node, path: Path, field: str) -> Loaded:
    """The scenario that a value of the file at `path` refers to, by the rules of `extends:`.

    Raises ScenarioError with a fault at the reference (named `field`), or with those of the scenario.
    """
    sight = _Sight([_real(path).parent, _real(shelf_folder())], [])
    found = sight.find(reference, path, (), field)
    return _loaded(sight, read_file(found, shown(found)), found, shown(found))


def load_text(text: str | bytes, name: str = "scenario.yaml") -> Scenario:
    """The scenario of a text that is no file; it may extend shipped scenarios only."""
    return _loaded(_Sight([_real(shelf_folder())], []), text, None, name).scenario


class _Sight:
    """The folders a scenario may see, and the faults found on the way through its files."""

    def __init__(self, allowed: list[Path], named: list[Path]) -> None:
        self.allowed, self.named = allowed, named
        self.merge = Merge()
        self.names: list[str] = []
        self.files: list[Path] = []
        self.size = 0
        self.faults: list[Fault] = []

    def family(self, content: str | bytes, path: Path | None, name: str, seen: tuple[Path, ...]) -> Node:
        """The tree of a file laid over those it extends."""
        tree, faults = _read(content, name)
        self.names.append(name)
        self.files += [_real(path)] if path else []
        self.size += len(content)
        if self.size > 2 * BYTES:
            raise refused(f"with what it extends, more than {2 * BYTES // 1024} KB", file=self.names[0])
        self.faults += faults
        extends = tree.value.get("extends")
        tree = replace(tree, value={key: node for key, node in tree.value.items() if key != "extends"})
        if extends is None:
            return self.merge.alone(tree)
        parent = self.find(extends, path, seen)
        base = self.family(read_file(parent, shown(parent)), parent, shown(parent), (*seen, _real(parent)))
        base.value.pop("id", None)
        return self.merge.extended(base, tree)

    def find(
        self, reference: Node, path: Path | None, seen: tuple[Path, ...], field: str = "extends"
    ) -> Path:
        """The file referred to; refused beyond the folders allowed, in a circle, and after 8 generations."""

        def stop(message: str, hint: str = "") -> ScenarioError:
            return ScenarioError([reference.mark.fault(message, field, hint)])

        if reference.kind != "text":
            raise stop("the id of a scenario or the path of a file is expected")
        if path is None and looks_like_path(reference.value):
            raise stop("only shipped scenarios can be extended from here")
        try:
            found = resolve(reference.value, path.parent if path else shelf_folder(), self.named)
            real = _real(found)
        except ScenarioError as error:
            raise stop(error.errors[0].message, error.errors[0].hint) from None
        if problem := self._problem(real, reference.value, seen):
            raise stop(problem)
        return found

    def _problem(self, real: Path, reference: str, seen: tuple[Path, ...]) -> str:
        if not any(real.is_relative_to(folder) for folder in self.allowed):
            return "a file outside this one's own folder and the shipped scenarios"
        if real in seen:
            return f"{quoted(reference)} extends itself, directly or in a circle"
        if len(seen) >= _GENERATIONS:
            return f"more than {_GENERATIONS} files extend each other"
        return "" if real.is_file() else f"no such file: {quoted(reference)}"


@lru_cache(maxsize=8)
def _read(content: str | bytes, name: str) -> tuple[Node, tuple[Fault, ...]]:
    """As `read`; a text that many scenarios extend is read once. Whoever changes the tree copies it first."""
    tree, faults = read(content, name)
    return tree, tuple(faults)


def _loaded(sight: _Sight, content: str | bytes, path: Path | None, name: str) -> Loaded:
    tree = sight.family(content, path, name, (_real(path),) if path else ())
    tree = _with_id(tree, Path(name).stem)
    scenario, findings = structured(tree, Scenario)
    faults = [*sight.faults, *sight.merge.faults, *located(tree, findings)]
    if scenario is not None:
        faults += check_scenario(tree, scenario)
    if faults or scenario is None:
        order = {file: i for i, file in enumerate(sight.names)}
        raise ScenarioError(sorted(dict.fromkeys(faults), key=lambda f: (order[f.file], f.line, f.column)))
    return Loaded(scenario, tree, tuple(sight.files))


def _with_id(tree: Node, stem: str) -> Node:
    """The tree with the file's name as its id, unless it gives one."""
    if "id" in tree.value:
        return tree
    if not is_id(stem):
        message = f"the file's name {quoted(stem)} cannot be an id; rename it, or write id:"
        raise ScenarioError([tree.mark.fault(message, "id")])
    return replace(tree, value={**tree.value, "id": Node("text", stem, tree.mark, raw=stem)})


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        raise refused("not a usable path", file=str(path)) from None
