"""The edition changes with every byte of the code that decides results, and with nothing else."""

import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from sim.experiment import edition

LIBRARY = Path(edition.__file__).parents[1]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The library, elsewhere."""
    return Path(shutil.copytree(LIBRARY, tmp_path / "elsewhere"))


def test_the_edition_is_the_version_and_the_digest() -> None:
    assert edition.edition() == f"{version('deescalation-simulator')}+{edition.digest(LIBRARY)}"


def test_the_place_does_not_matter(copy: Path) -> None:
    assert edition.digest(copy) == edition.digest(LIBRARY)


@pytest.mark.parametrize("name", ["engine/rates.py", "scenario/load.py", "experiment/outcomes.py"])
def test_every_byte_of_deciding_code_matters(copy: Path, name: str) -> None:
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert edition.digest(copy) != edition.digest(LIBRARY)


def test_a_new_file_and_another_name_matter(copy: Path) -> None:
    (copy / "engine" / "more.py").touch()
    with_more = edition.digest(copy)
    (copy / "engine" / "more.py").rename(copy / "engine" / "other.py")
    assert len({edition.digest(LIBRARY), with_more, edition.digest(copy)}) == 3


def test_code_that_only_tells_does_not_matter(copy: Path) -> None:
    (copy / "tell" / "show.py").write_text("", encoding="utf-8")
    (copy / "engine" / "__pycache__").mkdir(exist_ok=True)
    (copy / "engine" / "__pycache__" / "rates.pyc").touch()
    assert edition.digest(copy) == edition.digest(LIBRARY)
