"""Mechanisms: the few numbers of the world that belong to no actor: memory, perception, ground, outcomes."""

from .parameter import Id, Noun, Parameter


class Fading(Noun):
    """A memory: what came in halves every `half_life` days and reads as x / (x + `scale`)."""

    half_life: Parameter
    scale: Parameter


class Habit(Noun):
    """A state in [0, 1] that only fades: half of it is gone after `half_life` days."""

    half_life: Parameter


class Memory(Noun):
    """How long things are remembered, and how much of them counts as half the full signal."""

    audience: Fading
    breaches: Fading
    complaints: Fading
    grievance: Fading
    losing_ground: Fading
    own_dead: Fading
    recent_fire: Fading
    effort: Habit
    wear: Habit
    violence: Habit


class Perception(Noun):
    """How claims are weighed and confidence moves.

    `doubt` is how far distrust lowers acceptance of a claim; `verification` how far an observation
    post at a place moves belief there towards the truth, `joint_verification` everywhere;
    `post_reach` how strongly a post is felt at neighbouring places. On a day with a recognised
    breach confidence falls by `breach_cost` of itself, on a day with a duty kept it rises by
    `duty_credit` of what is missing.
    """

    confidence: Parameter
    breach_cost: Parameter
    duty_credit: Parameter
    doubt: Parameter
    verification: Parameter
    joint_verification: Parameter
    post_reach: Parameter


class Ground(Noun):
    """What decides an assault (Tullock's contest success function, 1980).

    `fire_support` and `momentum` add to the attack (with recent fire at the place, and with the
    holder losing ground), `defence` multiplies the defence and `post` adds to it near a post.
    """

    fire_support: Parameter
    momentum: Parameter
    defence: Parameter
    post: Parameter


class Thresholds(Noun):
    """What the outcomes are measured against; see docs/reference/model.md, section Outcomes.

    `reference_events` is the number counted in the 28 days before day one, `reporting_share` the
    share of simulated lethal events that a count would hold, `most_deaths` the largest toll of one act.
    """

    reference_events: Parameter
    reporting_share: Parameter
    most_deaths: Parameter
    de_escalation: Parameter
    escalation: Parameter
    lull: Parameter
    relapse: Parameter
    collapse_places: Parameter
    collapse_fire_days: Parameter
    falls: tuple[Id, ...] = ()
