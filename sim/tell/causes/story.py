"""Stories in words: one world with a cause and without it, side by side."""

from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.text import Text

from sim.experiment.attribution.story import Line, Opinion, Story
from sim.scenario.scenario import Scenario
from sim.tell.acts import actor_name, told_act
from sim.tell.figures import plain_markdown
from sim.tell.tables import markdown_table
from sim.tell.terminal import columns

Row = tuple[str, ...]
SIDES = ("day", "in both", "only with the cause", "only without it")
MARKS = {"both": " ", "with": "+", "without": "-"}
SHOWN = 10


def story_heading(story: Story) -> str:
    """Which world is told, and how much of it the two courses share."""
    return (
        f"World {story.world}, days {story.first} to {story.last}, where it parts: {story.of('both')} acts in"
        f" both courses, {story.of('with')} only with the cause, {story.of('without')} only without it."
    )


def side_by_side(scenario: Scenario, story: Story) -> list[Row]:
    """One row a day: acts in both courses, counted; those only with and only without the cause, in words."""
    days = sorted({line.act.day for line in story.lines if line.where != "both"})
    return [
        (
            str(day),
            str(sum(line.where == "both" and line.act.day == day for line in story.lines)),
            *(_column(scenario, story, where, day) for where in ("with", "without")),
        )
        for day in days
    ]


def _column(scenario: Scenario, story: Story, where: str, day: int) -> str:
    here = [line.act for line in story.lines if line.where == where and line.act.day == day]
    return "\n".join(told_act(scenario, act) for act in here)


def story_lines(scenario: Scenario, story: Story) -> Iterator[str]:
    """Every act, then every judgement that differs: `+` only with the cause, `-` only without it."""
    yield from (_line(scenario, line) for line in story.lines)
    yield from (_opinion(scenario, opinion) for opinion in story.opinions)


def _line(scenario: Scenario, line: Line) -> str:
    return f"{MARKS[line.where]} day {line.act.day:>3}  {told_act(scenario, line.act)}"


def _opinion(scenario: Scenario, said: Opinion) -> str:
    return f"{MARKS[said.where]} day {said.day:>3}  {opinion_text(scenario, said)}"


def opinion_text(scenario: Scenario, said: Opinion) -> str:
    """Who blames whom for what, and whether it accepts a claim to be excepted."""
    act = scenario.actions[said.act.action].name
    blames = f"{actor_name(scenario, said.observer)} blames {actor_name(scenario, said.blamed)} for {act}"
    claim = {None: "", True: ", accepts that it is excepted", False: ", does not accept that it is excepted"}
    return blames + claim[said.accepted]


def print_story(out: Console, scenario: Scenario, story: Story) -> None:
    """The heading, and the first days on which something differs."""
    out.print(Text(story_heading(story)))
    rows = side_by_side(scenario, story)
    out.print(columns(SIDES, rows[:SHOWN]))
    if len(rows) > SHOWN:
        out.print(Text(f"and on {len(rows) - SHOWN} days more"))
    if story.opinions:
        out.print(Text(f"{len(story.opinions)} judgements of these acts differ as well."))


def told_twice(scenario: Scenario, story: Story) -> Iterator[str]:
    """The same as the parts of a Markdown page, with every act."""
    rows = [[cell.replace("\n", "; ") for cell in row] for row in side_by_side(scenario, story)]
    yield plain_markdown(story_heading(story))
    yield markdown_table(SIDES, rows)
    yield "All acts, and the judgements that differ (`+` only with the cause, `-` only without it):"
    yield "\n".join(f"    {' '.join(line.splitlines())}" for line in story_lines(scenario, story))


def as_document(scenario: Scenario, story: Story) -> dict[str, Any]:
    """The whole story for programs."""
    return {
        "world": story.world,
        "first_day": story.first,
        "last_day": story.last,
        "acts": [
            {"in": where, "day": act.day, "path": act.path, "text": told_act(scenario, act)}
            for where, act in story.lines
        ],
        "judgements": [
            {"in": o.where, "day": o.day, "observer": o.observer, "blamed": o.blamed or None,
             "accepted": o.accepted, "text": opinion_text(scenario, o)}
            for o in story.opinions
        ],
    }  # fmt: skip
