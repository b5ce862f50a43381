"""Server: Streamlit, with what every page needs imported before the first visitor comes.

    python -P -m dashboard run APP [FLAGS]

`deescalate dashboard` starts it; the imports would otherwise cost the first visitor some seconds.
"""

import sys

from streamlit.web import cli

import sim
from dashboard import BASE, charts, map  # noqa: A004


def warm() -> None:
    """Draw once what the first page draws: the libraries build much of themselves at the first use."""
    scenario = sim.load(BASE)
    sim.titles(), sim.levers(scenario), sim.important(scenario)
    found = sim.situation(scenario)
    for picture in (map.area(found), charts.statements(found.reported), charts.leverage(found.leverage)):
        picture.to_dict()


if __name__ == "__main__":
    warm()
    sys.argv[0] = "streamlit"
    cli.main()
