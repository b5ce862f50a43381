"""Rows: any two columns of a finished sweep as points or as a map, and everything to take away."""

import io
import zipfile
from pathlib import Path
from typing import Any

import streamlit as st

import sim
from dashboard.figure import NOT_A_PREDICTION, figure
from dashboard.state import sweeping

from . import charts
from .choosing import under


def pictures(choice: sweeping.Choice) -> None:
    """Two columns against each other, as points or as a map of cells."""
    points = sweeping.points(choice.folder)
    columns = [*points.factors, *points.outcomes]
    with st.grid(4, min_column_width=190):
        form = st.selectbox("Picture", ["Points", "Map of cells"], key="picture", bind="query-params")
        across = _column("Across", columns, points, 0)
        up = _column("Up", columns, points, min(len(points.factors), len(columns) - 1))
        lever = under(list(points.frame["lever"].unique()))
    if across == up:
        st.info("Choose two different columns.")
    elif form == "Points":
        _points(points, lever, (across, up))
    else:
        _cells(points, lever, (across, up))


def _column(label: str, columns: list[str], points: sim.Points, index: int) -> str:
    return str(
        st.selectbox(
            label, columns, index, format_func=lambda name: points.names.get(name, name),
            key=label.lower(), bind="query-params",
        )
    )  # fmt: skip


def _titled(points: sim.Points, column: str) -> str:
    unit = points.units.get(column)
    return (
        f"{points.names[column]} ({unit})" if unit and unit != points.names[column] else points.names[column]
    )


def _points(points: sim.Points, lever: str, axes: tuple[str, str]) -> None:
    shown = points.shown(lever)
    frame: Any = shown[["point", *axes]].set_axis(["point", "x", "y"], axis=1)
    across, up = (_titled(points, axis) for axis in axes)
    figure(
        charts.scatter(frame, (across, up)),
        frame,
        title=sim.plain_markdown(f"{points.names[axes[1]]} and {points.names[axes[0]]}"),
        unit=f"Each dot is a point of the sweep, a mean over its worlds; under {lever}. {NOT_A_PREDICTION}",
        alt_text=f"{len(frame)} points: {across} from left to right, {up} from bottom to top",
        key="points",
    )


def _cells(points: sim.Points, lever: str, axes: tuple[str, str]) -> None:
    outcome = _column("Coloured by", [name for name in points.outcomes if name not in axes], points, 0)
    frame = points.grid(lever, axes, outcome)
    across, up, told = (_titled(points, name) for name in (*axes, outcome))
    figure(
        charts.heat_map(frame, (across, up, told)),
        frame,
        title=sim.plain_markdown(points.names[outcome]),
        unit=f"Mean over the points in each cell; under {lever}. {NOT_A_PREDICTION}",
        alt_text=f"Map of {told}: {across} from left to right, {up} from bottom to top, {len(frame)} cells",
        key="cells",
    )


def take_away(choice: sweeping.Choice) -> None:
    """Rows as CSV, the folder as a zip, and where it lies."""
    finished = sweeping.finished(choice.folder)
    manifest = finished.manifest
    name = str(manifest["sweep"])
    st.text(
        f"{manifest['rows']:,} rows: one a point, lever and world, with every outcome. All of it is"
        " simulated."
    )
    with st.container(horizontal=True):
        st.download_button(
            "Rows as CSV", lambda: sim.rows_csv(finished), f"SIMULATED-{name}.csv", "text/csv",
            icon=":material/download:", on_click="ignore", key="rows_csv",
        )  # fmt: skip
        st.download_button(
            "Folder as zip", lambda: zipped(choice.folder, name), f"{name}.zip", "application/zip",
            icon=":material/folder_zip:", on_click="ignore", key="folder_zip",
        )  # fmt: skip
    st.caption("Where it lies:")
    st.code(str(choice.folder), language=None, wrap_lines=True)
    st.caption("Where it comes from:")
    told = ("scenario", "fingerprint", "seed", "worlds", "days", "result_hash", "versions", "edition")
    st.json({key: manifest[key] for key in told if key in manifest})


def zipped(folder: Path, name: str) -> bytes:
    """The tables, the parts and the readings of a sweep in one archive; links are left out."""
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink() and not path.name.startswith("."):
                archive.write(path, f"{name}/{path.relative_to(folder)}")
    return found.getvalue()
