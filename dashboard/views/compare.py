"""Compare: two to five scenarios over the same worlds: what differs, how surely, and in how many of them."""

import streamlit as st

import sim
from dashboard import charts, controls, opening, state, working
from dashboard.days import by_day
from dashboard.figure import figure, rows, weekly
from dashboard.map import apart
from dashboard.state import results

MOST = 4
DRAWS = {"left out (quick)": 0, "16 draws": 16, "64 draws": 64}
FIRST = ["russia-withholds-air", "joint-verification"]

st.title("Compare")
st.caption(
    "The same worlds under two or more scenarios, so that only the difference differs. Not a prediction."
)
state.commands().warm()
titles = state.choices()
base = controls.scenario()
others = st.multiselect(
    "Beside it",
    [name for name in titles if name != base],
    [name for name in FIRST if name in titles and name != base],
    max_selections=MOST,
    key="others",
    bind="query-params",
)
size = controls.size(state.loaded(state.reference(base)).days, 100)
asked = st.segmented_control(
    "How far does it hang on the assumptions?",
    list(DRAWS),
    default=next(iter(DRAWS)),
    key="draws",
    bind="query-params",
    required=True,
)
draws = DRAWS[asked]


def show() -> None:
    """What the comparison came to."""
    found = state.compared(str(request.folder.absolute()), state.written(request))
    table_ = found.table
    outcomes = list(table_["outcome"].unique())
    units = dict(zip(table_["outcome"], table_["unit"], strict=True))
    words = {name: sim.name_of(name, str(unit)) for name, unit in units.items()}
    outcome = str(st.selectbox("Outcome", outcomes, 1, key="outcome", bind="query-params"))
    chosen = table_[table_["outcome"] == outcome]
    _sentences(found, outcome)
    unit, told = str(units[outcome]), words[outcome]
    figure(
        charts.forest(chosen, told, "share of worlds that reach it" if unit == "day" else unit),
        chosen,
        title=f"Difference in {told} from {sim.plain_markdown(titles[base])}",
        unit="Mean paired difference and its 95 % interval over worlds (chance only)",
        alt_text=f"Differences in {told}: " + "; ".join(
            f"{row['scenario']} {row['difference']:.3g} ({row['low']:.3g} to {row['high']:.3g})"
            for _, row in chosen.iterrows()
        ),
        key="forest",
    )  # fmt: skip
    _overlaid(found)
    _apart(found)
    st.subheader("All outcomes")
    st.caption("Better, worse and same are shares of paired worlds; sign share: draws that keep the sign")
    rows(table_.round(3), "differences")


def _sentences(found: sim.KeptComparison, outcome: str) -> None:
    st.subheader("In plain words")
    for other in found.document["others"]:
        difference = next(d for d in other["differences"] if d["outcome"] == outcome)
        with st.container(border=True):
            st.text(f"{found.runs[other['scenario']].scenario.title}: {other['change']}")
            st.text(difference["in_words"])
            st.text(sim.parting_told(other["identical"], *other["first_divergence"].values()))
            st.text(f"Are these worlds enough? {difference['worlds_enough'].capitalize()}.")
    st.caption("Enough: for a 95 % interval that reaches a tenth of the base's mean to either side.")


def _apart(found: sim.KeptComparison) -> None:
    st.subheader("Where")
    frame = results.places_apart(str(found.folder), state.written(request))
    names = list(dict.fromkeys(frame["scenario"]))
    other = st.selectbox("Beside the base", names, key="beside", bind="query-params")
    about = opening.situation(state.reference(base)).places
    own = frame[frame["scenario"] == other]

    def draw(day: int) -> None:
        on_day = own[own["day"] == day]
        figure(
            apart(about, on_day),
            on_day,
            title=f"Ground lost by day {day}: {other} beside {base}",
            unit="Difference in the share of worlds in which a place is held by another than at first. Blue:"
            " fewer than in the base; orange: more. In the model",
            alt_text=f"Map: {int((on_day['difference'] != 0).sum())} places differ on day {day}",
            key="places_apart",
        )

    by_day(int(frame["day"].max()), draw, "day")


def _overlaid(found: sim.KeptComparison) -> None:
    st.subheader("Week by week")
    bands = state.overlaid(str(found.folder), state.written(request))
    weekly(bands, f"in {len(found.runs)} scenarios", "compared")


try:
    if others:
        request = state.compare_request(base, others, draws=draws, **size)
        rows_ = size["worlds"] * (1 + len(others)) + draws * 16 * len(others)
        working.attend(request, rows_, show, "Compare")
    else:
        st.info("Choose at least one scenario to put beside it.")
except (sim.RefusedError, sim.ScenarioError, OSError) as error:
    st.error("This is refused.")
    st.code(str(error), language=None, wrap_lines=True)
