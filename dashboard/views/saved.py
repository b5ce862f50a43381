"""Saved: finished runs and comparisons: where they come from, open, side by side, name, take away, delete."""

import pandas as pd
import streamlit as st

import sim
from dashboard import charts, state
from dashboard.figure import figure, rows, weekly
from dashboard.state import saved

TOLD = ("deaths", "deaths_civilians", "lethal_events", "breaches", "confidence")

st.title("Saved runs")
st.caption(
    "Every finished run and comparison, from this page's neighbours and from the command line. Runs of a"
    " scenario that you uploaded are seen by you alone until you name them. In the model; not a prediction."
)
found = saved.found()


def _choice(label: str, which: str, keys: list[str]) -> str | None:
    """One of these, as the address says or as it is chosen here."""
    asked = saved.asked(which)
    if asked and asked not in keys:
        st.warning("What the address names is not there any more, is not yours to see, or does not fit here.")
    return st.selectbox(
        label, keys, keys.index(asked) if asked in keys else None, lambda key: saved.line(found[key]),
        key=which, on_change=saved.taken, args=(which,), placeholder="Choose one",
    )  # fmt: skip


def _list() -> None:
    frame = pd.DataFrame(
        {
            "name": one.name, "kind": one.kind, "title": "; ".join(one.titles), "worlds": one.worlds or None,
            "days": one.days or None, "seed": one.seed, "made": saved.when(one), "damage": one.fault,
            "megabytes": round(one.size / 1e6, 1), "scenarios": ", ".join(one.scenarios),
            "edition": one.edition, "fingerprint": one.fingerprint, "result hash": one.result_hash,
            "folder": f"results/{key}",
        }
        for key, one in found.items()
    )  # fmt: skip
    st.subheader(f"{len(found)} kept")
    rows(frame, "saved_runs")


def _opened(one: sim.Archived) -> None:
    st.header("Opened", divider=True)
    st.text(saved.line(one))
    if one.kind == "damaged":
        st.error("This one is damaged and cannot be opened. The command that made it makes it again.")
        st.code("\n".join(filter(None, [one.fault, " ".join(one.command)])), language=None, wrap_lines=True)
    else:
        _provenance(one)
        (_run if one.kind == "run" else _comparison)(one)


def _actions(one: sim.Archived) -> None:
    """Name it, take it away, delete it."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(
            "Name", one.name, 80, key=f"name_{one.folder.name}", on_change=saved.rename,
            args=(one, f"name_{one.folder.name}"), placeholder="Not named",
            help="A named one stays when old ones make room, and everybody at this dashboard sees it."
            " Empty: it is let go.",
        )  # fmt: skip
        st.download_button(
            "All of it (ZIP)", lambda: saved.packed(one.folder), f"{one.folder.name}.zip", "application/zip",
            key=f"zip_{one.folder.name}", icon=":material/folder_zip:", on_click="ignore",
            disabled=one.size > sim.MOST_PACKED,
            help=f"{one.size / 1e6:,.1f} MB. What is larger than {sim.MOST_PACKED / 1e6:,.0f} MB is better"
            f" copied from where it lies: results/{_key(one)}",
        )  # fmt: skip
        with st.popover("Delete…", icon=":material/delete:"):
            st.write("It is deleted from this machine for good. The same command makes it again.")
            st.button(
                "Delete it", type="primary", key=f"delete_{one.folder.name}",
                on_click=saved.delete, args=(one,),
            )  # fmt: skip


def _key(one: sim.Archived) -> str:
    return next(key for key, other in found.items() if other == one)


def _provenance(one: sim.Archived) -> None:
    with st.expander("Where this comes from", icon=":material/fingerprint:"):
        told = {
            "scenarios": list(one.scenarios), "fingerprint": one.fingerprint, "seed": one.seed,
            "worlds": one.worlds, "days": one.days, "edition": one.edition, "made": one.made,
            "result_hash": one.result_hash, "folder": f"results/{_key(one)}",
        }  # fmt: skip
        st.json(told)
        if one.edition != sim.edition():
            st.warning("Made by another edition of the program: the same command may give other numbers now.")
        st.caption("The command that made it:")
        st.code(" ".join(one.command), language=None, wrap_lines=True)


def _run(one: sim.Archived) -> None:
    _, unfolded = state.opened(*saved.written(one.folder))
    with st.grid(4, min_column_width=170):
        for card in unfolded.cards:
            st.metric(
                sim.plain_markdown(card.name), card.middle, card.spread, delta_color="off", delta_arrow="off",
                border=True, height="stretch", help=sim.plain_markdown(card.meaning),
            )  # fmt: skip
    with st.grid(2, min_column_width=330):
        for name, bands in unfolded.bands.items():
            figure(
                charts.fan(bands.unit), bands.frame, title=bands.title,
                unit=f"{bands.unit}; median, 50 % and 90 % of worlds",
                alt_text=f"{bands.title} by week", key=f"{name}_saved",
            )  # fmt: skip
    _beside(one)


def _comparison(one: sim.Archived) -> None:
    compared = state.compared(*saved.written(one.folder))
    for title, other in zip(one.titles[1:], compared.document["others"], strict=True):
        st.subheader(sim.plain_markdown(title))
        st.text(other["change"].capitalize())
        differences = {row["outcome"]: row for row in other["differences"]}
        for outcome in TOLD:
            with st.container(border=True):
                st.text(differences[outcome]["in_words"])
    rows(compared.table.round(3), "saved_differences")


def _beside(one: sim.Archived) -> None:
    """Another run in the same worlds, without living either again."""
    st.subheader("Put another run beside it")
    st.caption("They need the same seed, the same days and the same edition: then a world is the same world.")
    runs = [key for key, other in found.items() if other.kind == "run" and other != one]
    key = _choice("Beside it", saved.SECOND, runs)
    if key is None:
        return
    names = "the opened run", "the run beside it"
    both = saved.side_by_side(saved.written(one.folder), saved.written(found[key].folder), names)
    for outcome in TOLD:
        with st.container(border=True):
            st.text(both.sentences[outcome])
    weekly(both.bands, "in both runs", "beside")
    rows(both.table.round(3), "side_by_side")


if not found:
    st.info("Nothing was run yet. A run or a comparison that has finished is listed here.")
else:
    if told := saved.fault():
        st.error("This was not done.")
        st.code(told, language=None, wrap_lines=True)
    chosen = _choice("Open", saved.FIRST, list(found))
    if chosen is not None:
        try:
            _actions(found[chosen])
            _opened(found[chosen])
        except (sim.RefusedError, sim.ScenarioError, OSError) as error:
            st.error("This is refused.")
            st.code(str(error), language=None, wrap_lines=True)
    _list()
