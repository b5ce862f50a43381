"""What the baseline shows, as the tables of docs/explanation/findings.md: `make findings` renews them.

Every number there comes from here; nothing is set to come out.
"""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np

from benchmarks.readme import renewed
from sim.engine.arrays import Floats
from sim.engine.simulate import Record, simulate
from sim.experiment.outcomes import measure
from sim.scenario.load import load
from sim.scenario.scenario import Scenario
from tests.scenarios.fit import table as fit

PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "findings.md"
WHAT_IFS = ("no-drone-raid", "posts-on-time", "russia-withholds-air", "sochi-cancelled")
WORLDS = 512
RUSSIA_LEANS = (
    "actors.russia.rules.restrain_client.rate",
    "actors.russia.leverage.syrian_government",
    "actions.restrain_client.changes.effort",
)
PATRONS_LEAN = (
    *RUSSIA_LEANS,
    "actors.iran.rules.restrain_government.rate",
    "actors.iran.leverage.syrian_government",
    "memory.effort.half_life",
)
ATTACKS = ("air_strike.rate", "shelling.rate", "ground_assault.rate")
BEFORE_SOCHI = slice(4, 18)  # days 5 to 18, 15 to 28 January 2018


def at(scenario: Scenario, paths: "tuple[str, ...] | list[str]", end: str) -> dict[str, float]:
    """These parameters at the `low` or `high` end of their ranges."""
    return {path: getattr(scenario.parameters[path], end) for path in paths}


def lived(scenario: Scenario, settings: Mapping[str, float] | None = None, *, tables: bool = False) -> Record:
    """The worlds of a scenario under these settings."""
    rows = {path: np.full(WORLDS, value) for path, value in (settings or {}).items()}
    return simulate(scenario, np.arange(WORLDS), 1, rows, tables=tables)


def both_ways(scenario: Scenario) -> str:
    """It can calm down and it can escalate, within the ranges of the assumptions."""
    attacks = [p for p in scenario.parameters if p.startswith("actors.") and p.endswith(ATTACKS)]
    settings = {
        "baseline": {},
        "Russia and Iran lean on Damascus, at the high ends": at(scenario, PATRONS_LEAN, "high"),
        "air strikes, shelling and assaults, at the high ends": at(scenario, attacks, "high"),
    }
    lines = [
        "| setting | lasting lull | de-escalation | escalation | collapse | deaths, mean |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, values in settings.items():
        found = measure(lived(scenario, values))
        dates = ("lasting_lull", "de_escalation", "escalation", "collapse")
        shares = " | ".join(f"{np.mean(~np.isnan(found[date])):.0%}" for date in dates)
        lines.append(f"| {name} | {shares} | {found['deaths'].mean():.0f} |")
    return "\n".join(lines) + "\n"


def strikes(record: Record, actor: str) -> float:
    """Air strikes of an actor, mean over worlds."""
    events = record.events or {}
    mine = events["actor"] == record.names["actor"].index(actor)
    air = events["action"] == record.names["action"].index("air_strike")
    return float(events["count"][mine & air & (events["day"] >= 1)].sum() / WORLDS)


def restraint(scenario: Scenario) -> str:
    """Restraint lowers air strikes, in total and per striker; without the obligation there are more."""
    bans = [p for p in scenario.parameters if p.startswith("agreements.") and p.endswith(".weight")]
    holds = tuple(p for p in bans if scenario.parameters[p].value > 0 and "refrain" in _form(scenario, p))
    settings = {
        "Russia's leverage, effort and how often it leans, low ends": at(scenario, RUSSIA_LEANS, "low"),
        "as judged": {},
        "the same, high ends": at(scenario, RUSSIA_LEANS, "high"),
        "no obligation to refrain": dict.fromkeys(holds, 0.0),
    }
    lines = ["| setting | Syrian government | Russia | together |", "|---|--:|--:|--:|"]
    for name, values in settings.items():
        record = lived(scenario, values, tables=True)
        own, patron = strikes(record, "syrian_government"), strikes(record, "russia")
        lines.append(f"| {name} | {own:.0f} | {patron:.0f} | {own + patron:.0f} |")
    return "\n".join(lines) + "\n"


def _form(scenario: Scenario, path: str) -> str:
    _, agreement, _, obligation, _ = path.split(".")
    return scenario.agreements[agreement].obligations[obligation].form


def with_interval(difference: Floats) -> str:
    """Mean and 95 % interval over worlds."""
    half = 1.96 * difference.std(ddof=1) / np.sqrt(len(difference))
    return f"{difference.mean():+.1f} ({difference.mean() - half:+.1f} to {difference.mean() + half:+.1f})"


def pairs(scenario: Scenario) -> str:
    """Deaths in the fourteen days before 29 January and in all, and what pairing the worlds buys."""
    base = lived(scenario).daily["deaths"].astype(float)
    lines = [
        "| what-if | deaths, 15 to 28 January | deaths, 90 days | variance, paired over unpaired |",
        "|---|--:|--:|--:|",
    ]
    for name in WHAT_IFS:
        other = lived(load(name)).daily["deaths"].astype(float)
        early = (other[BEFORE_SOCHI] - base[BEFORE_SOCHI]).sum(axis=0)
        first, second = base.sum(axis=0), other.sum(axis=0)
        ratio = (second - first).var(ddof=1) / (first.var(ddof=1) + second.var(ddof=1))
        lines.append(f"| `{name}` | {with_interval(early)} | {with_interval(second - first)} | {ratio:.2f} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Renew every table of the page."""
    scenario = load("idlib-2018-01")
    parts: dict[str, Callable[[], str]] = {
        "fit": lambda: fit() + "\n",
        "both ways": lambda: both_ways(scenario),
        "restraint": lambda: restraint(scenario),
        "pairs": lambda: pairs(scenario),
    }
    text = PAGE.read_text(encoding="utf-8")
    for name, make in parts.items():
        text = renewed(text, name, make())
    PAGE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} renewed\n")


if __name__ == "__main__":
    main()
