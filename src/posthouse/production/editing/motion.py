"""Motion of a shot that is cut in two, or put together again: keyframes counted from its ends keep their moments.

Keyframes at source times need nothing: they stay on their pictures whatever is trimmed. A sweep becomes two keyframes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from posthouse.fields.key_time import KeyEdge, KeyTime
from posthouse.production import raw
from posthouse.production.editing.spell import grid_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from posthouse.editorial import Source
    from posthouse.production.arrange import Change
    from posthouse.production.editing.run import Run
    from posthouse.production.tree import Plain
    from posthouse.timing import Rate

MOTIONS: Final = ("position", "scale", "rotation", "anchor", "opacity", "crop")
_CROPS: Final = ("left", "top", "right", "bottom", "softness")

Keys = list[tuple[int, dict[str, Any]]]
"""(frame of the shot, the rest of the keyframe) of each keyframe."""


def motions(fields: Mapping[str, Plain]) -> Iterator[tuple[str, Plain]]:
    """Yield (dotted name, value) of what an entry says of its motion."""
    for name in MOTIONS:
        if name == "crop":
            for side in _CROPS:
                if (value := raw.at(dict(fields), "crop", side)) is not None:
                    yield f"crop.{side}", value
        elif name in fields:
            yield name, fields[name]


def part_changes(
    fields: Mapping[str, Plain], run: Run, source: Source, rate: Rate, *, start: int, end: int
) -> dict[str, Change]:
    """Return the changes that keep a shot's motion in a part of it, from its frame ``start`` to before ``end``."""
    changes: dict[str, Change] = {}
    for name, value in motions(fields):
        keys = keys_of(value, run, source, rate)
        if keys is not None:
            changes[name] = spelled_keys(keys, start=start, end=end)
    return changes


def stilled(fields: Mapping[str, Plain], run: Run, source: Source, rate: Rate) -> dict[str, Plain]:
    """Return the one value that is left of each motion at source times of which a run shows nothing any more."""
    if run.is_freeze:
        return {}
    low, high = sorted((run.shown(0), run.shown(run.duration_frames - 1)))
    left: dict[str, Plain] = {}
    for name, value in motions(fields):
        keys = _source_keys(value, source, rate)
        if len(keys) > 1 and keys[-1][0] < low:
            left[name] = keys[-1][1]
        elif len(keys) > 1 and keys[0][0] > high:
            left[name] = keys[0][1]
    return left


def _source_keys(value: Plain, source: Source, rate: Rate) -> list[tuple[int, Plain]]:
    """Return (source frame, value) of keyframes that are all at source times."""
    found: list[tuple[int, Plain]] = []
    for key in value if isinstance(value, list) else []:
        time = KeyTime.parse(key["at"]) if isinstance(key, dict) and "at" in key else None
        grid = grid_of(str(time.offset), source, rate) if time and time.edge is KeyEdge.SOURCE else None
        if grid is None or not isinstance(key, dict):
            return []
        found.append((grid, key.get("to")))
    return found


def keys_of(value: Plain, run: Run, source: Source, rate: Rate) -> Keys | None:
    """Return the keyframes of a motion on the shot's own frames; None where it is constant or on the source alone."""
    if isinstance(value, dict) and "from" in value and "to" in value:
        rest = {key: item for key, item in value.items() if key not in {"from", "to"}}
        return [(0, {"to": value["from"]}), (run.duration_frames - 1, {"to": value["to"], **rest})]
    if not isinstance(value, list) or not all(isinstance(key, dict) and "at" in key for key in value) or not value:
        return None
    times = [KeyTime.parse(key["at"]) for key in value if isinstance(key, dict)]
    if all(time.edge is KeyEdge.SOURCE for time in times):
        return None
    frames = [_frame(time, run, source, rate) for time in times]
    rests = [{name: item for name, item in key.items() if name != "at"} for key in value if isinstance(key, dict)]
    return list(zip(frames, rests, strict=True))


def _frame(time: KeyTime, run: Run, source: Source, rate: Rate) -> int:
    if time.edge is not KeyEdge.SOURCE:
        offset = time.offset.nearest_frames(rate)
        return offset if time.edge is KeyEdge.START else run.duration_frames - 1 + offset
    grid = grid_of(str(time.offset), source, rate) or 0
    is_backwards = run.shown(0) > run.shown(run.duration_frames - 1)
    passed = (f for f in range(run.duration_frames) if (run.shown(f) <= grid if is_backwards else run.shown(f) >= grid))
    return next(passed, 0)


def spelled_keys(keys: Keys, *, start: int, end: int) -> list[dict[str, Any]]:
    """Return keyframes as a part of the shot says them, from its frame ``start`` to before ``end``."""
    return [{"at": _spelled(frame - start, end - start - 1), **rest} for frame, rest in keys]


def _spelled(frame: int, last: int) -> str:
    if frame < 0:
        return f"start-{-frame}f"
    if frame > last:
        return f"end+{frame - last}f"
    return "start" if frame == 0 else f"+{frame}f"
