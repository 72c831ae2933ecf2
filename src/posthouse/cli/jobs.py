"""``posthouse jobs``: every post-production job, by craft."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say, shortened, table
from posthouse.cli.command import house_command, opened, split_production

if TYPE_CHECKING:
    from posthouse.build import PlannedJob


@house_command(
    "jobs",
    examples="""
    posthouse jobs
    posthouse jobs harbour --craft color --craft mix
    posthouse jobs --state dirty --json
    """,
)
@click.argument("words", nargs=-1, metavar="[PRODUCTION] [DELIVERABLE]...")
@click.option("--craft", "crafts", multiple=True, help="Only this craft's jobs; may be given more than once.")
@click.option("--state", type=click.Choice(["done", "dirty", "waits"]), help="Only jobs in this state.")
def command(words: tuple[str, ...], crafts: tuple[str, ...], state: str | None) -> None:
    """List every job, by craft, with its state.

    A job is done, dirty (it will run), or waits for one that is dirty.
    """
    path, names = split_production(words)
    with opened(path) as film:
        jobs = film.plan(*names).jobs
    known = sorted({planned.job.craft for planned in jobs})
    if unknown := [craft for craft in crafts if craft not in known]:
        raise click.UsageError(f"no job is of the craft {unknown[0]!r}; there are {', '.join(known)}")
    chosen = [
        planned
        for planned in jobs
        if (not crafts or planned.job.craft in crafts) and (state is None or planned.state.value == state)
    ]
    chosen.sort(key=lambda planned: planned.job.craft)  # stable: programme order within a craft
    answer({"jobs": [_facts(planned) for planned in chosen]}, lambda: _show(chosen))


def _facts(planned: PlannedJob) -> dict[str, object]:
    job = planned.job
    return {
        "label": job.label,
        "craft": job.craft,
        "kind": job.kind,
        "state": planned.state.value,
        "why": planned.reason.text if planned.reason else "",
        "estimate_seconds": planned.estimate_seconds,
    }


def _show(chosen: list[PlannedJob]) -> None:
    rows = [
        (p.job.craft, p.job.kind, p.job.label, p.state.value, shortened(p.reason.text if p.reason else ""))
        for p in chosen
    ]
    if rows:
        table(("craft", "kind", "job", "state", "why"), rows)
    states = Counter(planned.state.value for planned in chosen)
    say(f"\n{len(chosen)} jobs: " + (", ".join(f"{count} {state}" for state, count in states.items()) or "none"))
