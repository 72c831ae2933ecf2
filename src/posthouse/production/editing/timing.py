"""From what a shot shall play to what its entry says: ``in``, ``out``, ``for`` and, at need, ``speed``.

Candidates are tried in the order a person would like them, the keys the author used first; each is resolved as the
document is, and the first that plays exactly the wanted frames is taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pydantic import ValidationError

from posthouse.editorial import CutResolver, Shot, Source
from posthouse.editorial.spec import ShotSpec
from posthouse.errors import ProductionError
from posthouse.production.arrange import REMOVED
from posthouse.production.editing.run import Run
from posthouse.production.editing.spell import grid_of, spelled_exactly, spelled_frames, spelled_source, unit_of
from posthouse.timing import Length, LengthUnit, Rate, SourceMap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.production.arrange import Change
    from posthouse.production.tree import Plain

Fields = Mapping[str, "Plain"]
_KEYS: Final = ("in", "out", "for")
_TIMING: Final = (*_KEYS, "speed", "freeze", "from")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpelledTiming:
    """The changes that make an entry play a run; ``note`` says where the document cannot say it exactly."""

    changes: Mapping[str, Change]
    run: Run
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Edges a candidate may name, in grid frames."""

    start: int
    end: int
    speed: Plain = None


def run_of(fields: Fields, source: Source, rate: Rate) -> Run | None:
    """Return what an entry of the document plays, or None where it says nothing that can be played."""
    return run_or_cause(fields, source, rate)[0]


def run_or_cause(fields: Fields, source: Source, rate: Rate) -> tuple[Run | None, str, str]:
    """Return what an entry of the document plays; or None, why there is nothing, and a hint."""
    timing = {key: fields[key] for key in _TIMING if key in fields}
    problems: list[tuple[str, str]] = []
    try:
        spec = ShotSpec[object].model_validate({**timing, "from": "media", "shot": "shot"}, by_alias=True)
    except ValidationError as wrong:
        first = wrong.errors(include_url=False)[0]
        return None, str(first["msg"]).removeprefix("Value error, "), ""
    resolver = CutResolver(
        rate=rate, sources={"media": source}, complain=lambda _path, cause, hint: problems.append((cause, hint))
    )
    (event,) = resolver.cut([spec]).events
    if problems or not isinstance(event, Shot):
        return None, *(problems[0] if problems else ("it is no shot", ""))
    return Run.of(event.source), "", ""


def spelled_run(fields: Fields, run: Run, source: Source, rate: Rate, *, is_guess: bool = False) -> SpelledTiming:
    """Return the changes to an entry that make it play a run: exactly, or with a note, as nearly as can be said.

    Raises:
        ProductionError: its media is not known, and how it counts is needed.
    """
    speller = _Speller(fields, source, rate, is_guess=is_guess)
    for asked in _edges(run, fields, source, rate):
        for keys in _shapes(fields):
            changes = speller.changes(asked, keys, run)
            if changes is not None and (found := speller.played(changes)) and found.shows_the_same(run):
                return SpelledTiming(changes=changes, run=found)
    return _nearest(speller, run)


def _shapes(fields: Fields) -> Iterator[tuple[str, ...]]:
    """Yield which keys to say it with."""
    written = tuple(key for key in _KEYS if key in fields)
    if fields.get("freeze") is True:
        yield ("in", "for") if "in" in fields else ("for",)
        yield ("in", "for")
        return
    yield written
    if "for" not in written and len(written) < 2:
        yield (*written, "for")
    yield ("in", "for")
    yield ("out", "for")
    yield ("in", "out")


def _edges(run: Run, fields: Fields, source: Source, rate: Rate) -> Iterator[_Asked]:
    """Yield in and out at the written speed, then as a ramp of one keyframe, which may begin between two frames."""
    if run.curve is not None:
        shown = run.grid_range()
        is_forward = run.curve.direction >= 0
        tail = run.shown(run.duration_frames) if is_forward else run.shown(0) + 1
        for end in dict.fromkeys((tail, shown.end_frame)):
            yield _Asked(start=shown.start_frame, end=end)
        return
    low = run.low_edge()
    if low.denominator == 1:
        yield _Asked(start=int(low), end=int(low) + _length_of(run))
    if abs(run.speed) not in {0, 1}:
        shown = run.grid_range()
        tail = run.shown(run.duration_frames) if run.speed > 0 else run.shown(0) + 1
        ramp = _ramp(run, fields, source, rate)
        if ramp is not None:
            yield _Asked(start=shown.start_frame, end=tail, speed=ramp)


def _length_of(run: Run) -> int:
    """Return how much source a line covers, as ``out`` counts it."""
    whole = SourceMap(in_frame=0, duration_frames=run.duration_frames, speed=abs(run.speed))
    return run.duration_frames if abs(run.speed) == 1 else whole.grid_range().end_frame


def _ramp(run: Run, fields: Fields, source: Source, rate: Rate) -> Plain | None:
    """Return a speed as one keyframe on a source frame where the line passes through at a whole frame of the shot."""
    for step in range(run.speed.denominator):
        at = run.start - step * run.speed
        if at.denominator == 1 and at >= 0:
            written = fields.get("speed")
            speed = written if isinstance(written, str) else spelled_speed(run.speed)
            return [{"at": spelled_exactly(at, source, rate), "to": speed}]
    return None


def spelled_speed(speed: Fraction) -> str:
    """Return a speed as a percentage where that is exact and short, else as a ratio."""
    percent = speed * 100
    if (percent * 10**4).denominator == 1:
        return f"{float(percent):.4f}".rstrip("0").rstrip(".") + "%"
    return str(speed)


class _Speller:
    def __init__(self, fields: Fields, source: Source, rate: Rate, *, is_guess: bool) -> None:
        self.fields, self.source, self.rate, self.is_guess = fields, source, rate, is_guess

    def played(self, changes: Mapping[str, Change]) -> Run | None:
        """Return what the entry plays with changes."""
        fields = {key: value for key, value in self.fields.items() if changes.get(key) is not REMOVED}
        said = {key: value for key, value in changes.items() if value is not REMOVED}
        return run_of({**fields, **said}, self.source, self.rate)  # type: ignore[dict-item] # REMOVED is left out

    def changes(self, asked: _Asked, keys: tuple[str, ...], run: Run) -> dict[str, Change] | None:
        """Return what to change so that the entry says these keys; None where one cannot be said."""
        wanted: dict[str, Change] = {"for": spelled_frames(run.duration_frames, self.fields.get("for"), self.rate)}
        for key, grid in (("in", asked.start), ("out", asked.end)):
            if key in keys and (said := self._source(key, grid)) is None:
                return None
            wanted[key] = said if key in keys else None
        changes: dict[str, Change] = {}
        for key in _KEYS:
            if key not in keys and key in self.fields:
                changes[key] = REMOVED
            elif key in keys and not self._says(key, wanted[key]):
                changes[key] = wanted[key]
        if asked.speed is not None or isinstance(self.fields.get("speed"), list) != (run.curve is not None):
            changes |= self._speed(asked, run)
        return changes

    def _speed(self, asked: _Asked, run: Run) -> dict[str, Change]:
        if asked.speed is not None:
            return {} if self.fields.get("speed") == asked.speed else {"speed": asked.speed}
        if run.speed == 1:
            return {"speed": REMOVED} if "speed" in self.fields else {}
        return {"speed": spelled_speed(run.speed)}

    def _says(self, key: str, wanted: Change) -> bool:
        """Return whether the entry says a key already, in whatever spelling."""
        written = self.fields.get(key)
        if written is None or written == wanted:
            return written is not None
        if key == "for":
            return _frames_of(written, self.rate) == _frames_of(wanted, self.rate)
        return grid_of(written, self.source, self.rate) == grid_of(wanted, self.source, self.rate)  # type: ignore[arg-type] # spelled just now

    def _source(self, key: str, grid: int) -> Plain | None:
        written = self.fields.get(key)
        like = (
            written if written is not None else next((self.fields[k] for k in ("in", "out") if k in self.fields), None)
        )
        if written is not None and grid_of(written, self.source, self.rate) == grid:
            return written
        if self.is_guess and unit_of(like) is not LengthUnit.SECONDS and grid != 0:
            media = self.fields.get("from")
            cause = f"where {media} begins and how fast it runs is not known: it is not there"
            raise ProductionError(cause, hint=f"bring {media}, or trim a side that is written as for:")
        return spelled_source(grid, like, self.source, self.rate)


def _frames_of(written: object, rate: Rate) -> int | None:
    try:
        return Length.parse(written).nearest_frames(rate)  # type: ignore[arg-type] # it refuses what is none
    except ValueError:
        return None


def _nearest(speller: _Speller, run: Run) -> SpelledTiming:
    """Return the nearest that can be said, with a note of how far it is off."""
    start = max(0, (run.low_edge() + Fraction(1, 2)).__floor__()) if run.curve is None else run.grid_range().start_frame
    changes = speller.changes(_Asked(start=start, end=start), ("in", "for"), run)
    found = None if changes is None else speller.played(changes)
    if changes is None or found is None:
        raise ProductionError("the source of this shot cannot be said from there", hint="trim it by another amount")
    return SpelledTiming(changes=changes, run=found, note="it begins between two source frames; the nearest is written")
