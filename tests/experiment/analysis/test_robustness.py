"""Robustness: criteria by hand, a planted best lever, what is never ranked, stability, trade-offs."""

import numpy as np
import pandas as pd
import pytest

from sim.engine.arrays import Floats
from sim.experiment.analysis.robustness import robust
from sim.experiment.analysis.swept import Swept
from sim.experiment.lever import Change
from sim.experiment.refusal import RefusedError

from .made import DATE, NUMBER, design, factors, swept

LEVER = Change(True, ("monitoring",))
FORCE = Change(True, ("other",))
SETTING = Change(False, ())
CHANGES = {"posts": LEVER, "hotline": Change(True, ("messaging", "restraint"))}


def _sweep(**by_lever: Floats) -> Swept:
    return _outcomes({(lever, NUMBER): table for lever, table in by_lever.items()})


def _outcomes(tables: dict[tuple[str, str], Floats]) -> Swept:
    drawn = design("lhs", len(next(iter(tables.values()))), factors(1))
    return swept(drawn, factors(1), "lhs", tables)


def _exact() -> Swept:
    """Three levers in four futures without chance."""
    return _sweep(
        none=np.array([[10.0], [20], [30], [40]]).repeat(2, axis=1),
        posts=np.array([[8.0], [18], [33], [39]]).repeat(2, axis=1),
        hotline=np.array([[12.0], [12], [28], [40]]).repeat(2, axis=1),
    )


def test_criteria_by_hand() -> None:
    found = robust(_exact(), CHANGES).levers.set_index("lever")
    assert found["mean"].to_dict() == {"none": 25, "posts": 24.5, "hotline": 23}
    assert found["regret_mean"].to_dict() == {
        "none": (2 + 8 + 2 + 1) / 4,
        "posts": (0 + 6 + 5 + 0) / 4,
        "hotline": 5 / 4,
    }
    assert found["regret_max"].to_dict() == {"none": 8, "posts": 6, "hotline": 4}
    assert found["regret_p90"]["posts"] == pytest.approx(np.quantile([0, 6, 5, 0], 0.9))
    assert found["worst"].to_dict() == {"none": 40, "posts": 39, "hotline": 40}
    assert found["satisficing"].to_dict() == {"none": 1, "posts": 0.75, "hotline": 0.75}
    assert found["better_than_none"].to_dict() == {"none": 0, "posts": 0.75, "hotline": 0.5}
    assert found["difference"].to_dict() == {"none": 0, "posts": -0.5, "hotline": -2}


def test_ranks_by_hand() -> None:
    ranks = robust(_exact(), CHANGES).ranks.set_index(["criterion", "lever"])["rank"]
    assert ranks["mean"].to_dict() == {"none": 3, "hotline": 1, "posts": 2}
    assert ranks["worst"].to_dict() == {"none": 2, "hotline": 2, "posts": 1}, "ties share the lower number"
    leads = robust(_exact(), CHANGES).orders.set_index("criterion")["leads"]
    assert leads["regret_max"] == "hotline"
    assert leads["worst"] == "posts"


def test_the_direction_of_an_outcome_turns_the_order() -> None:
    tables = {
        ("none", "compliance"): np.array([[0.2], [0.3], [0.4]]),
        ("posts", "compliance"): np.array([[0.3], [0.5], [0.4]]),
    }
    up = robust(_outcomes(tables), CHANGES)
    assert up.orders["leads"][0] == "posts"
    assert up.levers.set_index("lever")["worst"].to_dict() == pytest.approx({"none": 0.2, "posts": 0.3})
    down = robust(_outcomes({(lever, NUMBER): table for (lever, _), table in tables.items()}), CHANGES)
    assert down.orders["leads"][0] == "none"


def test_a_date_is_judged_by_whether_it_came() -> None:
    none, posts = np.array([[5.0, 9], [5, np.nan], [5, 5]]), np.array([[np.nan, 1], [np.nan, np.nan], [5, 5]])
    found = robust(_outcomes({("none", DATE): none, ("posts", DATE): posts}), CHANGES)
    rows = found.levers.set_index("lever")
    assert rows["mean"].to_dict() == pytest.approx({"none": 5 / 6, "posts": 1 / 2})
    assert found.orders["leads"][0] == "posts"
    early = robust(_outcomes({("none", "de_escalation"): none, ("posts", "de_escalation"): posts}), CHANGES)
    assert early.orders["leads"][0] == "none"


def _noisy(effects: dict[str, float], spread: float, futures: int = 40, worlds: int = 30) -> Swept:
    generator = np.random.default_rng(1)
    future, world = generator.normal(0, 50, (futures, 1)), generator.normal(0, 20, worlds)
    made = {
        lever: 500 + effect + future + world + generator.normal(0, spread, (futures, worlds))
        for lever, effect in effects.items()
    }
    return _sweep(**made)


def test_a_planted_best_lever_leads_everywhere_and_holds() -> None:
    found = robust(_noisy({"none": 0, "posts": -30, "hotline": -10}, 10), CHANGES)
    by = found.orders.set_index("criterion").drop(index="satisficing")
    assert set(by["leads"]) == {"posts"}
    assert by["holds"]["mean"] == 1
    assert by["tau"]["mean"] == 1
    assert by["verdict"]["mean"].startswith("holds")
    posts = found.levers.set_index("lever").loc["posts"]
    assert posts["regret_max"] == 0
    assert posts["better_than_none"] == 1
    assert posts["difference_low"] < -30 < posts["difference_high"]
    assert posts["difference_high"] - posts["difference_low"] < 4, "paired: futures and worlds cancel"
    assert posts["mean_high"] - posts["mean_low"] > 10


def test_levers_that_are_alike_have_no_order_that_holds() -> None:
    found = robust(_noisy({"none": 0, "posts": 0.1, "hotline": -0.1}, 20), CHANGES).orders.set_index(
        "criterion"
    )
    assert found["holds"]["mean"] < 0.95
    assert found["verdict"]["mean"].startswith("does not hold")
    same = _noisy({"none": 0}, 1)
    table = same.table(NUMBER)
    tied = robust(_sweep(none=table, posts=table), CHANGES).orders
    assert set(tied["verdict"]) == {"tied: the levers are worth the same"}
    assert set(tied["leads"]) == {"none, posts"}


def test_a_lever_without_effect_in_a_future_is_not_better_there() -> None:
    table = np.random.default_rng(1).random((37, 13))
    posts = table - (np.arange(37) < 9)[:, None]
    found = robust(_sweep(none=table, posts=posts), CHANGES).levers.set_index("lever")
    assert found["better_than_none"]["posts"] == 9 / 37
    assert found["satisficing"]["posts"] == 1


def test_conditions_are_thresholds() -> None:
    made = _exact()
    found = robust(made, CHANGES, conditions=["deaths < 19"])
    assert found.levers.set_index("lever")["satisficing"].to_dict() == {
        "none": 0.25,
        "posts": 0.5,
        "hotline": 0.5,
    }
    assert found.thresholds == {NUMBER: "mean of deaths < 19"}
    none, posts = np.array([[5.0, 9], [5, np.nan], [5, 5]]), np.array([[np.nan, 1], [np.nan, np.nan], [5, 5]])
    dated = robust(
        _outcomes({("none", DATE): none, ("posts", DATE): posts}), CHANGES, conditions=["collapse > 5"]
    )
    assert dated.levers.set_index("lever")["satisficing"].to_dict() == pytest.approx(
        {"none": 2 / 3, "posts": 2 / 3}
    )
    later = robust(
        _outcomes({("none", DATE): none, ("posts", DATE): posts}), CHANGES, conditions=["collapse > 10"]
    )
    assert later.levers.set_index("lever")["satisficing"].to_dict() == pytest.approx(
        {"none": 1 / 3, "posts": 2 / 3}
    )
    for wrong, says in ((["deaths < 1", "deaths < 2"], "two thresholds"), (["deaths"], "a threshold is")):
        with pytest.raises(RefusedError, match=says):
            robust(made, CHANGES, conditions=wrong)


def test_a_setting_is_compared_and_never_ranked() -> None:
    made = _sweep(none=np.ones((4, 2)), posts=np.zeros((4, 2)), history=np.full((4, 2), -5.0))
    found = robust(made, {"posts": LEVER, "history": SETTING})
    assert set(found.levers["lever"]) == set(found.ranks["lever"]) == {"none", "posts"}
    assert found.levers["regret_max"].max() == 1, "the setting is no lever to regret"
    failed = made.outcomes[made.outcomes["lever"] != "history"]
    one = made.outcomes[made.outcomes["lever"] == "history"].iloc[:2]
    cut = Swept(made.design, pd.concat([failed, one]), made.factors, "lhs", made.kinds)
    assert robust(cut, {"posts": LEVER, "history": SETTING}).compared.empty
    row = found.compared.iloc[0]
    assert (row["lever"], row["mean"], row["difference"]) == ("history", -5, -6)
    assert "never ranked" in row["label"]


def test_force_is_refused_and_may_be_left_out_by_name() -> None:
    made = _sweep(none=np.ones((4, 2)), posts=np.zeros((4, 2)), strikes=np.full((4, 2), -5.0))
    changes = {"posts": LEVER, "strikes": FORCE}
    with pytest.raises(RefusedError, match="strikes: lever of kind other"):
        robust(made, changes)
    armed = Change(True, ("monitoring",), adds_force=("actors.north.strength",))
    with pytest.raises(RefusedError, match=r"posts: .* adds force.*\(actors.north.strength\)"):
        robust(made, {"posts": armed, "strikes": LEVER})
    with pytest.raises(RefusedError, match="posts: the same scenario"):
        robust(made, {"posts": Change(True, ()), "strikes": LEVER})
    named = robust(made, changes, levers=["posts"])
    assert set(named.levers["lever"]) == {"none", "posts"}
    with pytest.raises(RefusedError, match="none to rank"):
        robust(made, {"posts": SETTING, "strikes": SETTING})
    with pytest.raises(RefusedError, match='"strikes" is no described lever'):
        robust(made, {"posts": LEVER})
    with pytest.raises(RefusedError, match='"none" is no lever here'):
        robust(_sweep(posts=np.ones((4, 2))), CHANGES)


def test_an_outcome_without_direction_is_skipped_or_refused() -> None:
    tables = {
        (lever, name): np.ones((4, 2)) for lever in ("none", "posts") for name in (NUMBER, "days_at_rung_1")
    }
    made = _outcomes(tables)
    assert dict(robust(made, CHANGES).skipped) == {"days_at_rung_1": "neither direction is better"}
    with pytest.raises(RefusedError, match="days_at_rung_1: neither direction"):
        robust(made, CHANGES, outcomes=["days_at_rung_1"])


def test_futures_that_a_lever_lacks_are_left_out_of_all() -> None:
    made = _exact()
    lost = (made.outcomes["point"] == 3) & (made.outcomes["lever"] == "posts")
    cut = Swept(made.design, made.outcomes[~lost], made.factors, "lhs", made.kinds)
    found = robust(cut, CHANGES).levers.set_index("lever")
    assert set(found["futures"]) == {3}
    assert set(found["left_out"]) == {1}
    assert found["mean"]["none"] == 20


def test_helping_one_outcome_and_harming_another_is_flagged() -> None:
    tables = {
        ("none", NUMBER): np.ones((4, 2)),
        ("posts", NUMBER): np.zeros((4, 2)),
        ("hotline", NUMBER): np.zeros((4, 2)),
        ("none", "compliance"): np.ones((4, 2)),
        ("posts", "compliance"): np.zeros((4, 2)),
        ("hotline", "compliance"): np.ones((4, 2)),
    }
    found = robust(_outcomes(tables), CHANGES).tradeoffs.set_index("lever")
    assert found.loc["posts"].tolist() == [NUMBER, "compliance", True]
    assert found.loc["hotline"].tolist() == [NUMBER, "", False]
