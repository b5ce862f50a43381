"""Small faults to plant, written by mutmut: each is one function of the sources with one thing changed."""

import ast
import difflib
import json
import shutil
import sys
import textwrap
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPY = ROOT / "build/mutants"
PARTS = ("sim", "tests", "scenarios", "docs", "benchmarks", "dashboard", ".ci", "pyproject.toml", "Makefile")
PAGES = ("README.md", "CITATION.cff", "CHANGELOG.md", "CONTRIBUTING.md", "requirements.txt")
FAULT = "__mutmut_"


def faults(room: str) -> dict[str, str]:
    """All faults of a room: the faulty function by the fault's name. The first call copies the project."""
    for part in (*PARTS, *PAGES):
        _copied(ROOT / part, COPY / part)
    listed = COPY / f"{room}.json"
    if not listed.exists():
        files = sorted((COPY / "sim" / room).rglob("*.py"))
        listed.write_text(json.dumps({name: text for file in files for name, text in _written(file)}))
    return json.loads(listed.read_text())


def _copied(old: Path, new: Path) -> None:
    if old.is_dir() and not new.exists():
        shutil.copytree(old, new, ignore=shutil.ignore_patterns("__pycache__"))
    elif old.is_file() and not new.exists():
        new.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(old, new)


def _written(file: Path) -> Iterator[tuple[str, str]]:
    from mutmut.mutation.file_mutation import mutate_file_contents

    path = file.relative_to(COPY)
    text = mutate_file_contents(str(path), file.read_text()).code
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef) and FAULT in node.name and not node.name.endswith("orig"):
            lines = text.splitlines(keepends=True)[node.lineno - 1 : node.end_lineno]
            yield ".".join((*path.with_suffix("").parts, node.name)), textwrap.dedent("".join(lines))


def place(name: str) -> tuple[str, str, str]:
    """Module, class (or nothing) and function of a fault."""
    module, _, fault = name.rpartition(".")
    mangled = fault.partition(FAULT)[0]
    if mangled.startswith("x_"):
        return module, "", mangled.removeprefix("x_")
    inside, _, function = mangled.removeprefix("xǁ").partition("ǁ")
    return module, inside, function


def _named(name: str, text: str) -> str:
    return text.replace(name.rpartition(".")[2], place(name)[2], 1)


def plant(name: str, text: str) -> None:
    """Gives the function, wherever it was handed to by now, the faulty body."""
    module, inside, function = place(name)
    room = import_module(module)
    holder = vars(getattr(room, inside) if inside else room)
    sound = getattr(holder[function], "__func__", holder[function])
    cells = "".join(f"    {cell} = None\n" for cell in sound.__code__.co_freevars)
    body = textwrap.indent(_named(name, text), "    ")
    made: dict = {}
    source = f"def made():\n{cells}{body}\n    return {function}\n"
    exec(compile(source, str(room.__file__), "exec"), vars(room), made)  # noqa: S102 - that is the fault
    faulty = made["made"]()
    sound.__code__ = faulty.__code__
    sound.__defaults__, sound.__kwdefaults__ = faulty.__defaults__, faulty.__kwdefaults__


def shown(name: str, text: str) -> str:
    """The lines that a fault changes."""
    module, inside, function = place(name)
    body = ast.parse((ROOT / Path(*module.split("."))).with_suffix(".py").read_text()).body
    if inside:
        body = next(node.body for node in body if isinstance(node, ast.ClassDef) and node.name == inside)
    sound = next(node for node in body if isinstance(node, ast.FunctionDef) and node.name == function)
    sound.decorator_list = []
    sides = [ast.unparse(one).splitlines() for one in (sound, ast.parse(_named(name, text)))]
    return "\n".join([name, *list(difflib.unified_diff(*sides, n=1, lineterm=""))[2:], ""])


if __name__ == "__main__":
    known = faults(sys.argv[1])
    print("\n".join(shown(name, known[name]) for name in sys.argv[2:]))
