"""Render: a page as one HTML document. Templates escape every text; only our pictures stand as they are."""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sim.experiment.ensemble import NOT_A_PREDICTION

from .blocks import Page

_LONG, _PART, _BREAK = re.compile(r"\S{25,}"), re.compile(r"[^._/]{1,16}[._/]?|[._/]"), "\u200b"
_TEMPLATES = Path(__file__).parent / "templates"


def html(page: Page) -> str:
    """The document: no script, no request, its style within. The same page gives the same text."""
    style = (_TEMPLATES / "page.css").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        _environment()
        .get_template("page.html")
        .render(
            page=page,
            style=Markup(style),
            style_hash=digest,
            not_a_prediction=NOT_A_PREDICTION,
        )
    )


def breakable(text: str) -> Markup:
    """A text in HTML whose long words, such as paths and hashes, may go on in the next line.

    >>> breakable("a <b> actors.russia.rules.air_strike.rate")
    Markup('a &lt;b&gt; actors.<wbr>russia.<wbr>rules.<wbr>air_<wbr>strike.<wbr>rate')
    """
    parted = _LONG.sub(lambda word: _BREAK.join(_PART.findall(word[0])), text)
    return Markup("<wbr>").join(parted.split(_BREAK))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["breakable"] = breakable
    return environment
