"""Play: what the turns make is a what-if whose earlier days are the base's, to the bit."""

from pathlib import Path

import pytest

import sim
from sim.experiment.pool import Pool
from sim.experiment.store import run_into
from sim.tell.play import play

BASE = "idlib-2018-01"
TURNS = [(), ("hotline",), ("hotline", "russia-withholds-air"), ("russia-withholds-air",)]


@pytest.fixture(scope="module")
def base() -> sim.Scenario:
    return sim.load(BASE)


@pytest.fixture(scope="module")
def lived(base: sim.Scenario, tmp_path_factory: pytest.TempPathFactory) -> dict[str, sim.Kept]:
    """Two weeks without a lever, and with one in the second."""
    home = tmp_path_factory.mktemp("lived")
    (home / "held.yaml").write_text(play.played(base, [(), ("russia-withholds-air",)], BASE))
    found = {}
    for name, scenario in {"none": base, "held": sim.load(home / "held.yaml")}.items():
        with Pool(1) as pool:
            run_into(home / name, scenario, 3, 1, pool=pool, days=14)
        found[name] = sim.open_run(home / name)
    return found


def of_world(kept: sim.Kept, first: int, last: int) -> list[tuple[object, ...]]:
    days = [("world", ">=", 0), ("day", ">=", first), ("day", "<=", last)]
    events = kept.table("events", None, days).drop(columns=["event"]).astype(object)
    return [*events.where(events.notna(), None).itertuples(index=False, name=None)]


def test_weeks_already_played_stay_the_same_to_the_bit(lived: dict[str, sim.Kept]) -> None:
    assert of_world(lived["none"], -60, 7) == of_world(lived["held"], -60, 7)
    assert of_world(lived["none"], 8, 14) != of_world(lived["held"], 8, 14)
    assert of_world(lived["none"], -60, 7)


def test_turns_become_dated_interventions(base: sim.Scenario) -> None:
    made = sim.load(_written(play.played(base, TURNS, BASE)))
    found = {key: (str(lever.on), str(lever.until)) for key, lever in made.interventions.items()}
    assert found == {
        "week_002_direct_line": ("2018-01-18", "2018-01-31"),
        "week_003_withhold_air": ("2018-01-25", "None"),
    }
    first = sim.load("hotline").interventions["direct_line"]
    assert made.interventions["week_002_direct_line"].set == first.set
    assert "A direct line" in made.title and "18 January 2018 to 31 January 2018" in made.title


def test_a_play_without_levers_is_the_base(base: sim.Scenario) -> None:
    text = play.played(base, [(), ()], BASE)
    assert sim.fingerprint(sim.load(_written(text))) == sim.fingerprint(base)
    held = play.played(base, TURNS, BASE)
    assert sim.fingerprint(sim.load(_written(held))) != sim.fingerprint(base)


def _written(text: str) -> Path:
    import tempfile

    path = Path(tempfile.mkdtemp()) / "play.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_what_is_saved_runs_to_the_same_hash(base: sim.Scenario, lived: dict[str, sim.Kept]) -> None:
    text = play.played(base, [(), ("russia-withholds-air",)], BASE)
    again = sim.run(sim.load(_written(text)), worlds=3, seed=1, days=14, workers=1)
    assert again.result_hash == lived["held"].manifest["result_hash"] != lived["none"].manifest["result_hash"]


def test_only_levers_that_add_no_force_may_be_chosen(base: sim.Scenario) -> None:
    assert [lever.id for lever in play.permitted(base)] == [
        "hotline",
        "joint-verification",
        "russia-withholds-air",
    ]


def test_a_lever_that_would_add_force_to_another_scenario_is_not_offered(base: sim.Scenario) -> None:
    checked = sim.vary(base, {"perception.joint_verification": 0.95}, beyond_range=True)
    offered = [lever.id for lever in play.permitted(checked)]
    assert "joint-verification" not in offered and "hotline" in offered


@pytest.mark.parametrize(
    ("turns", "says"),
    [
        ([("posts-on-time",)], "is not among the levers"),
        ([("hotlin",)], 'did you mean "hotline"?'),
        ([()] * 14, "14 weeks: idlib-2018-01 has 13"),
    ],
)
def test_what_may_not_be_chosen_is_refused(base: sim.Scenario, turns: play.Turns, says: str) -> None:
    with pytest.raises(sim.RefusedError, match=says.replace("?", r"\?")):
        play.played(base, turns, BASE)


def test_a_hidden_author_is_not_told(lived: dict[str, sim.Kept]) -> None:
    kept = lived["none"]
    events = kept.table("events", None, [("world", ">=", 0), ("day", ">=", 1)])
    attack = events[events["hidden"]].iloc[0]
    week = sim.week_of(kept, int(attack["world"]), (int(attack["day"]) - 1) // 7 + 1)
    assert (week.attacks["author"] == "unknown").any() and week.accusations
    told = week.attacks[week.attacks["author"] == "unknown"].iloc[0]
    assert told["killed"] == attack["deaths"]


def test_a_week_adds_up(lived: dict[str, sim.Kept]) -> None:
    kept = lived["none"]
    week = sim.week_of(kept, 1, 2)
    events = kept.table("events", None, [("world", "==", 1), ("day", ">=", 8), ("day", "<=", 14)])
    assert week.attacks["killed"].sum() == events["deaths"].sum() > 0
    assert f"{events['deaths'].sum()} killed" in week.toll
    flows = kept.table("ledger", None, [("world", "==", 1), ("day", ">=", 8), ("day", "<=", 14)])
    assert week.ledger["breached"].sum() == flows["breached"].sum() > 0
    assert week.toll != sim.week_of(kept, 2, 2).toll


def test_claims_of_a_week_and_who_accepts_them_are_counted(lived: dict[str, sim.Kept]) -> None:
    kept = lived["none"]
    until = [("world", "==", 1), ("day", ">=", 8), ("day", "<=", 14)]
    events, judged = kept.table("events", None, until), kept.table("judgements", None, until)
    of = {name: actor.name for name, actor in kept.scenario.actors.items()}
    kinetic = events["action"].map(lambda name: kept.scenario.actions[name].kinetic).astype(bool)
    mine = events[kinetic & (events["actor"] == "russia") & ~events["hidden"]]
    said = mine[mine["claimed_excepted"].astype(bool)]
    heard = judged[judged["event"].isin(said["event"]) & (judged["observer"] == "turkey")][
        "accepted"
    ].dropna()
    (told,) = (line for line in sim.week_of(kept, 1, 2).claims if line.startswith(f"{of['russia']}, "))
    assert told.startswith(f"Russia, of {len(said)} of {len(mine)} violent events: accepted ")
    assert f"by {of['turkey']} in {int(heard.sum())} of {len(heard)}" in told
    assert 0 < heard.sum() < len(heard) < len(mine)


def test_cards_show_the_week_before(lived: dict[str, sim.Kept]) -> None:
    found = sim.unfolding(lived["none"])
    first, second = ({card.name: card for card in sim.week_cards(found, week)} for week in (1, 2))
    assert "was" not in first["Killed"].spread
    assert f"was {first['Killed'].middle}" in second["Killed"].spread


def test_a_run_shorter_than_a_week_has_no_weeks(base: sim.Scenario, tmp_path: Path) -> None:
    with Pool(1) as pool:
        run_into(tmp_path / "short", base, 2, 1, pool=pool, days=5)
    found = sim.unfolding(sim.open_run(tmp_path / "short"))
    assert all("median" in bands.frame and bands.frame.empty for bands in found.bands.values())
    assert found.cards
