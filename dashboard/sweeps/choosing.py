"""Choosing: small controls that readings of a sweep share; what they hold stands in the address."""

from collections.abc import Sequence

import streamlit as st

from dashboard.state import sweeping


def one_of(label: str, options: Sequence[str], key: str) -> str:
    """One of a few, the first at first."""
    sweeping.at_first(key, options[0])
    chosen = str(st.segmented_control(label, list(options), key=key, bind="query-params", required=True))
    return chosen if chosen in options else options[0]


def under(levers: Sequence[str]) -> str:
    """A choice among levers, where there are several."""
    if len(levers) == 1:
        return levers[0]
    return str(st.selectbox("Under the lever", list(levers), key="under", bind="query-params"))
