"""The lists that go with pulls: a count sheet, an EDL, an ALE, and a record of the turnover itself."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from posthouse.interchange import Clip, MediaRef, SourceSpan, Timeline, Track, TrackKind
from posthouse.interchange.ale import log_text
from posthouse.interchange.formats import format_named
from posthouse.studio.turnover.earlier import RECORD, pull_of
from posthouse.studio.turnover.pull_light import color_words
from posthouse.timing import FrameRange, Timecode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posthouse.studio.film import Film
    from posthouse.studio.turnover.pulls import Pull, PullWishes
    from posthouse.timing import Rate

VARIABLE = "of variable rate: its frames are those of the programme that show it"
COLUMNS = (
    "number", "pull", "shot", "media", "reel", "record in", "record out", "source in", "source out", "frames",
    "head", "cut frames", "tail", "rate", "size", "speed", "first number", "color", "notes",
)  # fmt: skip


def sheets(
    film: Film, made: Sequence[Pull], wishes: PullWishes, name: str, kept: Sequence[Mapping[str, Any]] = ()
) -> dict[str, bytes]:
    """Return the files of a turnover's lists by name; ``kept`` went out earlier, and stays in all of them."""
    out_before = [pull for facts in kept if (pull := pull_of(facts)) is not None]
    pulls = sorted((*out_before, *made), key=lambda pull: (pull.record, pull.name))
    timeline = _timeline(film, pulls, name)
    edl = format_named("edl")
    assert edl is not None
    rates = {pull.rate for pull in pulls}
    logs = {
        f"{name}{'' if len(rates) == 1 else f'_{float(rate.fraction):.3f}'}.ale": log_text(
            [_reference(film, pull) for pull in pulls if pull.rate == rate], rate, size=pulls[0].size
        ).encode()
        for rate in sorted(rates)
    }
    return {
        f"{name}_count_sheet.csv": _count_sheet(film, pulls, wishes).encode(
            "utf-8-sig"
        ),  # spreadsheets ask for the mark
        **edl.writer((timeline,), name=name).files,
        **logs,
        RECORD: _record(film, made, wishes, name, kept).encode(),
    }


def _count_sheet(film: Film, pulls: Sequence[Pull], wishes: PullWishes) -> str:
    start = film.programme.cut.start or Timecode(frame_count=0, rate=film.production.document.format.rate)
    content = io.StringIO()
    rows = csv.writer(content)
    rows.writerow(COLUMNS)
    for number, pull in enumerate(pulls, 1):
        rows.writerow(
            (
                number, pull.name, pull.shot, pull.media, pull.reel,
                start.plus(pull.record[0]), start.plus(pull.record[1]),
                pull.start, pull.start.plus(pull.pictures), pull.pictures,
                pull.head, pull.pictures - pull.head - pull.tail, pull.tail,
                f"{float(pull.rate.fraction):.6g}", f"{pull.size[0]}x{pull.size[1]}", pull.speed, wishes.first_number,
                color_words(pull.space, pull.form), VARIABLE if pull.is_variable else "",
            )
        )  # fmt: skip
    return content.getvalue()


def _timeline(film: Film, pulls: Sequence[Pull], name: str) -> Timeline:
    """Return the pulls end to end, handles included, at the programme's rate."""
    rate = film.production.document.format.rate
    clips, at = [], 0
    for number, pull in enumerate(pulls, 1):
        length = _record_frames(pull, rate)
        span = SourceSpan(rate=pull.rate, start=Fraction(pull.start.frame_count), duration=Fraction(pull.pictures))
        clips.append(
            Clip(
                id=f"V1-{number:03}",
                name=pull.name,
                record=FrameRange.lasting(at, length),
                source=span,
                media=_reference(film, pull),
            )
        )
        at += length
    track = Track(name="V1", kind=TrackKind.PICTURE, clips=tuple(clips))
    return Timeline(id=name, name=name, rate=rate, tracks=(track,))


def _record_frames(pull: Pull, rate: Rate) -> int:
    """Return how many frames of a list a pull takes; 24 and 23.976 count alike there, so that none is lost."""
    if pull.rate.timebase == rate.timebase:
        return pull.pictures
    return max(1, rate.nearest_frames(pull.rate.seconds_at(pull.pictures)))


def _reference(film: Film, pull: Pull) -> MediaRef:
    media = film.programme.media.get(pull.media)  # one that went out earlier may be here no more
    span = SourceSpan(rate=pull.rate, start=Fraction(pull.start.frame_count), duration=Fraction(pull.pictures))
    return MediaRef(
        name=pull.name,
        reel=pull.reel,
        file=media.path.name if media and media.path else "",
        available=span,
        is_drop_frame=pull.start.is_drop_frame,
        size=pull.size,
        has_picture=True,
    )


def _record(film: Film, pulls: Sequence[Pull], wishes: PullWishes, name: str, kept: Sequence[Mapping[str, Any]]) -> str:
    facts = {
        "turnover": name,
        "production": film.production.document.title,
        "as": wishes.form,
        "version": wishes.version,
        "first_number": wishes.first_number,
        "pulls": [*kept, *(pull.facts() for pull in pulls)],
    }
    return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"
