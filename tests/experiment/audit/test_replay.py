"""Replays: the same worlds, whatever they are played beside; off by a value is as good as left out."""

import numpy as np
import pytest

from sim.engine.rows import Rows
from sim.engine.simulate import simulate
from sim.experiment.audit import replay
from sim.experiment.audit.replay import Batch, Lived, Stage, live
from sim.experiment.audit.subject import Perturbation, Subject, changed_paths, perturbations
from sim.experiment.audit.without import without
from sim.experiment.pool import Pool
from sim.scenario.scenario import Scenario
from sim.scenario.vary import drop, vary, with_days
from tests.build import actor, parameter, rule, tiny, toy

WORLDS = np.arange(4)


def played(scenario: Scenario) -> Lived:
    return live(Batch(Rows(scenario, WORLDS), 1))


def same(one: Lived, other: Lived) -> bool:
    return bool(np.array_equal(one.digest, other.digest))


def stage(scenario: Scenario, changes: list[Perturbation], until: int = 4) -> Stage:
    with Pool(1) as pool:
        made = Stage(scenario, changes, until, 1, pool=pool)
        made.play(dict.fromkeys(range(len(changes)), until))
    return made


@pytest.fixture(scope="module")
def short() -> Scenario:
    return toy(days=12)


def shortened(path: str) -> Scenario:
    """What is left of the toy scenario without an entry: it is sound only as long as it is."""
    return with_days(drop(toy(), path), 12)


@pytest.mark.parametrize(
    "path",
    [
        "actors.government.rules.air_strike.multiplied_by.restrained",
        "actors.turkey.rules.exchange",
        "agreements.memorandum.obligations.government_refrains",
        "background.strikes",
        "calendar.operation",
    ],
)
def test_off_by_a_value_is_as_good_as_dropped(short: Scenario, path: str) -> None:
    (off,) = [
        each for each in perturbations(short, (path,)) if (each.subject.path, each.change) == (path, "off")
    ]
    dropped = played(shortened(path))
    assert same(played_under(off), dropped)
    assert not same(played(short), dropped)


def played_under(change: Perturbation) -> Lived:
    rows = {path: np.full(len(WORLDS), value) for path, value in change.values.items()}
    return live(Batch(Rows(change.scenario, WORLDS, rows), 1))


def test_a_batch_lives_as_a_run_does(short: Scenario) -> None:
    record = simulate(short, WORLDS, 1, tables=False)
    assert np.array_equal(played(short).digest, record.digest[-short.days :].T)
    other = simulate(short, WORLDS, 2, tables=False)
    assert not np.array_equal(played(short).digest, other.digest[-short.days :].T)


def test_a_reported_event_shares_the_batch_of_others(short: Scenario) -> None:
    paths = ("history.strike", "actors.government.rules.air_strike.rate")
    changes = perturbations(short, paths)
    seen = stage(short, changes).seen
    dropped = played(shortened("history.strike"))
    (number,) = [k for k, each in enumerate(changes) if each.absent]
    assert len({id(each.scenario) for each in changes}) == 1
    assert np.array_equal(seen[number].other["deaths"], dropped.measured["deaths"])
    assert np.array_equal(seen[number].days, parted(played(short), dropped), equal_nan=True)


def parted(one: Lived, other: Lived) -> np.ndarray:
    """The first day on which each world differs, or NaN."""
    differs = one.digest != other.digest
    return np.where(differs.any(axis=1), 1.0 + differs.argmax(axis=1), np.nan)


def test_left_out_unchecked_is_the_same_as_dropped(short: Scenario) -> None:
    for steps in (("history", "strike"), ("talks", "congress"), ("calendar", "convoy")):
        assert without(short, steps) == shortened(".".join(steps))
        assert without(short, steps) != short
    assert without(short, ("places", "hill", "post")).places["hill"].post is None
    with pytest.raises(KeyError):
        without(short, ("history", "strik"))


def test_what_a_change_is_played_beside_changes_nothing(
    short: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = perturbations(short, ("actors.government.rules.air_strike",))[:6]
    together = stage(short, changes)
    monkeypatch.setattr(replay, "WIDTH", 8)
    for one, other in zip(together.seen, stage(short, changes).seen, strict=True):
        assert np.array_equal(one.days, other.days, equal_nan=True)
        assert all(np.array_equal(one.other[name], other.other[name], equal_nan=True) for name in one.other)
    assert len({seen.other["deaths"].tobytes() for seen in together.seen}) > 1


def test_playing_on_is_the_same_as_playing_all_at_once(short: Scenario) -> None:
    changes = perturbations(short, ("actors.turkey.rules.complaint",))
    with Pool(1) as pool:
        slowly = Stage(short, changes, 4, 1, pool=pool)
        for until in (1, 3, 4):
            slowly.play(dict.fromkeys(range(len(changes)), until))
    at_once = stage(short, changes)
    for one, other in zip(slowly.seen, at_once.seen, strict=True):
        assert one.worlds == other.worlds == 4
        assert np.array_equal(one.days, other.days, equal_nan=True)
    assert slowly.rows == at_once.rows == 4 * (1 + len(changes))


def test_days_are_those_on_which_the_worlds_part(short: Scenario) -> None:
    change = Perturbation(
        Subject("parameter", "outcomes.reference_events"), "x", short, {"outcomes.reference_events": 10.0}
    )
    (seen,) = stage(short, [change]).seen
    other = played(vary(short, {"outcomes.reference_events": 10.0}, beyond_range=True))
    parts = [np.flatnonzero(a != b) for a, b in zip(played(short).digest, other.digest, strict=True)]
    assert [day - 1 for day in seen.days.tolist()] == [float(days[0]) for days in parts]


def test_a_threshold_changes_outcomes_only() -> None:
    long = toy(days=40)
    (seen,) = stage(long, [_threshold(long, 0.05)]).seen
    assert np.isnan(seen.days).all()
    assert seen.differs.any()
    (same_value,) = stage(long, [_threshold(long, long.parameters["outcomes.escalation"].value)]).seen
    assert not same_value.differs.any()


def _threshold(scenario: Scenario, value: float) -> Perturbation:
    path = "outcomes.escalation"
    return Perturbation(Subject("parameter", path), "x", scenario, {path: value})


def test_every_parameter_and_every_entry_is_a_subject(short: Scenario) -> None:
    paths = {each.subject.path for each in perturbations(short)}
    assert short.parameters.keys() <= paths
    assert short.rules.keys() <= paths
    for section in ("history", "background", "calendar", "talks", "interventions", "zones"):
        assert {f"{section}.{name}" for name in getattr(short, section)} <= paths
    obligations = {
        f"agreements.{name}.obligations.{key}"
        for name, agreement in short.agreements.items()
        for key in agreement.obligations
    }
    assert obligations <= paths
    assert "agreements.memorandum.obligations.government_refrains.exclusion" in paths
    assert "places.hill.post" in paths
    assert "places.city.post" not in paths


@pytest.mark.parametrize(("value", "played"), [(3.0, {1.5, 6.0}), (0.0, {1.0})])
def test_a_number_without_a_range_is_halved_and_doubled_and_0_becomes_1(
    value: float, played: set[float]
) -> None:
    only = rule(1.0).model_copy(update={"rate": parameter(value, "per day", value, value)})
    striker = actor("Striker", "government", "government", rules={"strike": only})
    fixed, path = tiny(actors={**tiny().actors, "striker": striker}), "actors.striker.rules.strike.rate"
    moved = [each for each in perturbations(fixed, (path,)) if each.subject.kind == "parameter"]
    assert {each.values[path] for each in moved} == played


def test_a_what_if_is_audited_where_it_differs(short: Scenario) -> None:
    other = vary(shortened("history.strike"), {"memory.grievance.scale": 1.0})
    assert changed_paths(short, other) == {"memory.grievance.scale"}
    posts = without(other, ("interventions", "monitoring"))
    assert changed_paths(posts, other) == {
        "interventions.monitoring",
        *(f"interventions.monitoring.set.{path}" for path in other.interventions["monitoring"].set),
    }
    assert changed_paths(short, short) == set()
