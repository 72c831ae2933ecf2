"""Shots over the cut, trimmed and moved. Each hangs on its own anchor: what is done to one moves no other.

A track is a name that layers share; two of them touch where one ends as the other begins, and may then roll and slide
against each other like shots of the cut. Which lies above which is the order of the list.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from posthouse.editorial.track_spec import CUT_TRACKS
from posthouse.errors import ProductionError
from posthouse.production.arrange import REMOVED
from posthouse.production.editing.facts import frames_said
from posthouse.production.editing.hooks import place_over
from posthouse.production.editing.piece import Only, Side
from posthouse.production.editing.places import Join, parsed_place
from posthouse.production.editing.sounds import refuse_only
from posthouse.timing import Length

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.production.arrange import Change
    from posthouse.production.editing.piece import Piece
    from posthouse.production.editing.work import Work

_NUMBER = re.compile(r"V(\d+)", re.IGNORECASE)


def is_over_track(track: str) -> bool:
    """Return whether a track named is one over the cut."""
    return bool(track) and track not in CUT_TRACKS


def roll(work: Work, join: str, *, frames: int, only: Only) -> int | None:
    """Move an edge of a shot over the cut, and of the one that touches it there; return where the later one stands."""
    refuse_only(only, "a roll over the cut", "as ripple SHOT head +8f --only sound")
    left, right = edges(work, join)
    if left is not None:
        work.trim(left, Side.TAIL, frames)
    if right is not None:
        work.trim(right, Side.HEAD, -frames)
        _shift(work, right, frames)
    names = " and ".join(work.pieces[at].id for at in (left, right) if at is not None)
    edge = "join" if None not in {left, right} else "head" if left is None else "tail"
    work.said.append(f"the {edge} of {names} is {frames_said(abs(frames))} {'later' if frames > 0 else 'earlier'}")
    return right


def edges(work: Work, written: str) -> tuple[int | None, int | None]:
    """Return the positions of the shots over the cut at a join; None: nothing touches there.

    Raises:
        ProductionError: no join, or the two do not touch.
    """
    join = parsed_place(written)
    if not isinstance(join, Join):
        raise ProductionError(
            f"{written} is no join", hint=f"write /{written} for its head, {written}/ for its tail, or both shots"
        )
    left = work.position(join.before) if join.before else None
    right = work.position(join.after) if join.after else None
    if left is None and right is not None:
        left = touching(work, right, Side.HEAD)
    elif right is None and left is not None:
        right = touching(work, left, Side.TAIL)
    elif left is not None and touching(work, left, Side.TAIL) != right:
        cause = f"{join.before} and {join.after} do not touch on one track"
        raise ProductionError(cause, hint=f"roll one edge: {join.before}/ or /{join.after}")
    return left, right


def touching(work: Work, position: int, side: Side) -> int | None:
    """Return the position of the shot that ends or begins where one begins or ends, on its track."""
    piece = work.pieces[position]
    for at, other in enumerate(work.pieces):
        if at == position or not other.is_shot or other.track != piece.track:
            continue
        if side is Side.HEAD and other.span.end_frame == piece.span.start_frame:
            return at
        if side is Side.TAIL and other.span.start_frame == piece.span.end_frame:
            return at
    return None


def _shift(work: Work, position: int, frames: int) -> None:
    piece = work.pieces[position]
    if piece.record + frames < 0:
        raise ProductionError(f"{piece.id} would begin before the programme", hint=f"at most -{piece.record}f")
    work.pieces[position] = replace(piece, record=piece.record + frames)


def slide(work: Work, shot: str, *, frames: int) -> None:
    """Move a shot over the cut in time; those that touch it on its track give way."""
    position = work.position(shot)
    left, right = touching(work, position, Side.HEAD), touching(work, position, Side.TAIL)
    if left is not None:
        work.trim(left, Side.TAIL, frames)
    if right is not None:
        work.trim(right, Side.HEAD, -frames)
        _shift(work, right, frames)
    _shift(work, position, frames)
    work.said.append(f"{shot} lies {frames_said(abs(frames))} {'later' if frames > 0 else 'earlier'}")
    tell_of_overlaps(work, position)


def tell_of_overlaps(work: Work, position: int) -> None:
    """Note which shots a shot lies over, or under, on its own track."""
    piece = work.pieces[position]
    before = {each.id: each for each in work.bench.pieces if each.is_shot}
    for other in work.pieces:
        if other.is_shot and other.id != piece.id and other.track == piece.track and other.span.overlaps(piece.span):
            was = before.get(piece.id), before.get(other.id)
            if None in was or not was[0].span.overlaps(was[1].span):  # type: ignore[union-attr] # just looked at
                work.notes.append(f"{piece.id} and {other.id} lie over each other on {piece.track}")


def lay(work: Work, shot: str, *, place: str = "", track: str = "") -> None:
    """Move a shot over the cut to another place, another track, or both."""
    position = work.position(shot)
    if not work.is_over:
        hint = "move it --before or --after a shot, slide it, or lay its footage over with: overwrite --track V3"
        raise ProductionError(f"{shot} is not over the cut: it lies where its list has it", hint=hint)
    changes: dict[str, Change] = {}
    piece = work.pieces[position]
    if place:
        frame, anchor = place_over(work, place)
        changes["at"] = anchor
        piece = replace(piece, record=frame, written_record=frame)
        work.said.append(f"{shot} lies at {anchor}, frame {frame}")
    if track:
        if not is_over_track(track):
            raise ProductionError(f"{track} is the cut", hint="bring its footage in with: posthouse edit insert")
        changes["track"] = track
        work.said.append(f"{shot} lies on {track}")
    piece = piece.changed(changes)
    work.pieces[position] = piece
    if track:
        del work.pieces[position]
        work.pieces.insert(stack_position(work, piece.track), piece)
    tell_of_overlaps(work, work.position(shot))


def stack_position(work: Work, track: str) -> int:
    """Return where a shot of a track comes in the list: above all of its track and of those below, under the rest."""
    return stack_place([piece.track for piece in work.pieces], track)


def stack_place(tracks: Sequence[str], track: str) -> int:
    """Return where a shot of a track comes among shots of these tracks."""
    own = _number(track)
    under = [at for at, other in enumerate(tracks) if other == track]
    if not under and own is not None:
        numbers = [_number(other) for other in tracks]
        above = next((at for at, number in enumerate(numbers) if number is not None and number > own), None)
        return len(tracks) if above is None else above
    return under[-1] + 1 if under else len(tracks)


def _number(track: str) -> int | None:
    found = _NUMBER.fullmatch(track)
    return int(found[1]) if found else None


def refuse_a_cut_fade(work: Work, piece: Piece, at: int) -> None:
    """Refuse to cut a shot over the cut in two inside one of its fades: no half could say it.

    Raises:
        ProductionError: the cut lies in a fade.
    """
    for key, room, side in (("fade_in", at, "first"), ("fade_out", piece.frames - at, "last")):
        frames = fade_frames(work, piece, key)
        if frames > room:
            cause = f"{piece.id} {key.replace('_', 's ')} over its {side} {frames_said(frames)}, and would be cut there"
            raise ProductionError(cause, hint=f"cut it elsewhere, or: posthouse set --remove over.{piece.id}.{key}")


def fade_frames(work: Work, piece: Piece, key: str) -> int:
    """Return how long a fade of a shot over the cut is; 0 where there is none."""
    written = piece.fields.get(key)
    return Length.parse(written).nearest_frames(work.bench.rate) if isinstance(written, str | int) else 0


def without_fade(piece: Piece, key: str) -> Piece:
    """Return a shot over the cut without one of its fades."""
    return piece.changed({key: REMOVED}) if key in piece.fields else piece
