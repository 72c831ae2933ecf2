"""Where a version's frames stand for those of the footage, also in shots that play them at another speed or rate."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial import source_seconds
from posthouse.production.arrange import REMOVED
from posthouse.studio.turnover.pulls import counted, pictures_of, shown_frames
from posthouse.timing import ConstantConform, Length, LengthUnit, SourceMap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posthouse.editorial import Shot, Source
    from posthouse.production.arrange import Change
    from posthouse.studio.film import Film
    from posthouse.studio.turnover.pulled import Pulled
    from posthouse.timing import Rate

RETIMES = ("speed", "freeze", "frames", "pitch", "out")
"""What a shot does not say any more where its version has the retime baked in."""


def moved_length(written: object, shift: int, rate: Rate) -> str | None:
    """Return a source length counted ``shift`` frames less; None for timecode, which names the same frame as before.

    Raises:
        ValueError: it is no length.
    """
    offset = written if isinstance(written, Length) else Length.parse(str(written))
    if offset.is_timecode:
        return None
    if offset.unit is LengthUnit.FRAMES:
        return f"{offset.frames - shift}f"
    return str(Length.seconds_of(offset.seconds - Fraction(rate.seconds_at(shift))))


def ramp_changes(written: Mapping[str, object], shift: int, rate: Rate) -> dict[str, Change]:
    """Return what changes of a ramped shot's text when its frames are counted from another one: in, out and keys."""
    changes: dict[str, Change] = {}
    for key in ("in", "out"):
        moved = moved_length(written[key], shift, rate) if key in written else None
        if moved is not None:
            changes[key] = moved
    keys = written.get("speed")
    if isinstance(keys, list):
        changes["speed"] = [
            {**key, "at": moved_length(key["at"], shift, rate) or key["at"]} for key in keys if isinstance(key, dict)
        ]
    return changes


def baked_changes(shot: Shot, sent: Pulled, written: Mapping[str, object]) -> dict[str, Change]:
    """Return what changes of a shot's text when it plays a version frame for frame."""
    changes: dict[str, Change] = {key: REMOVED for key in RETIMES if key in written}
    if "angle" in written:
        changes["angle"] = REMOVED
    return changes | {"in": f"{sent.leads}f", "for": f"{shot.source.duration_frames}f"}


def reason_against_baked(film: Film, shot: Shot, sent: Pulled, anchored: Sequence[str]) -> str:
    """Return why a version with the retime baked in cannot be put in; empty where it can.

    ``anchored`` are the places in the text that count the shot's source frames, which are not in such a version.
    """
    media = film.programme.media[shot.media]
    if shot.media != sent.media or media.footage is None:
        return "an earlier version is in the cut, not baked, and this one has the retime baked in: put the footage back"
    shown = shown_frames(film, shot)
    taken = pictures_of(film, shot, shown, counted(film, media.footage))
    first = sent.first_picture + sent.head
    if shown.duration_frames != sent.shown or taken != (first, first + sent.cut_pictures):
        return "its cut changed since it went out, and the old one is baked in: pull it again"
    if shot.range.start_frame != shot.start_frame or shot.range.duration_frames != shot.source.duration_frames:
        return "more of it is in the text than went out: a sequence shows a part of it"
    if anchored:
        return f"{', '.join(anchored)} hang on its source frames, which are baked away: count them as {shot.shot}+12f"
    return ""


def first_frame_of(film: Film, shot: Shot, sent: Pulled, shift: int, pictures: int) -> int | None:
    """Return the ``in`` with which a shot shows the same pictures of a version of the footage's own rate.

    None: the version's pictures would fall on the programme's frames otherwise, wherever it begins.
    """
    footage = film.programme.media[shot.media].footage
    if not isinstance(shot.source, SourceMap) or footage is None:
        return None
    shown = shown_frames(film, shot).shifted(-shot.start_frame)
    grid = shot.source.grid_frames(shown)
    wanted = [footage.conform.picture_index(frame) for frame in grid]
    grid_rate = film.production.document.format.rate
    version = ConstantConform(source_rate=sent.rate, grid_rate=grid_rate, pictures=pictures)
    earlier = (sent.rate.seconds_at(shift) * grid_rate.fraction).__floor__()
    for less in (earlier, earlier + 1):
        if min(grid) >= less and [version.picture_index(frame - less) + shift for frame in grid] == wanted:
            return shot.source.in_frame - less
    return None


def range_text(shot: Shot, first: int) -> dict[str, Change]:
    """Return the range of a shot that begins with a frame of what it is cut from."""
    return {"in": f"{first}f", "out": REMOVED, "for": f"{shot.source.duration_frames}f"}


def names_same_frames(written: Mapping[str, object], sources: tuple[Source, Source], less: int, rate: Rate) -> bool:
    """Return whether a shot's range is timecode that names the same frames in a version as in the footage.

    Args:
        written: the shot, as it stands in the text.
        sources: the footage, and the version by its label.
        less: by how many frames of the programme's grid the version begins later.
        rate: the programme's.
    """
    said = [Length.parse(written[key]) for key in ("in", "out") if key in written]  # type: ignore[arg-type] # it was read
    if "in" not in written or not all(each.is_timecode for each in said):
        return False
    try:
        places = [[rate.nearest_frames(source_seconds(each, source)) for source in sources] for each in said]
    except ValueError:
        return False  # a label that drop-frame timecode leaves out
    return all(before - less == after for before, after in places)
