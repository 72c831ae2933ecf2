"""Retime: a shot at another speed, or along a ramp; its length follows, or stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.fields.ratios import parsed_percent
from posthouse.production.arrange import REMOVED
from posthouse.production.editing.facts import frames_said
from posthouse.production.editing.footage import run_of_footage
from posthouse.production.editing.run import Run
from posthouse.production.editing.spell import spelled_frames, spelled_source
from posthouse.production.editing.timing import spelled_speed
from posthouse.timing import frames_covering

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.production.arrange import Change
    from posthouse.production.editing.piece import Piece
    from posthouse.production.editing.work import Work
    from posthouse.production.tree import Plain


def retime(work: Work, shot: str, *, speed: str, keeps_length: bool = False) -> None:
    """Play a shot at another speed: all of its range, so that its length changes, or as much as its length holds."""
    position = work.position(shot)
    piece = _moving(work, position)
    asked = _speed(speed)
    before = piece.playing
    if before.curve is not None:
        raise ProductionError(f"{shot} has a ramp", hint=f"take it out first: posthouse set --remove cut.{shot}.speed")
    width = before.grid_range().duration_frames
    frames = before.duration_frames if keeps_length else frames_covering(width, asked)
    low = before.low_edge()
    start = low if asked > 0 else low + frames * -asked
    change: Change = REMOVED if asked == 1 else spelled_speed(asked)
    changed = piece.changed({"speed": change} if asked != 1 or "speed" in piece.fields else {})
    run = Run(duration_frames=frames, start=start, speed=asked)
    work.pieces[position] = replace(changed, run=run, written=None)
    _check(work, position, piece)
    work.said.append(f"{shot} plays at {spelled_speed(asked)}, {frames_said(frames)} long")


def ramp(work: Work, shot: str, *, keys: Plain, keeps_length: bool = False) -> None:
    """Play a shot along a ramp of keyframes; its range stays and its length follows, or the other way around."""
    position = work.position(shot)
    piece = _moving(work, position)
    shown = piece.playing.grid_range()
    fields = {key: value for key, value in piece.fields.items() if key not in {"in", "out", "for", "speed"}}
    rate, source = work.bench.rate, work.bench.source(piece.clock)
    start = spelled_source(shown.start_frame, piece.fields.get("in"), source, rate)
    said: dict[str, Plain] = {"speed": keys, "in": start}
    if keeps_length:
        said["for"] = spelled_frames(piece.frames, piece.fields.get("for"), rate)
    else:
        said["out"] = spelled_source(shown.end_frame, piece.fields.get("out", piece.fields.get("in")), source, rate)
    run = run_of_footage(work, {**fields, **said})
    changes: dict[str, Change] = {
        key: REMOVED for key in ("in", "out", "for") if key in piece.fields and key not in said
    }
    changes |= {key: value for key, value in said.items() if piece.fields.get(key) != value}
    work.pieces[position] = replace(piece.changed(changes), run=run, written=run)
    _check(work, position, piece)
    work.said.append(f"{shot} plays along a ramp, {frames_said(run.duration_frames)} long")


def _moving(work: Work, position: int) -> Piece:
    piece = work.pieces[position]
    if piece.playing.is_freeze:
        raise ProductionError(f"{piece.id} is a freeze: it has no speed", hint="take freeze: out first")
    work.refuse_a_guess(piece)
    return piece


def _speed(written: str) -> Fraction:
    try:
        asked = parsed_percent(written)
    except ValueError as problem:
        raise ProductionError(f"speed: {problem}") from problem
    if asked == 0:
        raise ProductionError("a speed of 0% stands still", hint="write freeze: true in the document")
    return asked


def _check(work: Work, position: int, before: Piece) -> None:
    after = work.pieces[position]
    if not work.fits(after):
        shown = after.playing.grid_range()
        source = work.bench.source(after.clock)
        beyond = max(-shown.start_frame, shown.end_frame - (source.grid_frames or 0))
        raise ProductionError(
            f"{before.id} would run {frames_said(beyond)} past its media {before.media}",
            hint="leave --keep-length out, or trim it first",
        )
