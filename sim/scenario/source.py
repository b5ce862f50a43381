"""Source: where a statement or number comes from, and how it was read."""

from typing import Literal

from .parameter import Noun

Read = Literal["verified in source", "from memory, unverified", "judgement"]


class Source(Noun):
    """A publication. `read` says how far to trust what is cited from it."""

    publisher: str
    title: str
    date: str = ""
    url: str = ""
    read: Read
