"""Blame, acceptance, breaches and duties of the plain implementation on hand-worked histories."""

import math

import pytest

from sim.scenario.agreement import AnswerFor, Maintain, Perform, Refrain
from sim.scenario.talks import Talks
from tests.build import action, actor, agreement, day, parameter, perception, place, shares, zone
from tests.oracle.test_memory import evenings, reported, two_camps
from tests.oracle.world import OracleWorld

OWED = {"weight": parameter(0.5, "share"), "text": "owed", "source": "toy"}
REFRAIN = Refrain(
    form="refrain", bearers=("red",), counterparties=("patron",), actions=("strike",), against=("blue",),
    exclusion=("banned",), **OWED,
)  # fmt: skip
ANSWER = {"bearers": ("red_patron",), "counterparties": ("patron",), "clients": ("red",), **OWED}


def pact(**obligations):
    """An agreement of the two patrons over blue's town."""
    return {
        "agreements": {"pact": agreement(("patron", "red_patron"), obligations)},
        "zones": {"area": zone("blue_town")},
    }


def flows(of, obligation: str, world: int = 0):
    """(day, due, kept, breached, pending) of one obligation."""
    ledger = OracleWorld(of, 1, world).run().ledger
    rows = [row for row in ledger if row["obligation"].endswith(obligation)]
    return [tuple(row[name] for name in ("day", "due", "kept", "breached", "pending")) for row in rows]


def hidden_strike(**more):
    """A strike whose author always stays hidden."""
    return action("Strike", "anywhere", 6, lethality=0.5, hidden=1.0, **more)


def share_blamed(of, observer: str, worlds: int = 300) -> dict[str, float]:
    """How often an observer blames whom."""
    found: dict[str, float] = {}
    for world in range(worlds):
        for row in OracleWorld(of, 1, world).run().judgements:
            if row["observer"] == observer:
                found[row["blamed"]] = found.get(row["blamed"], 0) + 1 / worlds
    return found


def close(share: float, expected: float, n: int = 300) -> bool:
    """Within four standard errors."""
    return abs(share - expected) <= 4 * math.sqrt(max(expected * (1 - expected), 1e-9) / n)


def test_unknown_authors_are_blamed_by_weight_and_never_oneself():
    weights = {"blue": parameter(1), "patron": parameter(2), "red": parameter(5)}
    of = two_camps(history={"raid": reported(0, who=None, place="red_town", suspects=weights)}, days=1)
    blamed = share_blamed(of, "red")
    assert set(blamed) == {"blue", "patron"}
    assert close(blamed["patron"], 2 / 3)
    assert close(share_blamed(of, "red_patron")["red"], 5 / 8)


def test_a_hidden_author_is_found_or_another_is_suspected():
    scheduled = {"found": 0.4, "suspects": {"blue": 1.0, "red": 1.0}}
    base = two_camps()
    from sim.scenario.event import Scheduled

    calendar = {"s": Scheduled(date=day(1), actor="red", action="strike", place="blue_town", source="toy")}
    actions = dict(base.actions) | {"strike": hidden_strike(**scheduled)}
    of = two_camps(actions=actions, calendar=calendar, days=1)
    blamed = share_blamed(of, "patron")
    assert close(blamed["red"], 0.4 + 0.6 / 2)
    assert close(blamed["blue"], 0.6 / 2)
    assert close(share_blamed(of, "blue")["red"], 1.0)
    assert not share_blamed(of, "red", 20)  # the author knows


def claimed(doubt: float, joint: float, excluded_share: float):
    """A strike on blue's town that is always claimed to have hit the excluded group."""
    base = two_camps()
    strike = action("Strike", "anywhere", 6, lethality=0.5, claims_exception=1.0)
    town = base.places["blue_town"].model_copy(update={"excluded_share": parameter(excluded_share, "share")})
    return two_camps(
        actions=dict(base.actions) | {"strike": strike},
        actors=dict(base.actors) | {"banned": actor("Banned", "opposition", "excluded")},
        places=dict(base.places) | {"blue_town": town},
        perception=perception(confidence=0.5, doubt=doubt, joint_verification=joint),
        history={"s": reported(0, place="blue_town")},
        days=1,
        **pact(no_strikes=REFRAIN),
    )


@pytest.mark.parametrize(("doubt", "joint", "there"), [(0.0, 0.0, 0.6), (0.8, 0.0, 0.6), (0.0, 1.0, 0.3)])
def test_claims_are_accepted_with_presence_and_doubted_with_distrust(
    doubt: float, joint: float, there: float
):
    """Verification moves belief to the truth, whose mean is the presence: the accepted share stays."""
    of = claimed(doubt, joint, there)
    accepted = [row["accepted"] for world in range(300) for row in OracleWorld(of, 1, world).run().judgements]
    assert len(accepted) == 300
    assert close(sum(accepted) / 300, there * (1 - doubt * 0.5))


def test_an_accepted_claim_is_no_breach_and_any_other_is():
    of = claimed(0.0, 0.0, 0.6)
    for world in range(20):
        run = OracleWorld(of, 1, world).run()
        assert run.judgements[0]["accepted"] != bool(run.ledger)


def test_a_breach_costs_confidence_in_its_author_and_in_those_who_answer_for_it():
    of = two_camps(
        history={"s": reported(0, place="blue_town")},
        perception=perception(confidence=0.6, breach_cost=0.2),
        **pact(
            no_strikes=REFRAIN,
            answers=AnswerFor(form="answer_for", within=parameter(3), one_of=("pressure",), **ANSWER),
        ),
    )
    states = evenings(of)
    assert states[0]["confidence"]["patron", "red"] == pytest.approx(0.6 * (1 - 0.2 * 0.5))
    assert states[0]["confidence"]["patron", "red_patron"] == pytest.approx(0.6 * (1 - 0.2 * 0.5))
    assert states[0]["confidence"]["blue", "red"] == 0.6
    assert states[0]["breaches"]["patron", "red_patron"] == 1.0


def test_a_duty_of_effort_is_kept_in_time_or_missed_at_its_deadline():
    duty = AnswerFor(form="answer_for", within=parameter(3), one_of=("pressure",), **ANSWER)
    strike = {"s": reported(-6, place="blue_town")}
    of = two_camps(history=strike, **pact(no_strikes=REFRAIN, answers=duty))
    assert flows(of, "no_strikes") == [(-6, 0, 0, 1, 0)]
    assert flows(of, "answers") == [(-6, 1, 0, 0, 1), (-3, 0, 0, 1, 0)]
    answered = strike | {"p": reported(-4, "pressure", "red_patron", toward="red")}
    of = two_camps(history=answered, **pact(no_strikes=REFRAIN, answers=duty))
    assert flows(of, "answers") == [(-6, 1, 0, 0, 1), (-4, 0, 1, 0, 0)]
    elsewhere = strike | {"p": reported(-4, "pressure", "red_patron", toward="blue")}
    of = two_camps(history=elsewhere, **pact(no_strikes=REFRAIN, answers=duty))
    assert flows(of, "answers")[-1] == (-3, 0, 0, 1, 0)


def test_a_duty_of_result_is_missed_when_another_breach_follows():
    duty = AnswerFor(form="answer_for", within=parameter(3), of="result", **ANSWER)
    once = {"a": reported(-8, place="blue_town")}
    assert flows(two_camps(history=once, **pact(n=REFRAIN, answers=duty)), "answers")[-1] == (-5, 0, 1, 0, 0)
    twice = once | {"b": reported(-6, place="blue_town")}
    rows = flows(two_camps(history=twice, **pact(n=REFRAIN, answers=duty)), "answers")
    assert rows == [(-8, 1, 0, 0, 1), (-5, 0, 0, 1, 0)]
    on_the_day = once | {"b": reported(-5, place="blue_town")}
    rows = flows(two_camps(history=on_the_day, **pact(n=REFRAIN, answers=duty)), "answers")
    assert rows == [
        (-8, 1, 0, 0, 1),
        (-5, 1, 0, 1, 1),
        (-2, 0, 1, 0, 0),
    ]  # it breaches the old and opens the new


def test_perform_after_an_act_and_every_so_many_days():
    owed = {"bearers": ("red_patron",), "counterparties": ("patron",), "within": parameter(2), **OWED}
    after = Perform(form="perform", one_of=("answer",), after="complaint", **owed)
    history = {"c": reported(-5, "complaint", "patron", toward="red_patron")}
    assert flows(two_camps(history=history, **pact(p=after)), "p") == [(-5, 1, 0, 0, 1), (-3, 0, 0, 1, 0)]
    every = Perform(form="perform", one_of=("answer",), every=parameter(4.9), **owed)
    rows = flows(two_camps(**pact(p=every)), "p")
    assert rows == [(1, 1, 0, 0, 1), (3, 0, 0, 1, 0), (5, 1, 0, 0, 1), (7, 0, 0, 1, 0), (9, 1, 0, 0, 1)]


def test_maintain_is_checked_from_its_date_on():
    owed = {"bearers": ("patron",), "counterparties": ("red_patron",), "state": "posts", **OWED}
    posts = Maintain(form="maintain", at_least=parameter(1), due=day(-2), every=parameter(4), **owed)
    of = two_camps(**pact(m=posts))
    assert flows(of, "m") == [(2, 1, 0, 1, 0), (6, 1, 0, 1, 0), (10, 1, 0, 1, 0)]
    town = place("blue", "red_town", post=("patron", "standing"))
    of = two_camps(places=dict(of.places) | {"blue_town": town}, **pact(m=posts))
    assert flows(of, "m") == [(2, 1, 1, 0, 0), (6, 1, 1, 0, 0), (10, 1, 1, 0, 0)]


def test_weight_0_is_no_obligation():
    """Law M3."""
    nothing = REFRAIN.model_copy(update={"weight": parameter(0, "share")})
    assert not flows(two_camps(history={"s": reported(-6, place="blue_town")}, **pact(n=nothing)), "n")


def test_talks_that_are_held_relieve_and_credit():
    talks = Talks(
        name="T", date=day(3), window=parameter(5), host="red_patron",
        invited=("patron",), required=("patron",),
        attended="complaint", refused="complaint", source="toy",
        **shares(attendance=1.0, reluctance=0.0, accord=0.5),
    )  # fmt: skip
    of = two_camps(talks={"t": talks}, perception=perception(confidence=0.5, duty_credit=0.2))
    states = evenings(of)
    assert states[2]["confidence"]["patron", "red_patron"] == 0.5
    assert states[3]["confidence"]["patron", "red_patron"] == pytest.approx(0.6)
    assert states[3]["confidence"]["red_patron", "patron"] == pytest.approx(0.6)
    refused = talks.model_copy(update={"attendance": parameter(0, "share")})
    assert (
        evenings(two_camps(talks={"t": refused}, perception=of.perception))[3]["confidence"][
            "patron", "red_patron"
        ]
        == 0.5
    )


def test_an_agreement_lapses_or_is_renewed_at_its_term():
    for threshold, lapse in ((0.5, None), (0.7, 4)):
        pact_ = agreement(
            ("patron", "red_patron"), {},
            until=day(4), term=parameter(4.5), renewal_confidence=parameter(threshold, "share"),
        )  # fmt: skip
        of = two_camps(agreements={"pact": pact_}, zones={"area": zone("blue_town")})
        assert OracleWorld(of).run().outcomes["collapse_formal"] == lapse
