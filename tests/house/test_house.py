"""The house keeps its own rules, and every rule is able to fail."""

from collections.abc import Callable
from pathlib import Path

import pytest

from . import habits, papers, sizes
from .tree import ROOT

Check = Callable[[Path], list[str]]

CHECKS: list[Check] = [
    habits.folders_without_init,
    habits.places_of_machines,
    habits.undocumented,
    habits.unstable_functions,
    habits.unstable_sums,
    habits.vague_names,
    papers.broken_links,
    papers.false_commands,
    papers.loose_requirements,
    papers.missing_modelines,
    papers.untold_changes,
    papers.wrong_citation,
    sizes.large_classes,
    sizes.large_files,
    sizes.long_functions,
    sizes.many_arguments,
]

_PROJECT = """[project]
name = "toy"
version = "1.2"
license = "Apache-2.0"
dependencies = ["numpy>=2"]
optional-dependencies = { dev = [] }
"""
_CITATION = "cff-version: 1.2.0\nmessage: m\ntitle: toy\nauthors: []\nversion: 1.2\nlicense: Apache-2.0\n"
_LICENCE = "Apache License\nEND OF TERMS AND CONDITIONS\n"
_HELP = "help:\n\t@echo 'make demo  d'\n\t@echo 'make test  t'\n\n"
_MAKE = _HELP + "demo: setup\n\t@$(BIN)/toy run\n\ntest:\n\ttrue\n"
_README = "```sh\nmake demo\nmake test\n.venv/bin/toy run\n```\n"
_LOCKED = "numpy==2.1 \\\n    --hash=sha256:00\n"
_MODELINE = "# yaml-language-server: $schema=schema.json\n"

SOUND = {
    "CHANGELOG.md": "# Changes\n\n## 1.2\n\n### Model\n\n- born\n",
    "CITATION.cff": _CITATION,
    "LICENSE": _LICENCE,
    "Makefile": _MAKE,
    "README.md": _README,
    "pyproject.toml": _PROJECT,
    "requirements.txt": _LOCKED,
    "scenarios/schema.json": "{}",
    "scenarios/toy.yaml": _MODELINE + "title: toy\n",
    "sim/__init__.py": '"""Toy."""\n',
    "sim/engine/__init__.py": '"""Toy."""\n',
}
"""A sound little house; each fault below changes one file of it."""


def _function(lines: int, name: str = "act") -> str:
    return f"def {name}() -> None:\n" + '    """Acts."""\n' + "    pass\n" * (lines - 1)


_ENGINE = (
    '"""Toy."""\n\nimport numpy as np\n\n\ndef add(x: object) -> object:\n    """Adds."""\n    return {}\n'
)

FAULTS: list[tuple[Check, str, str, str]] = [
    (habits.folders_without_init, "sim/tell/why/why.py", '"""Why."""\n', "sim/tell"),
    (habits.places_of_machines, "docs/a.md", "see /" + "home/me/sim", "docs/a.md:1"),
    (
        habits.places_of_machines,
        "requirements.txt",
        _LOCKED + "--index" + "-url https://a.b/simple\n",
        "index",
    ),
    (habits.places_of_machines, "docs/a.md", "from files.python" + "hosted.org", "docs/a.md:1"),
    (habits.undocumented, "sim/why.py", "x = 1\n", "the file"),
    (habits.undocumented, "sim/why.py", '"""Why."""\n\n\ndef tell() -> None:\n    pass\n', "tell"),
    (habits.unstable_functions, "sim/engine/a.py", _ENGINE.format("np.exp(x)"), "exp"),
    (habits.unstable_sums, "sim/engine/a.py", _ENGINE.format("x @ x"), "@"),
    (habits.unstable_sums, "sim/engine/a.py", _ENGINE.format("x.dot(x)"), "dot"),
    (habits.unstable_sums, "sim/engine/a.py", _ENGINE.format("np.sum(x, axis=0)"), "sum"),
    (habits.unstable_sums, "sim/engine/a.py", _ENGINE.format("np.sum(x, 0)"), "sum"),
    (habits.unstable_sums, "sim/engine/a.py", _ENGINE.format("x.sum(0)"), "sum"),
    (habits.vague_names, "sim/utils.py", '"""Anything."""\n', "sim/utils.py"),
    (
        habits.vague_names,
        "sim/why.py",
        '"""Why."""\n\n\nclass WorldManager:\n    """Manages."""\n',
        "WorldManager",
    ),
    (habits.vague_names, "sim/why.py", '"""Why."""\n\nn_worlds = 3\n', "n_worlds"),
    (papers.broken_links, "README.md", _README + "[gone](docs/gone.md)\n", "docs/gone.md"),
    (papers.broken_links, "README.md", _README + "# One\n[x](README.md#two)\n", "README.md#two"),
    (papers.false_commands, "README.md", _README + "Run `make coffee`.\n", "make coffee"),
    (papers.false_commands, "README.md", _README.replace("make test\n", ""), "make test"),
    (papers.false_commands, "README.md", _README.replace("toy run", "toy walk"), "toy run"),
    (papers.false_commands, "Makefile", _MAKE + "\nbench:\n\ttrue\n", "bench"),
    (papers.loose_requirements, "requirements.txt", "numpy==2.1\n", "no hash"),
    (papers.loose_requirements, "requirements.txt", _LOCKED.replace("2.1", "1.9"), "numpy"),
    (papers.loose_requirements, "requirements.txt", _LOCKED.replace("numpy", "scipy"), "numpy"),
    (papers.loose_requirements, "requirements.txt", "--find-links x\n" + _LOCKED, "--find-links"),
    (papers.missing_modelines, "scenarios/toy.yaml", "title: toy\n", "scenarios/toy.yaml"),
    (papers.missing_modelines, "scenarios/deep/toy.yaml", _MODELINE, "scenarios/deep/toy.yaml"),
    (papers.untold_changes, "CHANGELOG.md", "## 1.1\n\n### Model\n", "1.2"),
    (papers.untold_changes, "CHANGELOG.md", "## 1.2\n\n## 1.1\n\n### Model\n", "Model"),
    (papers.wrong_citation, "CITATION.cff", _CITATION.replace("1.2\n", "1.1\n"), "version"),
    (papers.wrong_citation, "CITATION.cff", _CITATION.replace("authors: []\n", ""), "authors"),
    (papers.wrong_citation, "LICENSE", "Apache License, see elsewhere\n", "LICENSE"),
    (sizes.large_classes, "sim/a.py", '"""A."""\n\n\nclass World:\n' + "    x = 1\n" * 150, "World"),
    (sizes.large_files, "sim/a.py", "x = 1\n" * 251, "251"),
    (sizes.long_functions, "sim/a.py", _function(41), "41"),
    (sizes.long_functions, "sim/a.py", _function(26), "exceed"),
    (sizes.long_functions, "sim/a.py", _function(9), "median"),
    (sizes.many_arguments, "sim/a.py", "def f(a, b, c, d, e): ...\n", "f (5)"),
    (sizes.many_arguments, "sim/a.py", "def f(a, b, c, d, e, g, h): ...\n", "f: 7 positional"),
]


def _name(check: Check) -> str:
    return check.__name__


def _build(root: Path, texts: dict[str, str]) -> Path:
    for place, text in texts.items():
        path = root / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("check", CHECKS, ids=_name)
def test_the_house_keeps_its_rules(check: Check) -> None:
    assert check(ROOT) == []


@pytest.mark.parametrize("check", CHECKS, ids=_name)
def test_a_sound_little_house_passes(check: Check, tmp_path: Path) -> None:
    found = check(_build(tmp_path, SOUND))
    assert [finding for finding in found if "needs no allowance" not in finding] == []


@pytest.mark.parametrize(("check", "place", "text", "says"), FAULTS)
def test_a_planted_fault_is_found(check: Check, place: str, text: str, says: str, tmp_path: Path) -> None:
    found = check(_build(tmp_path, {**SOUND, place: text}))
    assert any(says in finding for finding in found), found


def test_every_rule_has_a_planted_fault() -> None:
    assert {check for check, *_ in FAULTS} == set(CHECKS)
