"""Server: Streamlit, with what every page needs imported before the first visitor comes.

    python -P -m dashboard run APP [FLAGS]

`deescalate dashboard` starts it; the imports would otherwise cost the first visitor some seconds.
"""

import gc
import sys
from importlib import import_module

from streamlit.web import cli

import sim
from dashboard import BASE, opening


def warm() -> None:
    """Draw what the first page shows; the libraries build much of themselves at the first use."""
    scenario = sim.load(BASE)
    sim.titles(), sim.levers(scenario), sim.important(scenario)
    opening.pictures(BASE)
    import_module("pyarrow.dataset")  # what reads Parquet, and what tells a run: who waits for one needs both
    _ = sim.open_run, sim.unfolding, sim.places_by_day, sim.story
    gc.collect()
    gc.freeze()  # Streamlit collects after each script; what stands for good need not be looked at again


if __name__ == "__main__":
    warm()
    sys.argv[0] = "streamlit"
    cli.main()
