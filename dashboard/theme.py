"""Theme: the one palette of actors, statuses and scenarios. Colour never speaks alone.

The colours are those of Okabe and Ito (2008) and of Tol's muted scheme (2021), which readers with any colour
vision can tell apart within one shape.
"""

GREY = "#84909c"
INK = "#8a949e"  # outlines: seen on a white and on a dark page
ACTORS = {
    "turkey": "#0072B2",
    "russia": "#D55E00",
    "iran": "#009E73",
    "syrian_government": "#882255",
    "iran_backed_militias": "#44AA99",
    "ahrar_al_sham": "#E69F00",
    "jaysh_al_izza": "#CC79A7",
    "other_fsa_factions": "#56B4E9",
    "hts": "#7F6BC6",
    "tip": "#999933",
}
SPARE = ("#88CCEE", "#CC6677", "#DDCC77", "#117733", "#AA4499", "#AAAA00", "#6699CC")
SCENARIOS = ("#7d8791", "#0072B2", "#D55E00", "#009E73", "#CC79A7")
SHAPES = {"guarantor": "diamond", "government": "square", "faction": "circle", "excluded": "triangle-up"}
STATUSES = {"fact": "#0072B2", "claim": "#E69F00", "accusation": "#D55E00"}
STATUS_SHAPES = {"fact": "circle", "claim": "square", "accusation": "triangle-up"}
LAND, SEA, BORDER = "#8a949e22", "transparent", "#8a949e"


def actor_colours(actors: list[str]) -> list[str]:
    """A colour for each actor, by id; those unknown here get spare ones in the order of their ids."""
    strangers = sorted(set(actors) - ACTORS.keys())
    spare = {actor: SPARE[place % len(SPARE)] for place, actor in enumerate(strangers)}
    return [ACTORS.get(actor) or spare[actor] for actor in actors]
