"""Markup: an HTML page taken apart, and everything in it that a report must not hold."""

from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "link", "input", "wbr"}
PLAIN = {
    "a", "body", "caption", "code", "dd", "details", "div", "dl", "dt", "figcaption", "figure", "footer",
    "h1", "h2", "h3", "head", "header", "html", "li", "main", "meta", "nav", "ol", "p", "pre", "section",
    "span", "style", "summary", "table", "tbody", "td", "th", "thead", "title", "tr", "ul", "wbr",
}  # fmt: skip
DRAWN = {"svg", "g", "path", "line", "rect", "text", "tspan", "defs", "clippath", "lineargradient", "stop"}


class Page(HTMLParser):
    """Tags in order, attributes, words, and `faults`: what runs, asks for something, or is not closed."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.faults: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"{tag}: not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag, and what is wrong with it."""
        self.tags.append(tag)
        self.attributes.append((tag, dict(attrs)))
        if tag not in PLAIN | DRAWN:
            self.faults.append(f"{tag}: not among the tags of a report")
        self.faults += [f"{tag} {name}={value}" for name, value in attrs if _asks(name, value or "")]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        """Close a tag."""
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"{tag}: closed where {self._open[-1:]} is open")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        """Note words that a reader sees."""
        if self._open[-1:] == ["style"]:
            return
        if self.tags[-1:] == ["wbr"] and self.words:
            data = self.words.pop() + data
        self.words.append(data)

    @property
    def text(self) -> str:
        """All words, as a reader sees them."""
        return " ".join(" ".join(self.words).split())

    def values(self, name: str) -> list[str]:
        """The values of an attribute, in order."""
        return [given[name] or "" for _, given in self.attributes if name in given]


def _asks(name: str, value: str) -> bool:
    """Whether an attribute runs something or asks for something beyond the page."""
    if name.startswith("on") or name in ("src", "srcset", "srcdoc", "action", "style", "xlink:href"):
        return True
    if name == "href":
        return value.partition(":")[0] != value and not value.startswith("#")
    return "url(" in value and "url(#" not in value
