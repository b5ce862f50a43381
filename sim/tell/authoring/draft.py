"""Draft: the file of a new scenario, ready to be changed, and how one is put where it is found by name."""

from pathlib import Path

from sim.experiment.folder import write_whole
from sim.experiment.refusal import RefusedError
from sim.scenario.load import load, shelf
from sim.scenario.read import read
from sim.scenario.shelf import is_id
from sim.scenario.write import overlay


def new_scenario(name: str, parent: str, folder: Path) -> Path:
    """Write `folder`/NAME.yaml, which extends `parent` and changes nothing yet.

    Raises `RefusedError` for a name that is no id, is taken, or cannot be written; `ScenarioError`
    for a parent that cannot be loaded.
    """
    check_name(name)
    return save_scenario(name, drafted(name, parent), folder)


def drafted(name: str, parent: str) -> str:
    """The text of a what-if that extends `parent` and changes nothing yet."""
    extended = load(parent)
    return overlay(f"{name}: {extended.title}", parent, extended)


def check_name(name: str) -> None:
    """Raise `RefusedError` for a name that is no id, or that of a shipped scenario."""
    if not is_id(name):
        raise RefusedError(f"{name}: a name starts with a letter and holds a-z, 0-9, - and _ (at most 64)")
    if name in shelf():
        raise RefusedError(f"{name}: is the id of a shipped scenario; choose another name")


def save_scenario(name: str, text: str, folder: Path, *, replace: bool = False) -> Path:
    """Write a text to `folder`/NAME.yaml, over what is there only where `replace` says so.

    Raises `RefusedError` for a name that is no id, is taken, or cannot be written.
    """
    check_name(name)
    path = folder / f"{name}.yaml"
    try:
        if replace:
            write_whole(path, text.encode())
        else:
            with path.open("x", encoding="utf-8", newline="") as stream:
                stream.write(text)
    except FileExistsError:
        raise RefusedError(f"{path}: is already there; choose another name") from None
    except OSError as error:
        raise RefusedError(f"{path}: cannot be written: {error.strerror}") from None
    return path


def parent_of(text: str) -> str:
    """What a sound text extends; nothing where it is complete in itself."""
    extends = read(text, "the text")[0].child("extends")
    return str(extends.value) if extends else ""
