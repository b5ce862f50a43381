"""The page of causes: its tables speak of the entries that the baseline has now."""

import re

import pytest

from benchmarks import causes
from benchmarks.causes import COLUMNS, PAGE, entries, of_row
from benchmarks.readme import region
from tests.scenarios.article import rows


def cells(name: str) -> list[list[str]]:
    """The lines of a table without its heading."""
    lines = region(PAGE.read_text(encoding="utf-8"), name).splitlines()
    assert all(column in lines[0] for column in COLUMNS)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_row_of_the_article_is_there_with_what_it_became() -> None:
    table = cells("article")
    assert [line[0] for line in table] == [row["row"] for row in rows()]
    for line in table:
        paths = re.findall(r"`([a-z_.]+)`", line[2])
        assert tuple(paths) == of_row(line[0]) or line[2].startswith("none: a state")


def test_every_reported_or_routine_entry_stands_alone() -> None:
    alone = [line[0].strip("`") for line in cells("entries")]
    assert alone[:-3] == [path for s in ("history", "background", "talks") for path in entries(s)]


def test_claims_move_nothing_and_the_raid_something() -> None:
    table = {line[0]: line for line in cells("article")}
    claims = [line for line in table.values() if re.findall(r"`(\w+)\.", line[2]) == ["claims"]]
    assert claims
    assert all(line[3] == "0 %" and set(line[4:]) == {"0"} for line in claims)
    assert table["AE12"][3] != "0 %"


def test_the_figures_are_of_this_model() -> None:
    assert causes.stale() == [], "make causes renews them"


def test_figures_of_another_model_would_be_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(causes, "edition", lambda: "another")
    monkeypatch.setattr(causes, "fingerprint", lambda scenario: "another")
    assert causes.stale() == ["the code of the model", causes.BASELINE]
