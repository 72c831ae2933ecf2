"""Changes as a list a cutting room reads: numbered, with the timecodes of both cuts; and as an EDL of what changed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from posthouse.studio.comparing.changes import Change, Craft, Kind
from posthouse.timing import Timecode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from posthouse.studio.comparing.compare import Comparison
    from posthouse.studio.comparing.layout import LaidShot, Layout
    from posthouse.timing import FrameRange

_NAMES: Final = {
    Kind.NEW: "INSERT",
    Kind.GONE: "DELETE",
    Kind.MOVED: "MOVE",
    Kind.SLIPPED: "SLIP",
    Kind.RETIMED: "SPEED",
    Kind.SPLIT: "SPLIT",
    Kind.MERGED: "MERGE",
    Kind.REPEATED: "INSERT",
    Kind.REPLACED: "REPLACE",
}
_NOWHERE: Final = "-"
_LONGEST_REEL: Final = 8
_MOST_EVENTS: Final = 999


def change_list(comparison: Comparison) -> str:
    """Return the changes of the picture as text: number, what, old and new timecode, length, shot, words."""
    old, new = comparison.matched.old, comparison.matched.new
    rows = [("CHG", "TYPE", "OLD IN", "OLD OUT", "NEW IN", "NEW OUT", "FRAMES", "SHOT", "")]
    for number, change in enumerate(picture_changes(comparison), 1):
        before, after = _ends(change.before, old.layout), _ends(change.after, new.layout)
        frames = change.after or change.before
        count = "" if frames is None else str(frames.duration_frames)
        rows.append((str(number), type_name(change), *before, *after, count, change.subject, change.words))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    head = [f"CHANGE LIST  {old.name} -> {new.name}"]
    head += [f"OLD {_length(old.layout)}  NEW {_length(new.layout)}  {len(rows) - 1} CHANGES", ""]
    return "\n".join([*head, *lines]) + "\n"


def picture_changes(comparison: Comparison) -> list[Change]:
    """Return the changes of shots, transitions and gaps."""
    return [
        change for change in comparison.changes if change.craft is Craft.PICTURE and change.kind is not Kind.RENAMED
    ]


def type_name(change: Change) -> str:
    """Return what a change list calls a change."""
    if change.kind is not Kind.TRIMMED:
        return _NAMES.get(change.kind, "CHANGE")
    head, tail = bool(change.head_frames), bool(change.tail_frames)
    return "TRIM HEAD+TAIL" if head and tail else "TRIM HEAD" if head else "TRIM TAIL"


def change_edl(comparison: Comparison, *, title: str) -> str:
    """Return a CMX3600 EDL of the shots that changed: their events in the new cut, with what changed behind them.

    What is gone has no event, only a comment where it stood.
    """
    new = comparison.matched.new.layout
    lines = [f"TITLE: {_plain(title)}", f"FCM: {'DROP FRAME' if _is_drop(new) else 'NON-DROP FRAME'}"]
    number = 0
    for name, changes in _by_shot(comparison):
        shot = new.shots.get(name)
        if shot is not None and not shot.lane:
            number += 1
            lines += ["", _event(number, shot, new), f"* FROM CLIP NAME: {_plain(shot.spec.media)}"]
            lines.append(f"* SHOT: {_plain(name)}")
        lines += [
            f"* CHANGE: {type_name(change)} {_plain(str(change))}{_was(change, comparison)}" for change in changes
        ]
    return "\r\n".join(lines) + "\r\n"


def _by_shot(comparison: Comparison) -> Iterator[tuple[str, Sequence[Change]]]:
    """Yield (shot of the new cut, its changes) in programme order; no shot for what has none."""
    found: dict[str, list[Change]] = {}
    for change in picture_changes(comparison):
        found.setdefault(str(change.facts.get("new") or change.subject), []).append(change)
    yield from found.items()


def _event(number: int, shot: LaidShot, layout: Layout) -> str:
    shown = shot.retime.grid_range()
    start = _source_label(shown.start_frame, shot, layout)
    record = (layout.label(shot.range.start_frame), layout.label(shot.range.end_frame))
    end = _source_label(shown.start_frame + shot.range.duration_frames, shot, layout)
    reel = re.sub(r"\W", "_", shot.spec.media)[:_LONGEST_REEL].upper()
    return f"{min(number, _MOST_EVENTS):03}  {reel:<8} V     C        {start} {end} {record[0]} {record[1]}"


def _source_label(grid_frame: int, shot: LaidShot, layout: Layout) -> str:
    source = layout.sources[shot.spec.media]
    frame = layout.rate.nearest_frames(layout.rate.seconds_at(grid_frame))
    start = source.start_timecode
    if start is None:
        return str(Timecode(frame_count=frame, rate=layout.rate))
    offset = layout.rate.nearest_frames(source.rate.seconds_at(start.frame_count))
    return str(Timecode(frame_count=offset + frame, rate=layout.rate))


def _was(change: Change, comparison: Comparison) -> str:
    if change.before is None:
        return ""
    start, end = _ends(change.before, comparison.matched.old.layout)
    return f" (WAS {start} {end})"


def _ends(frames: FrameRange | None, layout: Layout) -> tuple[str, str]:
    if frames is None:
        return _NOWHERE, _NOWHERE
    return layout.label(frames.start_frame), layout.label(frames.end_frame)


def _length(layout: Layout) -> str:
    return str(Timecode(frame_count=layout.duration_frames, rate=layout.rate))


def _is_drop(layout: Layout) -> bool:
    return layout.start is not None and layout.start.is_drop_frame


def _plain(text: str) -> str:
    """Return a text as an EDL can hold it: one line, no control characters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
