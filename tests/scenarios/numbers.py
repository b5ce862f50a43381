"""Where the numbers of a scenario come from, and the counts behind them.

`python -m tests.scenarios.numbers` prints what docs/explanation/rates.md quotes.
"""

import csv
import datetime
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sim.scenario.load import load
from sim.scenario.parameter import Parameter
from sim.scenario.scenario import Scenario

TABLES = Path(__file__).resolve().parents[2] / "sim" / "evidence" / "tables"
FOUR_WEEKS = (datetime.date(2017, 12, 13), datetime.date(2018, 1, 9))
SLOW = (datetime.date(2017, 10, 22), datetime.date(2017, 12, 24))
FAST = (datetime.date(2017, 12, 25), datetime.date(2018, 1, 9))
WEIGHTS_SINCE = "2017-09-11"


def mark(scenario: Scenario, number: Parameter) -> str:
    """How far a number is to be trusted: verified in source, from memory, or judgement."""
    return "judgement" if number.is_assumption else scenario.sources[number.source].read


def marks(scenario: Scenario) -> Counter[str]:
    """How many numbers of a scenario have each mark."""
    return Counter(mark(scenario, number) for number in scenario.parameters.values())


def table(name: str) -> Iterator[dict[str, str]]:
    """The rows of an aggregated table; lines that begin with # are comments."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(line for line in file if not line.startswith("#"))


def counted(span: tuple[datetime.date, datetime.date], dyads: str = "") -> tuple[int, int]:
    """Lethal events and deaths counted between two dates, both included; of one kind of dyad or of all."""
    rows = [
        row
        for row in table("idlib-daily.csv")
        if span[0] <= datetime.date.fromisoformat(row["date"]) <= span[1] and dyads in ("", row["dyads"])
    ]
    return sum(int(row["events"]) for row in rows), sum(int(row["deaths"]) for row in rows)


def weights() -> Counter[str]:
    """Events between government and insurgents counted near each place since WEIGHTS_SINCE, plus one."""
    near: Counter[str] = Counter(dict.fromkeys(load("idlib-2018-01").places, 1))
    for row in table("idlib-place-weeks.csv"):
        if row["dyad"] == "government_insurgents" and row["week_start"] >= WEIGHTS_SINCE:
            near[row["place"]] += int(row["events"])
    return near


def among_insurgents(since: str, before: str) -> tuple[int, int]:
    """Events and deaths counted in fighting among insurgents in the weeks that begin between two dates."""
    rows = [row for row in table("idlib-weeks.csv") if since <= row["week_start"] < before]
    events = sum(int(row["among_insurgents_events"]) for row in rows)
    return events, sum(int(row["among_insurgents_deaths"]) for row in rows)


def tolls(kind: str = "") -> dict[str, int]:
    """Events, deaths and whose dead of events between government and insurgents, of a kind or of all."""
    total: Counter[str] = Counter()
    for row in table("idlib-tolls.csv"):
        if kind in ("", row["kind"]):
            events = int(row["events"])
            total["events"] += events
            total["deaths"] += events * int(row["deaths"])
            for side in ("government", "insurgents", "civilians", "unknown"):
                total[side] += int(row[side])
    return dict(total)


def _toll_lines() -> Iterator[str]:
    total, bare = tolls(), tolls("civilians_only")
    rest = {key: total[key] - bare[key] for key in total}
    yield f"events with civilian dead only: {bare['events']}, mean {bare['deaths'] / bare['events']:.1f} dead"
    yield f"other events: {rest['events']}, mean {rest['deaths'] / rest['events']:.1f} dead"
    fighters = total["government"] + total["insurgents"]
    yield f"of the fighters counted by side {total['government'] / fighters:.0%} were the government's"
    civilians, unknown = total["civilians"] / total["deaths"], total["unknown"] / total["deaths"]
    yield f"of all dead {civilians:.0%} were civilians and {unknown:.0%} unknown"


def lines() -> Iterator[str]:
    """The numbers of docs/explanation/rates.md, one sentence each."""
    for name, span in (("four weeks", FOUR_WEEKS), ("slow phase", SLOW), ("fast phase", FAST)):
        events, deaths = counted(span)
        days = (span[1] - span[0]).days + 1
        yield f"{name}: {events} events and {deaths} deaths in {days} days, {events / days:.2f} a day"
    events, deaths = among_insurgents("2017-01-09", "2018-01-08")
    yield f"among insurgents: {events} events and {deaths} deaths in 52 weeks"
    yield from _toll_lines()
    for name, count in sorted(marks(load("idlib-2018-01")).items()):
        yield f"numbers, {name}: {count}"


if __name__ == "__main__":
    sys.stdout.write("\n".join(lines()) + "\n")
