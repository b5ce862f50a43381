"""Ctrl-C at any moment, the first included: one word, 130, no traceback."""

import subprocess
import sys

import pytest

STOP = """
import sys
class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stop())
sys.argv = ["deescalate", "list"]
from sim.cli import main
main()
"""
"""The command line, interrupted when it imports a module."""
MOMENTS = ("typer", "sim.cli.sweeps", "sim.experiment.refusal", "sim.scenario.load", "yaml")


def ended(name: str) -> subprocess.CompletedProcess[str]:
    """The command line interrupted at the import of `name`."""
    code = STOP.format(name=name)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("name", MOMENTS)
def test_an_interruption_is_one_word(name: str) -> None:
    done = ended(name)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted\n")


def test_without_one_the_command_goes_through() -> None:
    done = ended("nothing.of.this.name")
    assert (done.returncode, done.stderr) == (0, "")
    assert "idlib-2018-01" in done.stdout
