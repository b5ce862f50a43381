"""Verbs about trust: audit."""

from typing import Annotated

import typer

from .app import FAILED, Days, Json, Reference, Seed, Workers, app, say, verb

Of = Annotated[list[str] | None, typer.Option("--of", metavar="PATH", help="only what lies at or below it")]
Against = Annotated[
    str | None, typer.Option(metavar="BASE", help="only what differs from this scenario, or is new")
]


@app.command()
@verb
def audit(
    scenario: Reference,
    *,
    thorough: Annotated[bool, typer.Option("--thorough", help="more worlds, all effects; minutes")] = False,
    of: Of = None,
    against: Against = None,
    seed: Seed = 1,
    days: Days = None,
    workers: Workers = None,
    as_json: Json = False,
) -> None:
    """Whether everything that a scenario says acts on something, by changing it alone in the same worlds."""
    from sim.experiment.audit.audit import audit as audited
    from sim.experiment.audit.audit import plan_of
    from sim.experiment.audit.subject import changed_paths
    from sim.experiment.refusal import RefusedError
    from sim.experiment.run import prepared
    from sim.tell.causes.audit import document, print_audit
    from sim.tell.terminal import progress_bar

    chosen = prepared(scenario)
    if against is not None:
        if of:
            raise RefusedError("--of and --against: choose one")
        of = sorted(changed_paths(prepared(against), chosen))
        if not of:
            raise RefusedError(f"{scenario} adds nothing to {against} and changes nothing in it: no audit")
    with progress_bar(None) as progress:
        how = {"seed": seed, "days": days, "workers": workers, "progress": progress}
        found = audited(chosen, plan=plan_of(thorough=thorough), of=of, **how)
    say(as_json, document(found), ()) if as_json else print_audit(found)
    if not found.ok:
        raise typer.Exit(FAILED)
