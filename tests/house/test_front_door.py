"""The front door: what `import sim` offers is what its stub tells type checkers."""

import ast
from pathlib import Path

import sim

STUB = ast.parse(Path(sim.__file__).with_suffix(".pyi").read_text(encoding="utf-8"))
TOLD = {(name.name, of.module) for of in STUB.body if isinstance(of, ast.ImportFrom) for name in of.names}


def test_the_stub_tells_every_name_and_its_module() -> None:
    assert {(name, module) for name, module in sim._ROOMS.items()} == TOLD


def test_every_name_is_there() -> None:
    assert sim.__all__ == sorted(name for name, _ in TOLD)
    assert all(hasattr(sim, name) for name in sim.__all__)


def test_another_name_is_not() -> None:
    """The twin: not every name is offered."""
    assert not hasattr(sim, "simulate_part")
