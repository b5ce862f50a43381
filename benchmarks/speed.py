"""What is measured about speed and memory, as the parts of docs/explanation/speed.md.

    python -m benchmarks.speed [engine] [sweeps] [large] [dashboard]

`make speed` renews all but `large`, which takes most of an hour. A machine that does something else measures
too little; each part says how many cores there were.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import dashboard, sweeping
from benchmarks.readme import renewed

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "explanation" / "speed.md"
Rows = list[tuple[str, str, str]]


def table(rows: Rows) -> str:
    """What, measured, aimed at."""
    lines = ["", "| | measured | aim |", "|:--|--:|--:|", *(f"| {' | '.join(row)} |" for row in rows)]
    return "\n".join([*lines, "", f"On {os.cpu_count()} cores.", ""])


def engine() -> str:
    """What `deescalate bench` prints."""
    words = [str(Path(sys.executable).parent / "deescalate"), "bench"]
    done = subprocess.run(words, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return f"```text\n{done.stdout.strip()}\n```\n"


def sweeps() -> str:
    """What sweeps keep of the bare engine's speed, and what a point costs."""
    speeds = sweeping.against_bare()
    point = sweeping.point_beside_mesa(speeds["processes"])
    keeps = {kind: f"{speeds[kind]:.0f} ({speeds[f'{kind} keep']:.0%})" for kind in ("processes", "dask")}
    return table(
        [
            ("rows a second and core, bare engine", f"{speeds['bare']:.0f}", ""),
            ("two local processes", keeps["processes"], "90 %"),
            ("two Dask workers", keeps["dask"], "80 %"),
            ("a point of 64 worlds, seconds of a core", f"{point['here_s']:.2f}", ""),
            (
                "the same by `mesa.batch_run` over an object an actor",
                f"{point['mesa_batch_run_s']:.1f} ({point['ratio']:.0f} times as long)",
                "",
            ),
        ]
    )


def large() -> str:
    """A sweep of 10,000 points."""
    return told_large(sweeping.large(10_000))


def told_large(found: dict[str, Any]) -> str:
    """The same of what was measured."""
    asked = f"{found['points']:,} points x {found['worlds']} worlds"
    return table(
        [
            (f"{asked}, minutes", f"{found['elapsed_s'] / 60:.0f}", ""),
            (
                "share of its cores that it got",
                f"{found['cpu_s'] / found['elapsed_s'] / found['workers']:.0%}",
                "",
            ),
            ("processor minutes", f"{found['cpu_s'] / 60:.0f}", ""),
            ("rows a second of a processor", f"{found['rows_per_cpu_s']:.0f}", ""),
            ("most memory of all processes, MB", f"{found['most_mb']:,}", "2,000"),
            ("on disk, MB", f"{found['disk_mb']:.0f}", ""),
        ]
    )


def waits() -> str:
    """How long the dashboard lets one wait."""
    found = dashboard.measured(200, servers=7)

    def row(what: str, name: str, aim: str) -> tuple[str, str, str]:
        least, middle, most = found[name]
        return what, f"{middle:.2f} ({least:.2f} to {most:.2f})", aim

    sent = max(found["payload_mb"].items(), key=lambda item: item[1])
    memory = ", ".join(f"{megabytes} after {reruns}" for reruns, megabytes in found["memory_mb"].items())
    return table(
        [
            row("first picture for the first visitor, s", "first_picture_s", "3"),
            row("first picture for the second, s", "second_visitor_s", "3"),
            row("256 worlds of 90 days on screen, s", "run_256_s", "5"),
            row("the same worlds by the bare engine, one core, s", "engine_256_s", ""),
            row("the same run again, s", "run_again_s", ""),
            row("a fault beside its line, s", "check_s", "1"),
            (f"most sent for a view ({sent[0]}), MB", f"{sent[1]}", "2"),
            ("memory of the server over reruns, MB", memory, "flat"),
        ]
    )


PARTS: dict[str, Callable[[], str]] = {
    "engine": engine,
    "sweeps": sweeps,
    "large": large,
    "dashboard": waits,
}


def main() -> None:
    """Renew the parts that are asked for; all but the long one by default."""
    for name in sys.argv[1:] or [name for name in PARTS if name != "large"]:
        inside = PARTS[name]()
        _renew(PAGE, name, inside)
        if name == "engine":
            _renew(ROOT / "README.md", "speed", inside)


def _renew(page: Path, name: str, inside: str) -> None:
    page.write_text(renewed(page.read_text(encoding="utf-8"), name, inside), encoding="utf-8")


if __name__ == "__main__":
    main()
