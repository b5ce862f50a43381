"""From a file's bytes to text: an ordinary file of bounded size, strict UTF-8, nothing hidden in it."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path

from .errors import SHOWN, Fault, ScenarioError, refused
from .tree import Mark, Text

BYTES = 256 * 1024

FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)


def read_file(path: Path, name: str) -> bytes:
    """The content of an ordinary file of at most 256 KB; `name` is how its author calls it."""
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            with path.open("rb") as file:
                return file.read(BYTES + 1)
    except FileNotFoundError:
        raise refused("no such file", file=name) from None
    except OSError as error:
        raise refused(f"cannot be read: {(error.strerror or 'unknown reason').lower()}", file=name) from None
    except ValueError:
        raise refused("not a usable path", file=name) from None
    raise refused("this is a folder" if stat.S_ISDIR(mode) else "this is not an ordinary file", file=name)


def decoded(content: bytes | str, name: str) -> str:
    """Strict UTF-8 without a byte order mark and without characters that hide or reorder text."""
    encoded = content if isinstance(content, bytes) else content.encode(errors="surrogatepass")
    if len(encoded) > BYTES:
        raise refused(f"the file is larger than {BYTES // 1024} KB", file=name)
    try:
        text = encoded.removeprefix(b"\xef\xbb\xbf").decode()
    except UnicodeDecodeError as error:
        raise _at_byte(encoded, error.start, name) from None
    if found := list(_first_forbidden(Text(name, text))):
        raise ScenarioError(found)
    return text


def _at_byte(encoded: bytes, start: int, name: str) -> ScenarioError:
    before = Text(name, encoded[:start].decode(errors="replace")).lines
    message = f"byte 0x{encoded[start]:02X} is not UTF-8: save the file as UTF-8"
    return ScenarioError([Fault(name, len(before), len(before[-1]) + 1, "", message)])


def _first_forbidden(text: Text) -> Iterator[Fault]:
    count = 0
    for number, line in enumerate(text.lines):
        for match in FORBIDDEN.finditer(line):
            yield Mark(text, number, match.start()).fault(forbidden(match[0]))
            count += 1
            if count == SHOWN:
                return


def forbidden(character: str) -> str:
    """Why a character is refused."""
    return f"character U+{ord(character):04X} is not allowed: it hides, reorders or controls text"
