"""Chains in words: the acts behind an act as a tree, a table and a Mermaid graph."""

from collections.abc import Iterator

from sim.experiment.act import Act
from sim.experiment.why.chain import Link
from sim.experiment.why.why import Why
from sim.tell.acts import told_act
from sim.tell.figures import percent

LINKS = ("earlier act", "later act", "through", "share", "moves ln rate")
_KINDS = ("reported", "routine", "scheduled", "talks")


def act_line(why: Why, act: Act) -> str:
    """An act with its number and day."""
    origin = "" if act.kind == "rule" else f" [{act.kind}: {act.path}]"
    return f"event {act.event}, day {act.day}: {told_act(why.past.replay.scenario, act)}{origin}"


def tree(why: Why) -> Iterator[str]:
    """The chain as an indented list; what an act goes back to stands where the act is found first."""
    first: dict[int, Link] = {}
    for link in why.chain.links:
        first.setdefault(link.cause, link)
    yield from _branch(why, why.act.event, "", first)


def _branch(why: Why, event: int, indent: str, first: dict[int, Link]) -> Iterator[str]:
    for link in [link for link in why.chain.links if link.effect == event]:
        line = f"{indent}<- {through(link)}: {act_line(why, why.past.by_event[link.cause])}"
        if first[link.cause] is link:
            yield line
            yield from _branch(why, link.cause, f"{indent}   ", first)
        else:
            yield f"{line} (also elsewhere)"


def through(link: Link) -> str:
    """How one act bears on another."""
    return "answers" if link.signal == "answers" else f"{link.signal}, {percent(link.share)}"


def link_rows(why: Why) -> list[tuple[str, ...]]:
    """One row a link."""
    acts = why.past.by_event
    return [
        (
            *(f"{acts[event].event}, day {acts[event].day}" for event in (link.cause, link.effect)),
            link.signal,
            percent(link.share),
            "" if link.signal == "answers" else f"{link.log:+.3f}",
        )
        for link in why.chain.links
    ]


def mermaid(why: Why) -> str:
    """The chain as a Mermaid flowchart; acts that no rule decided stand in double boxes."""
    lines = ["flowchart LR"]
    for event in why.chain.events:
        act = why.past.by_event[event]
        label = _label(f"day {act.day}: {told_act(why.past.replay.scenario, act)}")
        first, last = ("[[", "]]") if act.kind in _KINDS else ("[", "]")
        lines.append(f'  e{event}{first}"{label}"{last}')
    for link in why.chain.links:
        lines.append(f'  e{link.cause} -->|"{_label(through(link))}"| e{link.effect}')
    return "\n".join([*lines, f"  style e{why.act.event} stroke-width:3px"]) + "\n"


def _label(text: str) -> str:
    """A text that Mermaid takes for text: everything else by its number."""
    return "".join(c if c.isalnum() or c in " .,:;()%-'/" else f"#{ord(c)};" for c in text)
