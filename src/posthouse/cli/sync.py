"""``posthouse sync``: each camera's sound from the recorder that ran with it, to the sample."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.answer import say, table, wants_json
from posthouse.cli.command import house_command, split_production
from posthouse.cli.proposing import TAKE, propose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.studio.proposals.syncing import Synced


@house_command(
    "sync",
    examples="""
    posthouse sync
    posthouse sync harbour --by timecode
    posthouse sync --media cam1 cam2 take1
    posthouse sync --media cam1 take1 --take
    posthouse sync --multicam table --media cam1 cam2 cam3 take1
    posthouse sync --json | jq '.pairs[] | select(.found)'
    """,
)
@click.argument("words", nargs=-1, metavar="[PRODUCTION] [MEDIA...]")
@click.option("--by", type=click.Choice(["auto", "waveform", "timecode"]), default="auto", help="What to go by.")
@click.option(
    "--media", "named", multiple=True, metavar="NAME...", help="Cameras and recorders; left out, all there are."
)
@click.option("--multicam", metavar="NAME", help="Make a multicam of the cameras, instead of sound_from:.")
@TAKE
def command(words: tuple[str, ...], by: str, named: tuple[str, ...], multicam: str | None, *, take: bool) -> None:
    """Find where recordings lie against each other, and how far their clocks drift.

    By the sound itself (to the sample, drift to a ppm), by timecode, or by both. What is found is proposed as
    sound_from: of each camera. What is not sure is refused, with the reason; nothing is guessed. Where several
    recordings of a take fit alike, a mix and its microphones, the first in the text is taken; name another to have it.
    With --multicam, the cameras become angles on one clock; all are laid to one recorder, or to the first camera.
    """
    from posthouse.studio.proposals.grouping import proposed_multicam
    from posthouse.studio.proposals.proposal import on_the_bench  # late: the crafts
    from posthouse.studio.proposals.syncing import By, Syncing

    folder, names = split_production(words)
    with on_the_bench(folder) as bench:
        syncing = Syncing(bench=bench, by=By(by), tell=None if wants_json() else _tell)
        try:
            chosen = (*named, *names)
            proposal, rows = proposed_multicam(syncing, multicam, chosen) if multicam else syncing.proposed(chosen)
        finally:
            syncing.close()
    facts = {"pairs": [_facts(row) for row in rows]}
    nothing = "nothing to change" if any(row.found for row in rows) else "no pair is sure: nothing to change"
    propose(proposal, facts, lambda: _show(rows), is_taken=take, nothing=nothing)


def _tell(reference: str, other: str) -> None:
    click.echo(f"listening to {reference} and {other}", err=True)


def _facts(row: Synced) -> dict[str, Any]:
    common = {"reference": row.reference, "other": row.other, "by": row.by.value, "note": row.note}
    found = row.found
    if found is None:
        verdict = row.verdict
        return {**common, "found": False, "reason": getattr(verdict, "reason", ""), "confidence": verdict.confidence}
    return {
        **common,
        "found": True,
        "sample": row.first_sample,
        "offset_s": float(found.start_seconds),
        "drift_ppm": round(found.drift_ppm, 3),
        "drift_error_ppm": found.drift_error_ppm,
        "confidence": found.confidence,
        "windows": found.windows,
        "agreeing": found.agreeing,
        "residual_samples": found.residual_samples,
        "offset_error_samples": found.offset_error_samples,
        "overlap_s": [round(float(at), 3) for at in found.overlap_seconds],
        "channels": list(found.channels),
        "inverted": found.is_inverted,
    }


def _show(rows: Sequence[Synced]) -> None:
    columns = ("reference", "other", "by", ">sample", ">drift ppm", ">confidence", ">overlap", "")
    table(columns, [_cells(row) for row in rows])
    say()


def _cells(row: Synced) -> tuple[str, ...]:
    found = row.found
    if found is None:
        reason = getattr(row.verdict, "reason", "")
        return row.reference, row.other, row.by.value, "-", "-", f"{row.verdict.confidence:.2f}", "-", f"no: {reason}"
    low, high = found.overlap_seconds
    uncertain = found.note if found.note not in row.note else ""
    notes = [row.note, uncertain, "the other's polarity is inverted" if found.is_inverted else ""]
    return (
        row.reference,
        row.other,
        row.by.value,
        str(row.first_sample),
        f"{found.drift_ppm:+.3f}",
        f"{found.confidence:.2f}",
        f"{float(high - low):.1f} s",
        "; ".join(note for note in notes if note),
    )
