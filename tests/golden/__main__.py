"""Accept the numbers that the program gives now, showing what changed."""

import sys

from sim.scenario.load import shelf

from .numbers import accept, accepted, changes, measure


def main() -> None:
    """Measure every shipped scenario, tell the changes, write them down."""
    before = accepted()
    now = {scenario_id: measure(scenario_id) for scenario_id in shelf()}
    for scenario_id in sorted(before.keys() | now.keys()):
        lines = changes(before.get(scenario_id, {}), now.get(scenario_id, {}))
        sys.stdout.write(f"{scenario_id}: {len(lines)} numbers changed\n")
        sys.stdout.writelines(f"  {line}\n" for line in lines)
    accept(now)
    sys.stdout.write("Accepted. Say why in CHANGELOG.md, section Model.\n")


if __name__ == "__main__":
    main()
