"""The dashboard's front page: what there is to see. Started by `deescalate dashboard`."""

from pathlib import Path

import streamlit as st

import sim

# An icon of our own: Streamlit would fetch one of its icons from another machine.
ICON = Path(__file__).with_name("icon.png")
st.set_page_config(page_title="De-escalation simulator", page_icon=str(ICON), layout="wide")
PAGES = [
    st.Page("views/situation.py", title="Situation", icon=":material/map:", default=True),
    st.Page("views/run.py", title="Run", icon=":material/play_circle:"),
    st.Page("views/play.py", title="Play", icon=":material/skip_next:"),
    st.Page("views/compare.py", title="Compare", icon=":material/compare_arrows:"),
    st.Page("views/why.py", title="Why", icon=":material/question_mark:"),
    st.Page("views/sweeps.py", title="Sweeps", icon=":material/scatter_plot:"),
    st.Page("views/author.py", title="Author", icon=":material/edit_note:"),
    st.Page("views/saved.py", title="Saved runs", icon=":material/inventory_2:"),
    st.Page("views/about.py", title="About", icon=":material/info:"),
]
try:
    st.navigation(PAGES, position="top").run()
except (sim.RefusedError, sim.ScenarioError, OSError) as error:  # a scenario or folder that was deleted, say
    st.error("This page cannot be drawn. Choose another scenario, or open the page anew from above.")
    st.code(str(error), language=None, wrap_lines=True)
