"""Pictures: a rule's rate over one of its signals, with the range of the assumptions."""

import altair as alt
import pandas as pd

from dashboard.charts import Picture
from dashboard.theme import GREY, SCENARIOS

_HEIGHT = 220


def over_a_signal(frame: pd.DataFrame, before: pd.DataFrame | None, signal: str) -> Picture:
    """Rate with its band, and the rate before as a broken line; columns as `sim.response` gives them."""
    chart = alt.Chart(frame).encode(x=alt.X("signal:Q", title=signal, scale=alt.Scale(domain=[0, 1])))
    band = chart.mark_area(opacity=0.2, color=SCENARIOS[1])
    band = band.encode(y=alt.Y("low:Q", title="acts a day", scale=alt.Scale(zero=True)), y2="high:Q")
    tips = [alt.Tooltip(f"{name}:Q", format=".3~g") for name in frame.columns]
    line = chart.mark_line(color=SCENARIOS[1], strokeWidth=2.5).encode(y="rate:Q", tooltip=tips)
    layers = [band, line]
    if before is not None:
        old = alt.Chart(before).mark_line(color=GREY, strokeWidth=2, strokeDash=[5, 4])
        layers.append(old.encode(x="signal:Q", y="rate:Q"))
    return alt.layer(*layers).properties(height=_HEIGHT)
