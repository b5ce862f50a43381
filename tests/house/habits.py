"""Habits that a linter does not know: names, arithmetic that keeps its bits, no place of a machine."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from .tree import CODE, files, parsed, texts

_VAGUE = {"common", "config", "data", "handler", "helper", "info", "manager", "misc", "params", "util"}
_VAGUE_NAME = re.compile(r"(^|_)(handler|helper|manager|util)s?($|_)|(Handler|Helper|Manager|Util)s?$")

_PLACE_OF_A_MACHINE = re.compile(r"(?<![\w.~}])/(?:home|Users|root|work|farm|srv|mnt)/[A-Za-z.]")
_REGISTRY = re.compile(
    r"(?:files\.pythonhosted|pypi|registry\.npmjs|registry\.yarnpkg)\.org|(?:index|extra-index)-url\s+\S"
)

EXACT_SUMS = frozenset(
    {
        "sim/engine/model.py:_collector",
        "sim/engine/obligations.py:_posts",
        "sim/engine/record.py:_flows",
        "sim/engine/record.py:add",
        "sim/engine/tables.py:_add_ledger",
    }
)
"""`path:function` of reductions whose order of addition cannot matter: they count integers or booleans."""
TRANSCENDENTAL_ALLOWED = frozenset({"sim/engine/rates.py"})
"""Files of the engine in which exp and log may stand: their values enter comparisons only."""
_REDUCTIONS = {"sum", "prod", "mean", "std", "var", "nansum", "average", "reduce"}
_PRODUCTS = {"dot", "matmul", "vdot", "inner", "tensordot"}
_TRANSCENDENTAL = {"exp", "expm1", "exp2", "log", "log1p", "log2", "log10", "power", "float_power", "tanh"}


def folders_without_init(root: Path) -> list[str]:
    """Folders with Python files but no `__init__.py`: the import linter would not see them."""
    folders = {path.parent for path in files(root) if path.suffix == ".py" and path.parent != root}
    return sorted(
        f"{folder.relative_to(root).as_posix()}: no __init__.py"
        for folder in folders
        if not (folder / "__init__.py").exists() and folder.name != ".ci"
    )


def vague_names(root: Path) -> list[str]:
    """Files, classes and functions whose name is a word for anything, and counts called `n_...`."""
    found = [
        f"{path.relative_to(root).as_posix()}: a file's name is a word of the field"
        for path in files(root)
        if path.suffix == ".py" and path.stem.rstrip("s") in _VAGUE
    ]
    for place, tree in parsed(root):
        for node in ast.walk(tree):
            name = getattr(node, "name", None) or getattr(node, "arg", None) or getattr(node, "id", None)
            if isinstance(name, str) and (_VAGUE_NAME.search(name) or name.startswith("n_")):
                found.append(f"{place}:{getattr(node, 'lineno', 0)}: {name}")
    return found


def _calls(tree: ast.Module) -> Iterator[tuple[str, ast.Call, str]]:
    """Function in which it stands, the call, and the last name of what is called."""
    owners = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            inside = [o.name for o in owners if o.lineno <= node.lineno <= (o.end_lineno or o.lineno)]
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            yield (inside[-1] if inside else ""), node, name


def _reduces_an_axis(call: ast.Call, name: str) -> bool:
    by_keyword = any(keyword.arg == "axis" for keyword in call.keywords)
    through_numpy = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)
    array_first = through_numpy and isinstance(call.func.value, ast.Name) and call.func.value.id == "np"
    return name in _REDUCTIONS and (by_keyword or len(call.args) > (1 if array_first else 0))


def unstable_sums(root: Path) -> list[str]:
    """Matrix products and axis reductions in the engine (their last bit depends on the number of rows)
    outside the functions allowed to, and allowances that nothing needs."""
    found, used = [], set()
    for place, tree in parsed(root, "sim/engine"):
        matrix = (n for n in ast.walk(tree) if isinstance(n, ast.BinOp) and isinstance(n.op, ast.MatMult))
        found += [f"{place}:{node.lineno}: @" for node in matrix]
        for owner, call, name in _calls(tree):
            if name in _PRODUCTS or (isinstance(call.func, ast.Attribute) and _reduces_an_axis(call, name)):
                used.add(f"{place}:{owner}")
                if f"{place}:{owner}" not in EXACT_SUMS:
                    found.append(f"{place}:{call.lineno}: {name} in {owner}")
    return found + [f"{allowed}: needs no allowance" for allowed in sorted(EXACT_SUMS - used)]


def unstable_functions(root: Path) -> list[str]:
    """exp, log and power outside the files that only compare them: their bits differ between processors."""
    return [
        f"{place}:{call.lineno}: {name}"
        for place, tree in parsed(root, "sim/engine")
        if place not in TRANSCENDENTAL_ALLOWED
        for _, call, name in _calls(tree)
        if name in _TRANSCENDENTAL and isinstance(call.func, ast.Attribute)
    ]


def places_of_machines(root: Path) -> list[str]:
    """Absolute paths of somebody's machine and addresses of package registries in any text."""
    return [
        f"{place}:{number}: {line.strip()[:80]}"
        for place, text in texts(root)
        for number, line in enumerate(text.splitlines(), start=1)
        if _PLACE_OF_A_MACHINE.search(line) or _REGISTRY.search(line)
    ]


def undocumented(root: Path) -> list[str]:
    """Public functions and classes of the library, and files, without a docstring."""
    found = []
    for place, tree in parsed(root, *CODE):
        nodes = [tree, *(n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef))]
        for node in nodes:
            name = getattr(node, "name", "the file")
            if not name.startswith("_") and node.body and ast.get_docstring(node) is None:
                found.append(f"{place}: {name} has no docstring")
    return found
