"""Before a run its page shows what was counted in its area, and nothing where nothing was."""

import pytest

import sim

from .pages import markdown, page_of, sound


def test_before_a_run_stands_what_was_counted_in_its_area() -> None:
    page = sound(page_of("run", worlds="4").run())
    assert [metric.value for metric in page.metric] == ["99", "583"]
    assert "Nothing here is simulated" in markdown(page)


def test_before_a_run_of_another_area_stands_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sim, "counted_by_week", lambda *_: None)
    page = sound(page_of("run", worlds="4", days="33").run())
    assert not page.metric and "What was counted" not in markdown(page)


def test_sums_of_weeks_that_were_not_all_counted_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sim, "counted_before", lambda *_: None)
    page = sound(page_of("run", worlds="4", days="34").run())
    assert not page.metric and "What was counted" in markdown(page)
