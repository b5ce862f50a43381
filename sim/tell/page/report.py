"""Report: one HTML file about the run, the comparison or the finished sweep that a folder holds."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from sim.experiment.folder import FolderError, write_whole
from sim.experiment.kept import Kept, KeptComparison
from sim.experiment.refusal import RefusedError
from sim.experiment.sweep.finished import Finished
from sim.scenario.errors import printable

from .blocks import Page
from .comparison import comparison_page
from .opening import Results, opened
from .render import html
from .run import run_page

_HEAD = 2048  # bytes in which a report says of what it is
_ENDINGS = (".html", ".htm")
_KINDS = {Kept: "run", KeptComparison: "comparison", Finished: "sweep"}


@dataclass(frozen=True)
class Reported:
    """A report that was written: where, about what kind of results, how large, and its SHA-256."""

    path: Path
    kind: str
    title: str
    bytes: int
    sha256: str


def report(
    folder: Path | str, out: Path | str | None = None, *, world: int | None = None, replace: bool = False
) -> Reported:
    """Write what a folder holds as one self-contained HTML file; the same folder gives the same bytes.

    `out` is the file, by default the folder's name with `.html` beside it; `world` the world whose story a
    run's report tells, by default the median one by deaths. An earlier report on the same results is
    written over, any other file only with `replace`. Raises `FolderError` for a folder without results, or
    with damaged or unfinished ones, `RefusedError` for a file that cannot be written or must stay.
    """
    source = Path(folder)
    found = opened(source)
    target = Path(out) if out is not None else _beside(source)
    _check_name(target)
    with _legible(source):
        page = _page(found, world, _below(source, target))
        content = html(page).encode()
    _check_replaceable(target, page, replace)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content)
    except OSError as error:
        raise RefusedError(f"{target}: cannot be written: {error.strerror}") from None
    return Reported(
        target, _KINDS[type(found)], page.title, len(content), hashlib.sha256(content).hexdigest()
    )


def _page(found: Results, world: int | None, address: str) -> Page:
    """The page of what was found; raises `RefusedError` for a world where there is no story to tell."""
    if world is not None and not isinstance(found, Kept):
        raise RefusedError(f"--world: one world's story is told of a run, not of a {_KINDS[type(found)]}")
    match found:
        case Kept():
            return run_page(found, world)
        case KeptComparison():
            return comparison_page(found)
        case Finished():
            from .sweep import sweep_page  # statistics: not for a run

            return sweep_page(found, address)


@contextmanager
def _legible(folder: Path) -> Iterator[None]:
    """Turn what cannot be told of a folder into a refusal.

    Its hashes fit, so it was written like this: by another version of this program, or by a hand.
    """
    try:
        yield
    except RefusedError:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        why = printable(f"{type(error).__name__}: {error}")[:200]
        raise FolderError(f"{folder}: damaged, or of another version of this program: {why}") from None


def _below(folder: Path, target: Path) -> str:
    """The way from the file to the folder as a relative address; empty where it lies elsewhere."""
    way = os.path.relpath(folder.absolute(), target.absolute().parent)
    return "" if way.startswith("..") or Path(way).is_absolute() else quote(way.replace(os.sep, "/"))


def _beside(folder: Path) -> Path:
    """The file of a folder's name, beside it."""
    named = folder.resolve() if folder.name in ("", "..") else folder
    return named.with_name(f"{named.name}.html")


def _check_name(target: Path) -> None:
    try:
        folder = target.is_dir()
    except OSError as error:
        raise RefusedError(f"{target}: cannot be written: {error.strerror}") from None
    if folder:
        raise RefusedError(f"{target}: is a folder; name the file to write")
    if target.suffix.lower() not in _ENDINGS:
        raise RefusedError(f"{target}: a report is an HTML file; end its name with .html")


def _check_replaceable(target: Path, page: Page, replace: bool) -> None:
    """Raise `RefusedError` for a file that must stay: no plain one, or not an earlier report of the same."""
    try:
        if target.is_symlink() or (target.exists() and not target.is_file()):
            raise RefusedError(f"{target}: is no plain file; choose another name")
        if replace or not target.exists():
            return
        with target.open("rb") as stream:
            head = stream.read(_HEAD).decode(errors="replace")
    except OSError as error:
        raise RefusedError(f"{target}: cannot be read: {error.strerror}") from None
    if f'<meta name="of" content="{page.identity}">' not in head:
        raise RefusedError(f"{target}: holds something else; choose another name, or --replace it")
