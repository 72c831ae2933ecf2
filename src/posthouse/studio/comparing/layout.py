"""A cut laid out in frames whatever is wrong with it: what two cuts are compared by.

Unlike the programme, a layout needs no media: what the text does not say and the media cannot, is a guess, and told so.
"""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from posthouse.editorial.align import Align, lead_frames
from posthouse.editorial.anchors import Source, source_seconds
from posthouse.editorial.framing import Raster
from posthouse.editorial.retime import Wanted, shown_retime, speed_curve
from posthouse.editorial.spec import DipItem, DissolveItem, GapSpec, OverSpec, ShotSpec, WipeItem
from posthouse.fields import Anchor, AnchorKind
from posthouse.timing import FrameRange, Length, Rate, Retime, SourceMap, Timecode, programme_frames

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from posthouse.editorial.spec import CutItem, DipSpec, DissolveSpec, TransitionItem, WipeSpec
    from posthouse.production.document import Document

CUT: Final = ""
OVER: Final = "over"
_RASTER = Raster(width=16, height=16)


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidShot:
    """A shot with its frames; ``index`` is its place in ``cut:``, or in ``over:`` where ``lane`` says so."""

    id: str
    index: int
    lane: str
    spec: ShotSpec[object] | OverSpec[object]
    retime: Retime
    start_frame: int
    is_guess: bool = False

    @property
    def range(self) -> FrameRange:
        """Return the programme frames it stands for."""
        return FrameRange.lasting(self.start_frame, self.retime.duration_frames)

    @property
    def clock(self) -> str:
        """Return whose time its source times count in: its media, or the angle of one, as ``table/close``."""
        angle = getattr(self.spec, "angle", None)
        return f"{self.spec.media}/{angle}" if angle else self.spec.media


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidGap:
    """Black and silence."""

    index: int
    range: FrameRange


@dataclass(frozen=True, slots=True, kw_only=True)
class LaidJoin:
    """A transition between two events (positions in ``Layout.events``): ``lead`` of its frames lie before the join."""

    index: int
    kind: str
    frames: int
    lead: int
    before: int
    after: int


@dataclass(frozen=True, kw_only=True, eq=False)
class Layout:
    """A cut in frames: events end to end, transitions over their joins, shots over them."""

    rate: Rate
    start: Timecode | None
    events: tuple[LaidShot | LaidGap, ...]
    joins: tuple[LaidJoin, ...]
    over: tuple[LaidShot, ...]
    sources: Mapping[str, Source]
    endless: frozenset[str] = frozenset()
    """Media that show one picture for ever."""

    @property
    def duration_frames(self) -> int:
        """Return the length of the programme."""
        return self.events[-1].range.end_frame if self.events else 0

    @functools.cached_property
    def beside(self) -> dict[str, tuple[str, str]]:
        """Return, by shot of the cut, the shots before and after it; empty where there is none."""
        names = ["", *(event.id for event in self.events if isinstance(event, LaidShot)), ""]
        return {name: (before, after) for before, name, after in zip(names, names[1:], names[2:], strict=False)}

    @functools.cached_property
    def shots(self) -> dict[str, LaidShot]:
        """Return all shots by id."""
        return {shot.id: shot for shot in (*self.events, *self.over) if isinstance(shot, LaidShot)}

    def label(self, frame: int) -> str:
        """Return the timecode of a programme frame."""
        first = self.start or Timecode(frame_count=0, rate=self.rate)
        return str(first.plus(frame))

    def source_frame(self, shot: LaidShot, written: Length) -> int | None:
        """Return the source grid frame a source time of a shot's media stands for, or None where it is no label."""
        source = self.sources.get(shot.clock)  # a parked shot's media may be gone from the document
        if source is None:
            return None
        try:
            return self.rate.nearest_frames(source_seconds(written, source))
        except ValueError:
            return None

    def footage(self, shot: LaidShot) -> str:
        """Return the media whose pictures a shot shows: of a subclip, or an angle, the one it is a part of."""
        source = self.sources.get(shot.clock)
        return (source.media if source is not None else "") or shot.clock

    def frame_of(self, anchor: Anchor) -> int | None:
        """Return the programme frame of an anchor; None where its shot, or its source frame, is not there."""
        if anchor.kind is AnchorKind.PROGRAMME:
            try:
                return programme_frames(anchor.offset, self.rate, self.start)
            except ValueError:
                return None
        shot = self.shots.get(anchor.shot)
        if shot is None:
            return None
        if anchor.kind is AnchorKind.SHOT:
            return shot.start_frame + anchor.offset.nearest_frames(self.rate)
        wanted = self.source_frame(shot, anchor.offset)
        if wanted is None or is_freeze(shot.retime):
            return None
        frame = shot.retime.frame_reaching(wanted)
        return None if frame is None else shot.start_frame + frame


def is_freeze(retime: Retime) -> bool:
    """Return whether a shot shows one frame only, by saying so."""
    return isinstance(retime, SourceMap) and retime.is_freeze


def laid_out(document: Document, sources: Mapping[str, Source], endless: Collection[str] = ()) -> Layout:
    """Return a document's cut in frames; ``sources`` are what is known of its media.

    Shots of ``endless`` media, which show one picture for ever, all show it from the start.
    """
    rate = document.format.rate
    return _Layouter(rate=rate, known=sources, endless=endless, document=document).layout(document.cut, document.over)


@dataclass(slots=True, kw_only=True)
class _Layouter:
    rate: Rate
    known: Mapping[str, Source]
    endless: Collection[str]
    document: Document
    _events: list[LaidShot | LaidGap] = field(default_factory=list)
    _joins: list[LaidJoin] = field(default_factory=list)
    _sources: dict[str, Source] = field(default_factory=dict)

    def layout(self, cut: Sequence[CutItem], over: Sequence[OverSpec[object]]) -> Layout:
        at, waiting = 0, None
        for index, item in enumerate(cut):
            if isinstance(item, DissolveItem | DipItem | WipeItem):
                waiting = (index, item)
                continue
            event = self._event(item, index, at)
            if event is None:
                continue
            self._events.append(event)
            if waiting is not None and len(self._events) > 1:
                self._joins.append(self._join(*waiting))
            waiting, at = None, event.range.end_frame
        layout = Layout(
            rate=self.rate,
            start=self._start(),
            events=tuple(self._events),
            joins=tuple(self._joins),
            over=(),
            sources={**self.known, **self._sources},
            endless=frozenset(self.endless),
        )
        laid = [self._over(spec, index, layout) for index, spec in enumerate(over) if not spec.omit]
        return dataclasses.replace(layout, over=tuple(laid))

    def _event(self, item: CutItem, index: int, at: int) -> LaidShot | LaidGap | None:
        if isinstance(item, GapSpec):
            return LaidGap(index=index, range=FrameRange.lasting(at, max(1, _length_frames(item.gap, self.rate) or 1)))
        assert isinstance(item, ShotSpec), "transitions were taken before"
        return None if item.omit else self._shot(item, index, CUT, at)

    def _over(self, spec: OverSpec[object], index: int, layout: Layout) -> LaidShot:
        return self._shot(spec, index, OVER, layout.frame_of(spec.at) or 0)

    def _shot(self, spec: ShotSpec[object] | OverSpec[object], index: int, lane: str, at: int) -> LaidShot:
        angle = getattr(spec, "angle", None)
        retime = retime_of(spec, self._source(f"{spec.media}/{angle}" if angle else spec.media), self.rate)
        if spec.media in self.endless and isinstance(retime, SourceMap):
            retime = SourceMap(in_frame=0, duration_frames=retime.duration_frames)
        guess = SourceMap(in_frame=0, duration_frames=_length_frames(spec.length, self.rate) or self.rate.timebase)
        return LaidShot(
            id=spec.id,
            index=index,
            lane=lane,
            spec=spec,
            retime=retime or guess,
            start_frame=at,
            is_guess=retime is None,
        )

    def _join(self, index: int, item: TransitionItem) -> LaidJoin:
        after = len(self._events) - 1
        kind, spec = transition_of(item)
        frames = _length_frames(spec.length, self.rate) or 1
        align = getattr(spec, "align", Align.CENTER)
        lead = lead_frames(align, frames, self.rate)
        return LaidJoin(index=index, kind=kind, frames=frames, lead=lead, before=after - 1, after=after)

    def _source(self, name: str) -> Source:
        if name not in self._sources:
            length = self._sequence_frames(name) if name in self.document.sequences else None
            unknown = Source(rate=self.rate, grid_frames=length, start_timecode=None, raster=_RASTER)
            self._sources[name] = self.known.get(name) or unknown
        return self._sources[name]

    def _sequence_frames(self, name: str) -> int | None:
        """Return the length of a sequence; None if it is not known."""
        own = _Layouter(rate=self.rate, known=self.known, endless=self.endless, document=self.document)
        found = own.layout(self.document.sequences[name], ())
        is_guess = any(event.is_guess for event in found.events if isinstance(event, LaidShot))
        return None if is_guess or not found.events else found.duration_frames

    def _start(self) -> Timecode | None:
        said = self.document.format.start
        try:
            return None if said is None else Timecode.parse(str(said), self.rate)
        except ValueError:
            return None


def transition_of(item: TransitionItem) -> tuple[str, DissolveSpec | WipeSpec | DipSpec]:
    """Return the kind of a transition, as the document spells it, and what it says."""
    if isinstance(item, DissolveItem):
        return "dissolve", item.dissolve
    return ("wipe", item.wipe) if isinstance(item, WipeItem) else ("dip", item.dip)


def retime_of(spec: ShotSpec[object] | OverSpec[object], source: Source, rate: Rate) -> Retime | None:
    """Return which frames a shot shows; None where its text and its media do not say."""
    try:
        start, end = (_grid(point, source, rate) for point in (spec.in_point, spec.out_point))
        wanted = None if spec.length is None else spec.length.nearest_frames(rate)
        if spec.freeze:
            return SourceMap(
                in_frame=source.first_frame if start is None else start, duration_frames=wanted or 1, speed=Fraction(0)
            )
        if end is None and wanted is None and source.grid_frames is None:
            return None
        asked = Wanted(
            start=start,
            end=end,
            duration_frames=wanted,
            media_end=source.grid_frames,
            media_start=source.first_frame,
        )
        speed = spec.speed if isinstance(spec.speed, Fraction) else speed_curve(spec.speed, source, rate, _hush, ())
        found = "" if speed is None else shown_retime(asked, speed)
    except ValueError:
        return None
    return None if isinstance(found, str) else found


def _grid(point: Length | None, source: Source, rate: Rate) -> int | None:
    return None if point is None else rate.nearest_frames(source_seconds(point, source))


def _hush(*_: object) -> None:
    """Let a problem pass: the check of the production tells it."""


def _length_frames(length: Length | None, rate: Rate) -> int | None:
    try:
        return None if length is None else length.nearest_frames(rate)
    except ValueError:
        return None
