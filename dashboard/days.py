"""Days: a picture that follows a day, with a slider, and a button that lets the days go by."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from dashboard.state import session

_PAUSE_S = 0.7


def by_day(days: int, draw: Callable[[int], Any], key: str) -> None:
    """A slider over the days 1..`days` and what `draw` shows of the day chosen; the day is in the URL."""
    playing = session.plays(key)
    st.fragment(_by_day, run_every=_PAUSE_S if playing else None)(days, draw, key)


def _by_day(days: int, draw: Callable[[int], Any], key: str) -> None:
    playing = session.plays(key)
    if playing and session.advance(key, days):
        st.rerun()  # the last day is reached: no more ticking
    button, slider = st.columns([1, 6], vertical_alignment="bottom")
    label, sign, act = ("Pause", "pause", session.stop) if playing else ("Play", "play_arrow", session.play)
    words: Any = {"icon": f":material/{sign}:", "width": "stretch", "key": f"{key}_{label.lower()}"}
    if button.button(label, on_click=act, args=(key, days), **words):
        st.rerun()
    draw(slider.slider("Day", 1, max(2, days), days, key=key, bind="query-params"))
