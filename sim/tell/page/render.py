"""Render: a page as one HTML document. Templates escape every text; only our pictures stand as they are."""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from sim.experiment.ensemble import NOT_A_PREDICTION

from .blocks import Page

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


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
