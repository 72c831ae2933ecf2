"""What an edit leaves where it was, but over another picture, or past the end of its shot: it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.fields import AnchorKind
from posthouse.production import raw
from posthouse.production.editing.facts import frames_said
from posthouse.production.editing.hanging import anchored
from posthouse.timing import Length

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.production.editing.bench import Bench
    from posthouse.production.editing.hanging import Hanging
    from posthouse.production.editing.work import Work


def strays(before: Bench, after: Bench) -> Iterator[str]:
    """Yield a note for each anchor counted from a shot's first frame that lay within its shot and does not now."""
    within = {hanging.label for hanging in _on_shots(before) if _is_within(hanging, before)}
    for hanging in _on_shots(after):
        if hanging.label in within and not _is_within(hanging, after):
            where = "before" if str(hanging.anchor.offset).startswith("-") else "past the end of"
            yield f"{hanging.label} ({hanging.anchor}) now lies {where} {hanging.anchor.shot}"


def moved_off_their_pictures(work: Work, after: Bench) -> Iterator[str]:
    """Yield a note of what is counted from a shot's first frame, and stands over another frame of its media now."""
    before = {hanging.label: _pictured(hanging, work.bench) for hanging in _on_shots(work.bench)}
    found: list[str] = []
    for hanging in _on_shots(after):
        if work.is_over and hanging.path[0] == "over":  # it is what was edited
            continue
        was, now = before.get(hanging.label), _pictured(hanging, after)
        if was is not None and now is not None and was[0] == now[0] and was != now:
            found.append(f"{hanging.label} ({hanging.anchor})")
    if found:
        hint = "; --on-picture keeps such things on their frames" if work.follows_cut else ""
        yield f"over another frame than before: {', '.join(found)}{hint}"


def cut_short(before: Bench, after: Bench) -> Iterator[str]:
    """Yield a note for each title that was seen whole and now runs past the programme's end."""
    whole = {label for label, frames in _past_the_end(before) if frames <= 0}
    for label, frames in _past_the_end(after):
        if frames > 0 and label in whole:
            yield f"{label} runs {frames_said(frames)} past the programme's end, and is cut there"


def _past_the_end(bench: Bench) -> Iterator[tuple[str, int]]:
    """Yield (label, frames past the programme's end) of each title."""
    titles = dict(raw.entries(bench.draft_value, "titles"))
    for hanging in anchored(bench.draft_value, bench.production.ids):
        length = titles.get(hanging.path, {}).get("for")
        start = hanging.frame(bench.cut, bench.rate, bench.resolved.sources)
        if start is not None and isinstance(length, str | int):
            frames = Length.parse(length).nearest_frames(bench.rate)
            yield hanging.label, start + frames - bench.cut.duration_frames


def _on_shots(bench: Bench) -> Iterator[Hanging]:
    """Yield the anchors that are counted from a shot's first frame, and not at it."""
    for hanging in anchored(bench.draft_value, bench.production.ids):
        if hanging.anchor.kind is AnchorKind.SHOT and not hanging.anchor.offset.is_zero:
            yield hanging


def _is_within(hanging: Hanging, bench: Bench) -> bool:
    found = hanging.frame(bench.cut, bench.rate, bench.resolved.sources)
    shot = bench.named.get(hanging.anchor.shot)
    return found is not None and shot is not None and shot.range.contains(found)


def _pictured(hanging: Hanging, bench: Bench) -> tuple[str, int] | None:
    """Return (media, source frame) of what the shot it hangs on shows where it stands; None where it shows nothing."""
    found = hanging.frame(bench.cut, bench.rate, bench.resolved.sources)
    shots = bench.cut.named(hanging.anchor.shot)
    if found is None or len(shots) != 1 or not shots[0].range.contains(found):
        return None
    return shots[0].media, shots[0].source.grid_frame(found - shots[0].start_frame)
