"""What the papers of the house say, held against the house: links, commands, citation, requirements."""

import re
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from .tree import files, texts

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
_MODELINE = re.compile(r"^# yaml-language-server: \$schema=(\S+)$")
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def _anchors(text: str) -> set[str]:
    headings = (re.sub(r"[^\w\s-]", "", heading.lower()) for heading in _HEADING.findall(text))
    return {heading.strip().replace(" ", "-") for heading in headings}


def broken_links(root: Path) -> list[str]:
    """Links of Markdown files to files or headings that are not there."""
    found = []
    for place, text in texts(root, ".md"):
        for link in (a or b for a, b in _LINK.findall(text)):
            if "://" in link or link.startswith("mailto:"):
                continue
            name, _, anchor = link.partition("#")
            target = (root / place).parent / name if name else root / place
            if not target.exists():
                found.append(f"{place}: {link}: no such file")
            elif (
                anchor
                and target.suffix == ".md"
                and anchor not in _anchors(target.read_text(encoding="utf-8"))
            ):
                found.append(f"{place}: {link}: no such heading")
    return found


def _recipes(root: Path) -> dict[str, str]:
    """Targets of the Makefile, each with its recipe."""
    text = (root / "Makefile").read_text(encoding="utf-8")
    blocks = re.findall(r"^([a-z-]+):[^=\n]*\n((?:\t.*\n?)*)", text, re.MULTILINE)
    return dict(blocks)


def _code(text: str) -> list[str]:
    """Lines of the fenced blocks and inline code of a Markdown text."""
    fenced = re.findall(r"^```(?:sh|bash|console)?\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [line.strip() for block in fenced for line in block.splitlines()] + re.findall(
        r"`([^`\n]+)`", text
    )


def false_commands(root: Path) -> list[str]:
    """`make` commands without a target, targets that `make` does not list, another demo than is made."""
    recipes = _recipes(root)
    listed = set(re.findall(r"'make ([a-z-]+)", recipes.get("help", "")))
    found = [
        f"Makefile: `make` does not list {name}" for name in sorted(set(recipes) - listed - {"help", "setup"})
    ]
    for place, text in texts(root, ".md"):
        for line in _code(text):
            for name in re.findall(r"(?:^|\s)make ([a-z-]+)", line):
                if name not in recipes:
                    found.append(f"{place}: make {name}: no such target")
    readme = (root / "README.md").read_text(encoding="utf-8")
    for command in ("make demo", "make test"):
        if command not in _code(readme):
            found.append(f"README.md: does not give the command {command}")
    demo = recipes.get("demo", "").replace("@$(BIN)/", ".venv/bin/").strip()
    if demo not in _code(readme):
        found.append(f"README.md: does not give what make demo runs: {demo}")
    return found


def missing_modelines(root: Path) -> list[str]:
    """Shipped YAML files whose first line does not name the schema for editors."""
    found = []
    for path in files(root):
        if path.suffix != ".yaml" or path.relative_to(root).parts[0] != "scenarios":
            continue
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        match = _MODELINE.match(first)
        if match is None or not (path.parent / match.group(1)).exists():
            found.append(f"{path.relative_to(root).as_posix()}: no modeline with the schema")
    return found


def untold_changes(root: Path) -> list[str]:
    """A version without an entry in the change log, or without its section on the model."""
    version = _project(root)["version"]
    text = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    entry = re.search(rf"^## {re.escape(version)}\b(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    if entry is None:
        return [f"CHANGELOG.md: no entry for version {version}"]
    return [] if "### Model" in entry.group(1) else [f"CHANGELOG.md: {version} has no section Model"]


def wrong_citation(root: Path) -> list[str]:
    """A citation file that breaks the Citation File Format 1.2, or disagrees with the project."""
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    found = [
        f"CITATION.cff: no {key}"
        for key in ("cff-version", "message", "title", "authors")
        if key not in citation
    ]
    project = _project(root)
    pairs = [
        ("version", str(project["version"])),
        ("license", project["license"]),
        ("title", project["name"]),
    ]
    found += [
        f"CITATION.cff: {key} is not {value}" for key, value in pairs if str(citation.get(key)) != value
    ]
    licence = (root / "LICENSE").read_text(encoding="utf-8")
    if "Apache License" not in licence or "END OF TERMS AND CONDITIONS" not in licence:
        found.append("LICENSE: not the full text of the Apache License 2.0")
    return found


def _project(root: Path) -> dict:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def loose_requirements(root: Path) -> list[str]:
    """Requirements without hash, or with an address, or that miss or contradict what the project declares."""
    found, pinned = [], {}
    for place, text in ((p, t) for p, t in texts(root, ".txt") if p.startswith("requirements")):
        entries = re.split(r"\n(?=\S)", text.strip())
        found += [
            f"{place}: {e.splitlines()[0]}: no hash"
            for e in entries
            if "==" in e and "--hash=sha256:" not in e
        ]
        found += [f"{place}: {e.splitlines()[0]}" for e in entries if e.startswith("-") or "://" in e]
        for name, version in _PINNED.findall(text):
            pinned.setdefault(canonicalize_name(name), []).append(Version(version))
    project = _project(root)
    for wanted in map(Requirement, project["dependencies"] + project["optional-dependencies"]["dev"]):
        versions = pinned.get(canonicalize_name(wanted.name), [])
        if not versions or not all(version in wanted.specifier for version in versions):
            found.append(f"requirements.txt: {wanted}: not pinned within this range")
    return found
