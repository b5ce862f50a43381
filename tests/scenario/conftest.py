"""A folder with the base of the corpus in it."""

from pathlib import Path

import pytest

from .extending import BASE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the base in it."""
    (tmp_path / "base.yaml").write_text(BASE)
    return tmp_path
