"""Figure: how every chart stands on a page: title, unit, picture with alternative text, table and CSV."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

import sim
from dashboard.charts import Picture, overlaid

NOT_A_PREDICTION = "In the model; not a prediction."
Drawn = Picture | dict[str, Any]  # a dict is Vega-Lite, which may hold its data already


def figure(chart: Drawn, frame: pd.DataFrame, *, title: str, unit: str, alt_text: str, key: str) -> None:
    """Draw a chart; what it shows can be read as a table and taken away as CSV.

    `frame` holds what is drawn, `unit` says what is measured, `key` names widget and file.
    """
    with st.container(border=True, key=f"figure_{key}"):
        st.markdown(f"**{title}**")
        st.caption(unit)
        if isinstance(chart, dict):
            inside = None if "data" in chart or "datasets" in chart else frame
            st.vega_lite_chart(inside, chart, alt=alt_text, key=f"chart_{key}")
        else:
            st.altair_chart(chart, alt=alt_text, key=f"chart_{key}")
        table(frame, key, "What is drawn, as a table")


def weekly(bands: Mapping[str, Any], told: str, key: str) -> None:
    """Bands by metric, several courses laid over each other in each; `told` says which, for who hears it."""
    with st.grid(2, min_column_width=330):
        for metric, band in bands.items():
            figure(
                overlaid(band.frame, band.unit),
                band.frame,
                title=band.title,
                unit=f"{band.unit}; median and 50 % of worlds",
                alt_text=f"{band.title} by week {told}",
                key=f"{metric}_{key}",
            )


def table(frame: pd.DataFrame, key: str, label: str) -> None:
    """A table in a fold, with its CSV, in which no cell is a formula to a spreadsheet."""
    fold = st.expander(label, icon=":material/table:", key=f"table_{key}", on_change="rerun")
    if fold.open:
        with fold:
            rows(frame, key)


def rows(frame: pd.DataFrame, key: str) -> None:
    """A table that stands open, with its CSV."""
    st.dataframe(frame, hide_index=True, alt=key.replace("_", " "), key=f"rows_{key}")
    st.download_button(
        "CSV",
        lambda: sim.csv_text(frame),  # written when it is asked for
        f"{key}.csv",
        "text/csv",
        key=f"csv_{key}",
        icon=":material/download:",
        on_click="ignore",
    )
