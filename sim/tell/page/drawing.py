"""Drawing: an Altair chart as SVG that stands in a page, follows its colours and asks for nothing outside."""

import hashlib
import re
from typing import Any

from markupsafe import Markup

from .blocks import Drawing

_INK = "currentColor"
_PAPER: dict[str, Any] = {
    "background": None,
    "aria": False,  # the whole picture has one description
    "font": "Arial, Liberation Sans, Helvetica, sans-serif",
}
_STYLE: dict[str, Any] = _PAPER | {
    "axis": {
        "labelColor": _INK,
        "titleColor": _INK,
        "domainColor": _INK,
        "tickColor": _INK,
        "gridColor": _INK,
        "gridOpacity": 0.13,
        "domainOpacity": 0.5,
        "tickOpacity": 0.5,
        "titleFontWeight": "normal",
    },
    "legend": {"labelColor": _INK, "titleColor": _INK},
    "header": {"labelColor": _INK, "titleColor": _INK},
    "title": {"color": _INK},
    "text": {"color": _INK},
    "view": {"stroke": None},
}
_TAG = re.compile("<[^>]*>")


def drawn(chart: Any, alt: str, title: str = "", *, room: int = 5, paper: bool = False) -> Drawing:
    """The chart as SVG, with `alt` for those who cannot see it.

    `room` is left at both sides, in pixels: letters where it is read may be wider than where it was drawn.

    On `paper` the ground stays white and the ink black on a dark page too, as colour scales need that run
    from or to white.
    """
    import vl_convert

    style = (_PAPER if paper else _STYLE) | {"padding": {"left": room, "right": room, "top": 5, "bottom": 5}}
    svg = vl_convert.vegalite_to_svg(_described(chart), config=style, allowed_base_urls=[])
    apart = f"p{hashlib.sha256(svg.encode()).hexdigest()[:8]}-"
    inlined = _TAG.sub(lambda tag: _inlined(tag[0], apart), svg)
    return Drawing(Markup(inlined), alt, title)


def _described(chart: Any) -> dict[str, Any]:
    """The chart without Altair's own style, which would come before that of the page."""
    spec = chart.to_dict()
    spec.get("config", {}).pop("view", None)
    return spec


def _inlined(tag: str, apart: str) -> str:
    """A tag of a picture in a page, with names that no other picture has."""
    tag = re.sub(r'\bid="([^"]+)"', rf'id="{apart}\1"', tag)
    tag = re.sub(r"url\(#([^)]+)\)", rf"url(#{apart}\1)", tag)
    tag = re.sub(r' (?:xmlns:xlink|xmlns|version|class)="[^"]*"', "", tag)
    if tag.startswith("<svg "):
        tag = tag.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return tag
