"""Figures: numbers as a reader takes them in, and texts that stay texts wherever they are shown."""

import math

from sim.experiment.compare import Difference
from sim.experiment.percent import MISSING, percent

__all__ = ["MISSING", "amount", "csv_cell", "name_of", "percent", "plain_markdown", "signed", "span"]

_PERCENT = ("share", "day")
_NAMES = {
    "deaths_across": "deaths between sides",
    "deaths_civilians": "civilian deaths",
    "de_escalation": "de-escalation",
    "lethal_across": "lethal events between sides",
}


def amount(value: float, unit: str) -> str:
    """A number of a unit; shares, and dates as shares of worlds that reach them, in percent.

    >>> amount(0.256, "share"), amount(1234.4, "events"), amount(3.14159, "rung")
    ('26 %', '1,234', '3.1')
    """
    if not math.isfinite(value):
        return MISSING
    if unit in _PERCENT:
        return percent(value)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.1f}"


def signed(value: float, unit: str) -> str:
    """A difference with its sign; of shares in percentage points. What is not quite nothing says so.

    >>> signed(-0.03, "share"), signed(12.34, "deaths"), signed(0, "deaths")
    ('-3.0 pts', '+12.3', '0')
    >>> signed(0.04, "deaths"), signed(-0.001, "deaths"), signed(1e-9, "share")
    ('+0.04', '>-0.01', '<+0.01 pts')
    """
    if not math.isfinite(value):
        return MISSING
    points = 100 * value if unit in _PERCENT else value
    if points == 0:
        return "0"
    return f"{_signed(points)}{' pts' if unit in _PERCENT else ''}"


def _signed(number: float) -> str:
    """A number but 0, never as one that looks like 0."""
    size = abs(number)
    if size < 0.005:
        return "<+0.01" if number > 0 else ">-0.01"
    return f"{number:+,.{0 if size >= 100 else 1 if size >= 0.05 else 2}f}"


def span(difference: Difference) -> str:
    """The 95 % interval of a difference."""
    if not math.isfinite(difference.low):
        return MISSING
    ends = signed(difference.low, difference.unit), signed(difference.high, difference.unit)
    return f"{ends[0].removesuffix(' pts')} to {ends[1]}"


def name_of(outcome: str, unit: str) -> str:
    """An outcome's name in words; a date says that its share of worlds is shown.

    >>> name_of("lasting_lull", "day")
    'lasting lull reached'
    """
    fallen = outcome.removeprefix("fall_")
    if fallen != outcome:
        return f"fall of {fallen.replace('_', ' ').title()}"
    words = _NAMES.get(outcome, outcome.replace("_", " "))
    return f"{words} reached" if unit == "day" else words


def plain_markdown(text: str) -> str:
    """A text that Markdown shows as it stands: no markup, links, pictures or HTML from a scenario.

    >>> plain_markdown("![x](http://a) <b> | *")
    '!\\\\[x\\\\](http:\\u200b//a) &lt;b&gt; \\\\| \\\\*'
    """
    shown = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    for mark in "\\`*_[]#|~":
        shown = shown.replace(mark, f"\\{mark}")
    return " ".join(shown.replace("://", ":\u200b//").split())


def csv_cell(value: object) -> object:
    """A cell that a spreadsheet does not take for a formula; numbers stay numbers.

    >>> csv_cell("=1+1"), csv_cell(-1.5)
    ("'=1+1", -1.5)
    """
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
