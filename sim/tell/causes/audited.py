"""Audited: what the kept audit found of each thing in a scenario, and whether that still holds."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from sim.experiment.edition import edition
from sim.scenario.scenario import Scenario
from sim.scenario.write import fingerprint
from sim.tell.figures import percent
from sim.tell.records import record

if TYPE_CHECKING:
    import pandas as pd

Finding = Literal["acts", "inert, declared", "inert", "not audited"]


class Mark(NamedTuple):
    """What the audit says of the thing at `path`: `told` in a sentence; `is_stale` where the model has
    changed since, so that nobody knows whether it still holds."""

    path: str
    kind: str
    finding: Finding
    is_stale: bool
    told: str

    @property
    def badge(self) -> str:
        """In a word or two."""
        return f"{self.finding}, stale" if self.is_stale else self.finding


class Marks(NamedTuple):
    """The marks of a scenario, by path; `standing` says in a sentence what the audit is worth here."""

    by_path: Mapping[str, Mark]
    standing: str

    @property
    def table(self) -> "pd.DataFrame":
        """One row a thing that was audited."""
        import pandas as pd

        rows = [(mark.kind, mark.path, mark.badge, mark.told) for mark in self.by_path.values()]
        return pd.DataFrame(rows, columns=["kind", "path", "audit", "what it found"])

    def of(self, path: str) -> Mark:
        """The mark of a path; one that was not audited says so."""
        return self.by_path.get(path) or _unaudited(path)


def audited(scenario: Scenario) -> Marks:
    """What the kept audit found in exactly this scenario; nothing of any other, however like it."""
    kept = record("audit")
    found = next((a for a in _audits(kept) if a["scenario"] == scenario.id), None)
    if kept is None or found is None:
        return Marks({}, _never(scenario, kept))
    if found["fingerprint"] != fingerprint(scenario):
        return Marks(
            {},
            "Not audited as it stands here: the audit was of this scenario with other content."
            f" deescalate audit {scenario.id} does it.",
        )
    stale = kept["edition"] != edition()
    marks = {mark.path: mark for mark in _marks(found, stale)}
    return Marks(marks, _standing(found, stale))


def _audits(kept: dict[str, Any] | None) -> list[dict[str, Any]]:
    return kept["audits"] if kept else []


def _never(scenario: Scenario, kept: dict[str, Any] | None) -> str:
    if kept is not None and kept["fingerprints"].get(scenario.id) == fingerprint(scenario):
        return "Nothing of its own to audit: it only leaves things out of the scenario that it extends."
    return (
        "Not audited: nobody has looked whether everything it says acts. On the command line, deescalate"
        " audit with the file does that."
    )


def _marks(found: dict[str, Any], stale: bool) -> Iterator[Mark]:
    for each in found["verdicts"]:
        yield Mark(each["path"], each["kind"], each["status"], stale, _told(each))


def _told(each: dict[str, Any]) -> str:
    if each["status"] == "acts":
        share = f"{each['changed']} of {each['worlds']} worlds ({percent(each['changed'] / each['worlds'])})"
        since = f", the first from day {each['first_day']:.0f} on" if each["first_day"] is not None else ""
        return f"Changed or left out alone, it changes {share}{since}."
    why = each["declared"] or each["reason"]
    return f"Changed alone it moves nothing in {each['worlds']} worlds{f': {why}' if why else ''}."


def _standing(found: dict[str, Any], stale: bool) -> str:
    verdicts = found["verdicts"]
    acting = sum(each["status"] == "acts" for each in verdicts)
    counted = f"{acting} of {len(verdicts)} things audited act in some world of {found['days']} days"
    if stale:
        return f"Stale: {counted}, but the model has changed since. `make audit-all` renews the audit."
    return f"Current: {counted}, in the model."


def _unaudited(path: str) -> Mark:
    return Mark(path, "", "not audited", False, "The kept audit does not speak of it.")
