"""Laws of conduct: what a world may hold, whatever the scenario.

Each law takes a scenario and returns what it found broken, in words; an empty list is a law obeyed.
"""

import math

import numpy as np

from sim.engine.arrays import Ints
from sim.engine.record import Record
from sim.experiment.why.replay import replay
from sim.scenario.rule import Rule
from sim.scenario.scenario import Scenario
from tests.engine.agreement import differences
from tests.experiment.why.test_trace import check
from tests.laws.lived import SEED, WORLDS, Lived, changed, lived, middle, with_lever
from tests.laws.sameness import played

ROUNDING = 1 + 1e-9
NEVER = -(10**6)


def bounded_rates(scenario: Scenario) -> list[str]:
    """M8: rates are finite, never negative, and never above rate x multipliers over 1 x the busiest week."""
    most = np.array([_most(scenario, path) for path in scenario.rules])
    found = []
    for day, intensity in lived(scenario).intensities.items():
        if not np.isfinite(intensity).all() or (intensity < 0).any():
            found.append(f"day {day}: a rate is negative or not finite")
        if (intensity > most[:, None, None] * ROUNDING).any():
            found.append(f"day {day}: a rate is above its bound")
    return found


def _most(scenario: Scenario, path: str) -> float:
    """The greatest rate that a rule can have in one place, under any of the scenario's levers."""
    most = _highest(scenario, f"{path}.rate")
    for signal in scenario.rules[path].multiplied_by:
        most *= max(1.0, _highest(scenario, f"{path}.multiplied_by.{signal}"))
    tempo = f"actors.{path.split('.')[1]}.tempo"
    return most * math.sqrt(_highest(scenario, tempo)) if tempo in scenario.parameters else most


def _highest(scenario: Scenario, path: str) -> float:
    set_ = (lever.set.get(path, 0.0) for lever in scenario.interventions.values())
    return max(scenario.parameters[path].value, *set_, 0.0)


def higher_rates(scenario: Scenario) -> list[str]:
    """M9: in the same state a higher rate never gives fewer acts, rule by rule and world by world.

    All rates are raised at once, from one day on: rules do not see each other on the day itself. Where there
    are no rules, there is nothing to raise.
    """
    day = middle(scenario)
    raised = {f"{path}.rate": 1.5 * rule.rate.value + 0.2 for path, rule in _free(scenario).items()}
    if not raised:
        return []
    usual, more = (_counted(lived(s).record, day) for s in (scenario, with_lever(scenario, day, raised)))
    fewer = [path for path in usual if (more.get(path, 0) < usual[path]).any()]
    return [f"day {day}: fewer acts of {path}" for path in fewer if f"{path}.rate" in raised]


def _free(scenario: Scenario) -> dict[str, Rule]:
    """The rules whose rate no lever sets: a value set for them holds."""
    held = {path for lever in scenario.interventions.values() for path in lever.set}
    return {path: rule for path, rule in scenario.rules.items() if f"{path}.rate" not in held}


def _counted(record: Record, day: int) -> dict[str, Ints]:
    """Acts of each rule on a day, `(rows,)`."""
    assert record.events is not None
    found: dict[str, Ints] = {}
    for k in np.flatnonzero(record.events["day"] == day):
        path = record.names["rule"][record.events["rule"][k]]
        row = found.setdefault(path, np.zeros(len(WORLDS), dtype=np.int64))
        row[record.events["row"][k]] += record.events["count"][k]
    return found


def more_restraint(scenario: Scenario) -> list[str]:
    """M10, in the same state: full leverage never raises a rate that restraint lowers, nor any other.

    Where nobody has leverage there is nobody to lean. What comes of it over days holds on average only:
    see `test_chances`.
    """
    day = middle(scenario)
    leverage = {path: 1.0 for path in scenario.parameters if ".leverage." in path}
    if not leverage:
        return []
    usual, leaned = (lived(s).intensities[day] for s in (scenario, with_lever(scenario, day, leverage)))
    found = []
    for code, path in enumerate(scenario.rules):
        number = f"{path}.multiplied_by.restrained"
        lowers = number not in scenario.parameters or _highest(scenario, number) <= 1.0
        if lowers and (leaned[code] > usual[code] * ROUNDING).any():
            found.append(f"day {day}: {path} is busier under more restraint")
    return found


def balance(scenario: Scenario) -> list[str]:
    """M11: a place changes hands only by a capture, to its captor; forces balance to the last unit."""
    there = lived(scenario)
    found = []
    for day, evening in there.evenings.items():
        morning = there.mornings[day]
        today = _today(there.record, day if day >= 1 else NEVER)  # the ground of history is as it was given
        lost = _losses(today, evening.strength.shape)
        gained = _supplies(scenario, there.record, today, evening.strength.shape)
        if not np.array_equal(evening.strength, np.maximum(0, morning.strength + gained - lost)):
            found.append(f"day {day}: forces do not balance")
        if not np.array_equal(evening.holder, _taken(today, morning.holder)):
            found.append(f"day {day}: a place changed hands without a capture, or not to its captor")
    return found


def _today(record: Record, day: int) -> dict[str, Ints]:
    assert record.events is not None
    which = record.events["day"] == day
    return {name: column[which].astype(np.int64) for name, column in record.events.items()}


def _losses(today: dict[str, Ints], shape: tuple[int, ...]) -> Ints:
    lost, own = np.zeros(shape, dtype=np.int64), today["own_losses"]
    fighters = today["deaths"] - today["deaths_civilians"] - own
    for who, dead in (("target", fighters), ("actor", own)):
        known = today[who] >= 0
        np.add.at(lost, (today[who][known], today["row"][known]), dead[known])
    return lost


def _supplies(scenario: Scenario, record: Record, today: dict[str, Ints], shape: tuple[int, ...]) -> Ints:
    """What acts add to the strength of those they are addressed to."""
    gained = np.zeros(shape, dtype=np.int64)
    for k, (row, count) in enumerate(zip(today["row"], today["count"], strict=True)):
        name = record.names["action"][today["action"][k]]
        path, day = f"actions.{name}.changes.supply", int(today["day"][k])
        toward = _addressee(scenario, record, today, k)
        if path in scenario.parameters and toward >= 0:
            gained[toward, row] += math.floor(_on(scenario, path, day) * count)
    return gained


def _on(scenario: Scenario, path: str, day: int) -> float:
    """A number as the levers leave it on a day."""
    value = scenario.parameters[path].value
    for lever in scenario.interventions.values():
        last = scenario.day_of(lever.until) if lever.until else scenario.days
        if scenario.day_of(lever.on) <= day <= last:
            value = lever.set.get(path, value)
    return value


def _addressee(scenario: Scenario, record: Record, today: dict[str, Ints], k: int) -> int:
    """The target of an act without a place; of others only whom the scenario names."""
    if scenario.actions[record.names["action"][today["action"][k]]].reach == "none":
        return int(today["target"][k])
    section, name = record.names["rule"][today["rule"][k]].split(".")[:2]
    given = getattr(getattr(scenario, section)[name], "toward", None)
    return record.names["actor"].index(given) if given else -1


def _taken(today: dict[str, Ints], holder: Ints) -> Ints:
    held = holder.copy()
    fallen = today["captured"] > 0
    held[today["place"][fallen], today["row"][fallen]] = today["actor"][fallen]
    return held


def capability(scenario: Scenario) -> list[str]:
    """M12: nobody acts on its rules without fighters, while it rests, or outside the run."""
    there = lived(scenario)
    events = there.record.events or {}
    found = []
    for k, code in enumerate(events["rule"]):
        path, day = there.record.names["rule"][code], int(events["day"][k])
        if not _in_time(scenario, path, day):
            found.append(f"day {day}: {path} acts outside its time")
        if path in scenario.rules and not _able(there, list(scenario.rules).index(path), events, k):
            found.append(f"day {day}: {path} acts without the capability")
    return found


def _in_time(scenario: Scenario, path: str, day: int) -> bool:
    before = path.startswith(("history.", "background."))
    return scenario.first_day <= day <= 0 if before else 1 <= day <= scenario.days


def _able(there: Lived, rule: int, events: dict, k: int) -> bool:
    day, row = int(events["day"][k]), int(events["row"][k])
    alive = there.mornings[day].strength[events["actor"][k], row] > 0
    return bool(alive and day > there.resting[day][rule, row])


def nothing_from_nothing(scenario: Scenario) -> list[str]:
    """M15: without rates nothing happens but what is dated."""
    plain = changed(scenario, interventions={})
    rates = [path for path in plain.parameters if path.endswith((".rate", ".per_day"))]
    still = played(plain, {path: np.zeros(len(WORLDS)) for path in rates})
    events = still.events or {}
    done = {still.names["rule"][code] for code in events["rule"]} if events else set()
    return [f"{path} acts at rate 0" for path in sorted(done) if path.startswith(("actors.", "background."))]


def traced(scenario: Scenario) -> list[str]:
    """M16: each act of a rule has one trace, from which its rate and count can be worked out again."""
    try:
        check(replay(scenario, SEED, WORLDS[-1]))
    except AssertionError as broken:
        return [f"a trace does not fit its act: {str(broken)[:200]}"]
    return []


def two_engines(scenario: Scenario) -> list[str]:
    """P12: the array engine equals the plain one, in every event, judgement, duty and outcome."""
    return differences(scenario, range(1), SEED)
