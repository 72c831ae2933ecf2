"""``posthouse tighten``: silences and fillers taken out of dialogue."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.answer import refuse, say, table
from posthouse.cli.command import house_command, split_production
from posthouse.cli.proposing import TAKE, propose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.studio.proposals.tightening import TightenedShot
    from posthouse.timing import Length


@house_command(
    "tighten",
    examples="""
    posthouse tighten interview
    posthouse tighten harbour interview answer --longer 500ms --handle 4f
    posthouse tighten interview --words interview.json
    posthouse tighten interview --words interview.vtt --filler um --filler like --take
    """,
)
@click.argument("words", nargs=-1, metavar="[PRODUCTION] SHOT...")
@click.option("--longer", default="700ms", metavar="TIME", help="Silences longer than this go.")
@click.option("--handle", default="160ms", metavar="TIME", help="What stays of a silence beside each word.")
@click.option("--shortest", default="400ms", metavar="TIME", help="No piece shorter than this is left alone.")
@click.option(
    "--words",
    "transcript",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Words with their times, of Whisper or WhisperX (JSON), WebVTT or SubRip; fillers among them go too.",
)
@click.option(
    "--filler", "fillers", multiple=True, metavar="WORD", help="A word that is a filler, instead of um, er ..."
)
@click.option("--park", is_flag=True, help="Keep work that hangs on what goes, as comments; else it is refused.")
@TAKE
def command(  # noqa: PLR0913 - one for each option
    words: tuple[str, ...],
    longer: str,
    handle: str,
    shortest: str,
    transcript: Path | None,
    fillers: tuple[str, ...],
    *,
    park: bool,
    take: bool,
) -> None:
    """Take silences out of shots, and fillers a recogniser heard.

    What is silence is told from the room and the voice of each shot. The shot is split at whole frames, picture and
    sound alike; work that hangs on it follows. No recogniser is part of posthouse: bring its transcript.
    """
    folder, shots = split_production(words)
    if not shots:
        refuse("name the shots to tighten", hint="as: posthouse tighten interview")
    from posthouse.assistant.tighten import read_words  # late: SciPy, and the crafts
    from posthouse.studio.proposals.tightening import Wanted, proposed_tightening

    wanted = Wanted(
        longer=_length("--longer", longer),
        handle=_length("--handle", handle),
        shortest=_length("--shortest", shortest),
        words=read_words(transcript) if transcript else (),
        fillers=fillers,
    )
    proposal, found = proposed_tightening(folder, shots, wanted, parks=park)
    propose(proposal, _facts(found), lambda: _show(found), is_taken=take, nothing="nothing to take out")


def _length(option: str, written: str) -> Length:
    from posthouse.timing import Length

    try:
        return Length.parse(written)
    except ValueError as problem:
        refuse(f"{option}: {problem}")


def _facts(found: Sequence[TightenedShot]) -> dict[str, Any]:
    return {
        "shots": [
            {
                "shot": each.shot,
                "frames": each.frames,
                "gone_frames": each.gone_frames,
                "gone": [[span.start_frame, span.end_frame] for span in each.gone],
                "room_db": round(each.room.room_db, 1),
                "voice_db": round(each.room.voice_db, 1),
                "threshold_db": round(each.room.threshold_db, 1),
                "note": each.note,
            }
            for each in found
        ]
    }


def _show(found: Sequence[TightenedShot]) -> None:
    rows = [
        (
            each.shot,
            str(each.frames),
            str(each.gone_frames),
            str(len(each.gone)),
            f"{each.room.room_db:.0f} dB",
            f"{each.room.voice_db:.0f} dB",
            each.note,
        )
        for each in found
    ]
    table(("shot", ">frames", ">gone", ">spans", ">room", ">voice", ""), rows)
    say()
