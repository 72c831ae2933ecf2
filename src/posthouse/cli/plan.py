"""``posthouse plan``: what a build would do, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say, shortened, table
from posthouse.cli.command import CORES, house_command, opened, split_production

if TYPE_CHECKING:
    from posthouse.build import Plan, PlannedJob

_SHOWN = 40


@house_command(
    "plan",
    examples="""
    posthouse plan
    posthouse plan harbour web
    posthouse plan --all
    posthouse plan --json | jq '.dirty[].why'
    """,
)
@click.argument("words", nargs=-1, metavar="[PRODUCTION] [DELIVERABLE]...")
@click.option("--all", "show_all", is_flag=True, help=f"Show every job that would run, not the first {_SHOWN}.")
@CORES
def command(words: tuple[str, ...], *, show_all: bool, cores: int | None) -> None:
    """Show what a build would do, and why.

    Also how long it should take, by what was built here before; nothing runs.
    """
    path, names = split_production(words)
    with opened(path, cores=cores) as film:
        plan = film.plan(*names)
    answer(plan_facts(plan), lambda: _show(plan, show_all=show_all))


def plan_facts(plan: Plan) -> dict[str, object]:
    """Return a plan as plain data."""
    from posthouse.build import JobState

    return {
        "is_current": plan.is_current,
        "jobs": len(plan.jobs),
        "dirty": [_planned_facts(job) for job in plan.in_state(JobState.DIRTY)],
        "waits": [_planned_facts(job) for job in plan.in_state(JobState.WAITS)],
        "to_publish": [str(target.destination) for target in plan.to_publish if target.destination],
        "estimate_seconds": plan.estimate_seconds,
        "jobs_without_history": plan.unknown_count,
    }


def _planned_facts(planned: PlannedJob) -> dict[str, object]:
    return {
        "label": planned.job.label,
        "craft": planned.job.craft,
        "kind": planned.job.kind,
        "why": planned.reason.text if planned.reason else "",
        "cause": planned.reason.cause.value if planned.reason else "",
        "estimate_seconds": planned.estimate_seconds,
    }


def _show(plan: Plan, *, show_all: bool) -> None:
    from posthouse.build import JobState, format_seconds

    if not plan.jobs:
        say("the production delivers nothing yet; say what, as deliver: [web]", color="yellow")
        return
    if plan.is_current:
        say(f"nothing to do: all {len(plan.jobs)} jobs are done", color="green")
        return
    dirty, waiting = plan.in_state(JobState.DIRTY), plan.in_state(JobState.WAITS)
    shown = dirty if show_all else dirty[:_SHOWN]
    if dirty:
        rows = [(j.job.craft, j.job.label, shortened(j.reason.text if j.reason else ""), _time(j)) for j in shown]
        table(("craft", "job", "why", ">time"), rows)
    if len(shown) < len(dirty):
        say(f"and {len(dirty) - len(shown)} more (--all shows them)")
    crafts = Counter(planned.job.craft for planned in waiting)
    if waiting:
        counted = ", ".join(f"{craft} {count}" for craft, count in crafts.items())
        say(f"\n{len(waiting)} jobs wait for these: {counted}")
    for target in plan.to_publish:
        if target.destination is not None and target.destination.suffix:
            say(f"writes {target.destination}")
    estimate = format_seconds(plan.estimate_seconds)
    unknown = f" ({plan.unknown_count} jobs have no history yet)" if plan.unknown_count else ""
    more = f", and up to {len(waiting)} after them" if waiting else ""
    say(f"\n{len(dirty)} of {len(plan.jobs)} jobs must run{more}; time: {estimate}{unknown}")


def _time(planned: PlannedJob) -> str:
    return "" if planned.estimate_seconds is None else f"{planned.estimate_seconds:.1f} s"
