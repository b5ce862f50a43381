"""Guide: the author's guide that stands beside the shipped scenarios, section by section."""

import re

from sim.scenario.shelf import shelf_folder

_HEADING = re.compile(r"(?m)^#{1,3} (.+)$")


def guide() -> dict[str, str]:
    """Markdown of each section by its heading, in order; its links to files of the project are plain text."""
    parts = _HEADING.split(_page())[1:]
    texts = (re.sub(r"\[([^\]]*)\]\((?!https?:)[^)]*\)", r"\1", part).strip() for part in parts[1::2])
    return {heading.replace("`", ""): text for heading, text in zip(parts[::2], texts, strict=True) if text}


def first_what_if() -> str:
    """The text of the what-if with which the guide begins."""
    return re.findall(r"```yaml\n(.*?)```", _page(), flags=re.DOTALL)[0]


def skeleton() -> str:
    """The text of a complete scenario with next to nothing in it, without the line meant for editors."""
    text = (shelf_folder() / "shared" / "skeleton.yaml").read_text(encoding="utf-8")
    return text.partition("\n")[2]


def _page() -> str:
    return (shelf_folder() / "README.md").read_text(encoding="utf-8")
