"""``posthouse why``: why a job must run, or what it was last made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say
from posthouse.cli.command import house_command, opened, split_production

if TYPE_CHECKING:
    from posthouse.studio.asking import Why

_SHOWN = 12


@house_command(
    "why",
    examples="""
    posthouse why "web opening @48"
    posthouse why harbour opening
    posthouse why master --json
    """,
)
@click.argument("words", nargs=-1, required=True, metavar="[PRODUCTION] LABEL")
@click.option("--all", "show_all", is_flag=True, help=f"Show every parameter, not the first {_SHOWN}.")
def command(words: tuple[str, ...], *, show_all: bool) -> None:
    """Say why a job must run, or last ran.

    Also what it was made from. LABEL is a job's label as plan and jobs show it, or a part of one.
    """
    path, rest = split_production(words)
    if not rest:
        raise click.UsageError("name a job; posthouse jobs lists them", click.get_current_context())
    with opened(path) as film:
        answers = film.why(" ".join(rest))
    answer({"jobs": [_facts(why) for why in answers]}, lambda: _show(answers, show_all=show_all))


def _facts(why: Why) -> dict[str, object]:
    planned, last = why.planned, why.last
    made = None
    if last is not None:
        made = {
            "why": last.reason,
            "version": last.version,
            "environment": dict(last.environment),
            "parameters": dict(last.params),
            "inputs": [{"label": label, "digest": digest} for label, digest in last.inputs],
        }
    return {
        "label": planned.job.label,
        "kind": planned.job.kind,
        "craft": planned.job.craft,
        "state": planned.state.value,
        "why": planned.reason.text if planned.reason else "",
        "last_made_from": made,
    }


def _show(answers: tuple[Why, ...], *, show_all: bool) -> None:
    for why in answers:
        planned, last = why.planned, why.last
        say(f"{planned.job.label} ({planned.job.kind}): {planned.state.value}", color="cyan")
        if planned.reason is not None:
            say(f"  it must run: {planned.reason.text}")
        if last is None:
            say("  it was never built")
            continue
        say(f"  why it last ran: {last.reason or 'its result was found, made for another job'}")
        if len(answers) == 1:
            _show_parts(why, show_all=show_all)
    if len(answers) > 1:
        say("name one of them to see what it is made from")


def _show_parts(why: Why, *, show_all: bool) -> None:
    assert why.last is not None
    labels = [label for label, _ in why.last.inputs]
    if labels:
        shown = labels if show_all else labels[:_SHOWN]
        say(
            f"  from: {', '.join(shown)}"
            + (f" and {len(labels) - len(shown)} more" if len(shown) < len(labels) else "")
        )
    values = list(why.last.params.items())
    for name, value in values if show_all else values[:_SHOWN]:
        say(f"    {name or 'parameter'}: {value}")
    if not show_all and len(values) > _SHOWN:
        say(f"    and {len(values) - _SHOWN} more (--all shows them)")
