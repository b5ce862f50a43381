"""Draft: the file of a new what-if, ready to be changed."""

from pathlib import Path

from sim.experiment.refusal import RefusedError
from sim.scenario.load import load, shelf
from sim.scenario.shelf import is_id
from sim.scenario.write import overlay


def new_scenario(name: str, parent: str, folder: Path) -> Path:
    """Write `folder`/NAME.yaml, which extends `parent` and changes nothing yet.

    Raises `RefusedError` for a name that is no id, is taken, or cannot be written; `ScenarioError`
    for a parent that cannot be loaded.
    """
    if not is_id(name):
        raise RefusedError(f"{name}: a name starts with a letter and holds a-z, 0-9, - and _ (at most 64)")
    if name in shelf():
        raise RefusedError(f"{name}: is the id of a shipped scenario; choose another name")
    path = folder / f"{name}.yaml"
    extended = load(parent)
    text = overlay(f"{name}: {extended.title}", parent, extended)
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(text)
    except FileExistsError:
        raise RefusedError(f"{path}: is already there; choose another name") from None
    except OSError as error:
        raise RefusedError(f"{path}: cannot be written: {error.strerror}") from None
    return path
