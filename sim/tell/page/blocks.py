"""Blocks: what a page is made of, before it is HTML. Every text in them is shown as it stands."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from markupsafe import Markup

from sim.tell.tables import Row

Align = Literal["numbers", "numbers remarked", "texts"]
Tone = Literal["plain", "answer", "note"]


@dataclass(frozen=True)
class Prose:
    """Paragraphs; an `answer` stands out, a `note` stands back."""

    paragraphs: Sequence[str]
    tone: Tone = "plain"
    kind: ClassVar = "prose"


@dataclass(frozen=True)
class Listing:
    """A bulleted list."""

    lines: Sequence[str]
    kind: ClassVar = "listing"


@dataclass(frozen=True)
class Heading:
    """A heading within a chapter."""

    text: str
    kind: ClassVar = "heading"


@dataclass(frozen=True)
class Card:
    """One figure to be read at a glance: what it is, how much, within which range."""

    name: str
    middle: str
    spread: str
    meaning: str


@dataclass(frozen=True)
class Cards:
    """Figures side by side."""

    cards: Sequence[Card]
    kind: ClassVar = "cards"


@dataclass(frozen=True)
class Table:
    """Rows of text under columns; `numbers` stand to the right of a first column of names, and may end with a
    remark.

    A `folded` table is opened by its reader, and printed if it is open.
    """

    columns: Sequence[str]
    rows: Sequence[Row]
    caption: str
    align: Align = "numbers"
    folded: bool = False
    kind: ClassVar = "table"


@dataclass(frozen=True)
class Drawing:
    """One picture as SVG, and what it says to those who cannot see it."""

    svg: Markup
    alt: str
    title: str = ""


@dataclass(frozen=True)
class Key:
    """What a colour of a figure means: the colour by its place in the palette, 0 for the base's grey."""

    name: str
    colour: int
    dashed: bool = False


@dataclass(frozen=True)
class Figure:
    """Pictures that belong together, with caption, key, sentences beside them, and figures as a table.

    A `wide` one fills the page's width; one on `paper` stays on white ground when the page is dark.
    """

    title: str
    drawings: Sequence[Drawing]
    caption: str
    table: Table | None = None
    keys: Sequence[Key] = ()
    sentences: Sequence[str] = ()
    wide: bool = False
    paper: bool = False
    kind: ClassVar = "figure"


@dataclass(frozen=True)
class Gallery:
    """Small figures side by side."""

    figures: Sequence[Figure]
    kind: ClassVar = "gallery"


@dataclass(frozen=True)
class Link:
    """A file beside the page: what it holds, and the way to it, a relative address made here."""

    text: str
    address: str
    kind: ClassVar = "link"


@dataclass(frozen=True)
class Code:
    """Something to type, or a long name, in letters of one width."""

    text: str
    kind: ClassVar = "code"


Block = Prose | Listing | Heading | Cards | Table | Figure | Gallery | Link | Code


@dataclass(frozen=True)
class Chapter:
    """A part of the page with an entry in its table of contents."""

    title: str
    blocks: Sequence[Block]

    @property
    def anchor(self) -> str:
        """The title as the name of a link."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")


@dataclass(frozen=True)
class Page:
    """A whole report, of the results that `source` names: a report on others is not written over it."""

    title: str
    subtitle: str
    scope: str
    source: Sequence[object]
    chapters: Sequence[Chapter] = field(default_factory=tuple)

    @property
    def identity(self) -> str:
        """The name of the results in letters and digits."""
        return hashlib.sha256(repr(tuple(self.source)).encode()).hexdigest()
