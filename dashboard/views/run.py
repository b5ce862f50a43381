"""Run: a scenario with levers and numbers of one's own, in many worlds: how it goes and how sure that is."""

import streamlit as st

import sim
from dashboard import charts, controls, counted, opening, state, working
from dashboard.days import by_day
from dashboard.figure import figure, rows
from dashboard.map import ground
from dashboard.state import results

BANDS = ("low90", "median", "high90")

st.title("Run")
st.caption("Many worlds of one scenario. In the model; not a prediction.")
state.commands().warm()
choice = controls.scenario()
controls.uploader()
scenario = state.loaded(state.reference(choice))
levers = controls.lever_pills(choice)
settings = controls.numbers(choice, scenario)
size = controls.size(scenario.days, 256)


def show() -> None:
    """What the run came to."""
    kept, found = state.opened(str(request.folder.absolute()), state.written(request))
    _cards(found)
    _bands(found)
    counted.beside(kept.scenario, found)
    _places(kept)
    st.subheader("The ledger")
    st.caption(
        "A world on average, from day 1 on: what fell due, was kept, was breached; what is pending at last"
    )
    rows(found.ledger.round(2), "ledger")
    _story(kept)
    _provenance(kept)


def _cards(found: sim.Unfolding) -> None:
    st.subheader("What came out")
    st.caption("Mean over worlds, or the share of worlds that reach it; below, the range of 90 % of worlds.")
    with st.container(key="cards"), st.grid(4, min_column_width=170, row_height=150):
        for card in found.cards:
            name = sim.plain_markdown(card.name)
            told = card.spread
            st.metric(
                name, card.middle, told, delta_color="off", delta_arrow="off", border=True, height="stretch",
                help=sim.plain_markdown(card.meaning),
            )  # fmt: skip


def _bands(found: sim.Unfolding) -> None:
    st.subheader("Week by week")
    with st.grid(2, min_column_width=330):
        for name, bands in found.each():
            figure(
                charts.fan(bands.unit),
                bands.frame,
                title=bands.title,
                unit=f"{bands.unit}; median, 50 % and 90 % of worlds",
                alt_text=f"{bands.title} by week: {charts.summed_up(bands.frame, list(BANDS))}",
                key=f"{name}_by_week",
            )


def _places(kept: sim.Kept) -> None:
    st.subheader("Places, day by day")
    shares = results.places(str(kept.folder), state.written(request))
    about = opening.situation(state.reference(choice)).places

    def draw(day: int) -> None:
        on_day = shares[shares["day"] == day]
        lost, struck = (int((on_day[name] > 0).sum()) for name in ("lost", "struck"))
        figure(
            ground(about, on_day),
            on_day,
            title=f"Day {day}: {kept.date(day):%-d %B %Y}",
            unit="Dots: share of worlds in which a place is held by another than at first. Crosses: struck"
            " within the last seven days, the darker the more worlds. In the model",
            alt_text=f"Map: on day {day}, {lost} places held by another, {struck} struck in some world",
            key="places_by_day",
        )

    by_day(kept.days, draw, "day")


def _story(kept: sim.Kept) -> None:
    st.subheader("One world, as text")
    st.caption("One course of the model among many, never *the* course of events.")
    world = st.number_input("World", 0, kept.worlds - 1, 0, 1, key="world", bind="query-params")
    st.text("\n\n".join(state.story(str(kept.folder), state.written(request), world)))


def _provenance(kept: sim.Kept) -> None:
    fold = st.expander(
        "Where this comes from", icon=":material/fingerprint:", key="provenance", on_change="rerun"
    )
    if not fold.open:
        return
    told = {
        key: kept.manifest[key]
        for key in ("scenario", "fingerprint", "seed", "worlds", "days", "result_hash")
    }
    with fold:
        st.json(told | {"versions": kept.manifest["versions"], "edition": sim.edition()})
        st.caption("The same on the command line:")
        st.code(" ".join(["deescalate", *request.words]), language=None, wrap_lines=True)


try:
    request = state.run_request(choice, levers, settings, **size)
    working.attend(request, size["worlds"], show, "Run")
    if not request.done:
        counted.alone(scenario, size["days"])
except (sim.RefusedError, sim.ScenarioError, OSError) as error:
    st.error("This is refused.")
    st.code(str(error), language=None, wrap_lines=True)
