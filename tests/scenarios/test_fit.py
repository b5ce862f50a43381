"""The baseline comes out near the counted weeks: a fit, and shown as such."""

from pathlib import Path

from tests.scenarios import fit

PAGE = Path(__file__).resolve().parents[2] / "docs" / "explanation" / "rates.md"


def test_targets_are_met() -> None:
    assert [target for target in fit.targets(worlds=192) if not target.met] == []


def test_the_page_shows_every_target() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "a fit, not" in page.lower()
    assert [target.name for target in fit.targets(worlds=8) if f"| {target.name} |" not in page] == []
