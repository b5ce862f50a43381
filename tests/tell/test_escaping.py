"""Texts of scenarios are data: no markup, formula or escape reaches a reader's program."""

import pandas as pd
import pytest

from sim.tell.figures import amount, csv_cell, name_of, percent, plain_markdown, signed
from sim.tell.tables import csv_text, markdown_table

HOSTILE = [
    "<script>alert(1)</script>",
    "![x](http://example.org/x.png)",
    "[x](javascript:alert(1))",
    "# heading",
    "a | b",
    "`code` *bold* __bold__ ~~gone~~",
    "line\nbreak",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_shows_a_text_as_it_stands(text: str) -> None:
    shown = plain_markdown(text)
    assert "<" not in shown
    assert "\n" not in shown
    assert "](" not in shown.replace("\\]", "")
    assert "://" not in shown
    for mark in "`*_[]#|~":
        assert shown.count(mark) == shown.count(f"\\{mark}")


def test_a_cell_cannot_leave_its_table() -> None:
    lines = markdown_table(("a", "b"), [("x | y", "1\n2")]).splitlines()
    assert len(lines) == 3
    assert lines[2] == "| x \\| y | 1 2 |"


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_cell_is_a_formula(mark: str) -> None:
    frame = pd.DataFrame({"scenario": [f"{mark}1+1"], "deaths": [-1.5]})
    line = csv_text(frame).removeprefix("scenario,deaths\n")
    assert line.lstrip('"').startswith(f"'{mark}")
    assert line.endswith(",-1.5\n")
    assert csv_cell(-1) == -1


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (amount(float("nan"), "deaths"), "–"),
        (amount(99.95, "deaths"), "100.0"),
        (amount(12345.6, "deaths"), "12,346"),
        (percent(float("nan")), "–"),
        (percent(1.0), "100 %"),
        (signed(float("inf"), "deaths"), "–"),
        (signed(-0.0, "deaths"), "0"),
        (signed(1234.5, "deaths"), "+1,234"),
        (signed(0.5, "day"), "+50.0 pts"),
        (name_of("deaths_civilians", "deaths"), "civilian deaths"),
        (name_of("fall_town", "day"), "fall of Town"),
    ],
)
def test_figures_are_those_a_reader_expects(shown: str, expected: str) -> None:
    assert shown == expected
