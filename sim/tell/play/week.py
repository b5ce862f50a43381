"""Week: what is reported of one week of one world, as its observers have it, and what its ledger says.

Who did what stays unknown here where it is unknown there: an attack whose author is hidden is told with
whom each observer blames, and acts that were not made public are not told.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sim.experiment.kept import Kept
from sim.scenario.scenario import Scenario
from sim.tell.figures import percent
from sim.tell.pictures import WEEK
from sim.tell.run.unfolding import Card, Unfolding

if TYPE_CHECKING:
    import pandas as pd

_EVENT = [
    "event", "day", "actor", "action", "target", "place", "count",
    "deaths", "deaths_civilians", "captured", "claimed_excepted", "hidden",
]  # fmt: skip
_CARDS = {
    "lethal_events": "Lethal events",
    "deaths": "Killed",
    "deaths_civilians": "Civilians killed",
    "top_rung": "Highest rung",
    "confidence": "Confidence",
}
_FLOWS = ["due", "kept", "breached"]
_PAIR = ["obligation", "bearer", "counterparty"]


@dataclass(frozen=True)
class Week:
    """One week of one world as it is reported there; all but `toll`, `attacks` and `ledger` are sentences.

    `accusations`: whom observers blame for attacks without a known author. `claims`: who says that the
    excluded group was hit, and who accepts it. `ground`: places taken. `words`: what was done in public
    without force. `attacks`: one row an attack that killed somebody, was claimed to be excepted or has a
    hidden author. `ledger`: one row an obligation and pair with flows in that week and what is pending at
    its end.
    """

    toll: str
    accusations: list[str]
    claims: list[str]
    ground: list[str]
    words: list[str]
    attacks: "pd.DataFrame"
    ledger: "pd.DataFrame"


def week_of(kept: Kept, world: int, week: int) -> Week:
    """Week `week` (from 1 on) of a world. Raises `FolderError` where a table cannot be read."""
    days = [("day", ">", WEEK * (week - 1)), ("day", "<=", WEEK * week), ("world", "==", world)]
    events = kept.table("events", _EVENT, days).assign(target=lambda frame: frame["target"].astype(object))
    judged = kept.table("judgements", ["event", "observer", "blamed", "accepted"], days)
    scenario = kept.scenario
    kinetic = events["action"].map(lambda key: scenario.actions[key].kinetic).astype(bool)
    attacks = events[kinetic]
    return Week(
        toll=_toll(attacks),
        accusations=list(_accusations(scenario, attacks, judged)),
        claims=list(_claims(scenario, attacks, judged)),
        ground=list(_ground(scenario, attacks)),
        words=list(_words(scenario, events[~kinetic])),
        attacks=_attacks(scenario, attacks, judged),
        ledger=_ledger(kept, world, week),
    )


def week_cards(found: Unfolding, week: int) -> list[Card]:
    """A whole week of all worlds: the median, where nine of ten worlds lie, and the week before's median."""
    cards = []
    for metric, name in _CARDS.items():
        bands = found.bands[metric]
        here, before = bands.frame.iloc[week - 1], bands.frame["median"].iloc[: week - 1]
        low, middle, high = (_number(here[level], bands.unit) for level in ("low90", "median", "high90"))
        spread = low if low == high else f"{low.removesuffix(' %')} to {high}"
        was = f", was {_number(before.iloc[-1], bands.unit)}" if len(before) else ""
        cards.append(Card(name, middle, f"{spread}{was}", f"{bands.title}: {bands.unit}"))
    return cards


def _number(value: float, unit: str) -> str:
    return percent(value) if unit == "share" else f"{value:,.0f}"


def _toll(attacks: Any) -> str:
    lethal = int((attacks["deaths"] > 0).sum())
    dead, civilians = int(attacks["deaths"].sum()), int(attacks["deaths_civilians"].sum())
    return (
        f"{len(attacks):,} violent events, {lethal:,} of them lethal; {dead:,} killed, {civilians:,} of them"
        " civilians."
    )


def _accusations(scenario: Scenario, attacks: Any, judged: Any) -> Iterator[str]:
    for attack in attacks[attacks["hidden"]].itertuples():
        blames = _blames(scenario, judged[judged["event"] == attack.event])
        told = "; ".join(f"{blamed} (by {', '.join(names)})" for blamed, names in blames.items())
        said = f"accused are {told}" if told else "nobody accuses anybody"
        what = f"{_told(_date(scenario, attack.day))}, {_what(scenario, attack)}{_killed(attack)}"
        yield f"{what}: its author is unknown; {said}."


def _blames(scenario: Scenario, judged: Any) -> dict[str, list[str]]:
    """Observers by whom they blame, those blamed most often first."""
    found: dict[str, list[str]] = {}
    for row in judged.itertuples():
        found.setdefault(_name(scenario, row.blamed), []).append(_name(scenario, row.observer))
    return dict(sorted(found.items(), key=lambda item: -len(item[1])))


def _claims(scenario: Scenario, attacks: Any, judged: Any) -> Iterator[str]:
    for actor, rows in attacks[~attacks["hidden"]].groupby("actor", observed=True):
        said = rows[rows["claimed_excepted"].astype(bool)]
        if said.empty:
            continue
        answers = judged[judged["event"].isin(said["event"])].dropna().groupby("observer", observed=True)
        heard = ", ".join(
            f"by {_name(scenario, observer)} in {int(told.sum())} of {len(told)}"
            for observer, told in answers["accepted"]
        )
        accepted = f"accepted {heard}" if heard else "nobody has to judge that"
        yield f"{_name(scenario, actor)}, of {len(said)} of {len(rows)} violent events: {accepted}."


def _ground(scenario: Scenario, attacks: Any) -> Iterator[str]:
    for attack in attacks[attacks["captured"]].itertuples():
        place = scenario.places[str(attack.place)].name
        by = "somebody unknown" if attack.hidden else _name(scenario, attack.actor)
        yield f"{_told(_date(scenario, attack.day))}: {place} is taken by {by}."


def _words(scenario: Scenario, acts: Any) -> Iterator[str]:
    public = acts[acts["action"].map(lambda key: scenario.actions[key].public).astype(bool)]
    for (actor, action, target), rows in public.groupby(["actor", "action", "target"], dropna=False):
        times = int(rows["count"].sum())
        toward = f" to {_name(scenario, target)}" if isinstance(target, str) and target else ""
        often = f" ({times} times)" if times > 1 else ""
        yield f"{_name(scenario, actor)}{toward}: {scenario.actions[str(action)].name.lower()}{often}."


def _attacks(scenario: Scenario, attacks: Any, judged: Any) -> "pd.DataFrame":
    import pandas as pd

    noted = attacks[(attacks["deaths"] > 0) | attacks["hidden"] | attacks["claimed_excepted"].astype(bool)]
    rows = []
    for attack in noted.itertuples():
        said = judged[judged["event"] == attack.event]
        answers = {True: "accepted", False: "not accepted"}
        rows.append(
            {
                "date": _date(scenario, attack.day),
                "what": scenario.actions[str(attack.action)].name,
                "place": scenario.places[str(attack.place)].name,
                "author": "unknown" if attack.hidden else _name(scenario, attack.actor),
                "against": _name(scenario, attack.target),
                "killed": attack.deaths,
                "civilians": attack.deaths_civilians,
                "said to hit the excluded group": "yes" if attack.claimed_excepted else "no",
                "judged by": "; ".join(
                    f"{_name(scenario, row.observer)}: {_name(scenario, row.blamed)}"
                    + (f", {answers[bool(row.accepted)]}" if not pd.isna(row.accepted) else "")
                    for row in said.itertuples()
                ),
            }
        )
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = [
    "date", "what", "place", "author", "against", "killed", "civilians",
    "said to hit the excluded group", "judged by",
]  # fmt: skip


def _ledger(kept: Kept, world: int, week: int) -> "pd.DataFrame":
    """Flows of the week and what is pending at its end; pairs in which neither is are left out."""
    until = [("world", "==", world), ("day", ">=", 1), ("day", "<=", WEEK * week)]
    rows = kept.table("ledger", [*_PAIR, "day", *_FLOWS, "pending"], until)
    rows[_PAIR] = rows[_PAIR].astype(str)
    last = rows.sort_values("day", kind="stable").groupby(_PAIR)["pending"].last()
    flows = rows[rows["day"] > WEEK * (week - 1)].groupby(_PAIR)[_FLOWS].sum()
    frame = flows.join(last, how="outer").fillna(0).astype(int)
    frame = frame[frame.any(axis=1)].reset_index()
    actors = {key: actor.name for key, actor in kept.scenario.actors.items()}
    return frame.assign(
        obligation=frame["obligation"].map(lambda path: path.rpartition(".")[2].replace("_", " ")),
        bearer=frame["bearer"].map(actors),
        counterparty=frame["counterparty"].map(actors),
    )


def _what(scenario: Scenario, attack: Any) -> str:
    return f"{scenario.actions[str(attack.action)].name.lower()} at {scenario.places[str(attack.place)].name}"


def _killed(attack: Any) -> str:
    return f", {attack.deaths} killed, {attack.deaths_civilians} of them civilians" if attack.deaths else ""


def _name(scenario: Scenario, actor: Any) -> str:
    return scenario.actors[actor].name if isinstance(actor, str) and actor in scenario.actors else "nobody"


def _date(scenario: Scenario, day: int) -> date:
    return scenario.start + timedelta(days=int(day) - 1)


def _told(day: date) -> str:
    return f"{day.day} {day:%B}"
