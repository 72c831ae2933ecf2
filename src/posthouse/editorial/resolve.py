"""From what the document says about the cut, and what its media are, to the cut in whole frames."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from posthouse.editorial.align import lead_frames
from posthouse.editorial.anchors import Source, programme_frame, source_seconds
from posthouse.editorial.cut import Cut, Dip, Dissolve, Gap, Layer, Shot, Transition, Wipe
from posthouse.editorial.layers import layer_of, layers_flat
from posthouse.editorial.limits import end_label, missing_handles
from posthouse.editorial.moving import MovingShot, framing_of
from posthouse.editorial.nests import laid_flat
from posthouse.editorial.retime import Wanted, shown_retime, speed_curve
from posthouse.editorial.sequences import resolved_sequences
from posthouse.editorial.spec import (
    CutItem,
    DipItem,
    DissolveItem,
    GapSpec,
    OverSpec,
    ShotSpec,
    TransitionItem,
    WipeItem,
)
from posthouse.timing import FrameRange, Length, Rate, Retime, SourceMap, SpeedCurve, Timecode

FieldPath = tuple[str | int, ...]
Complain = Callable[[FieldPath, str, str], None]
"""Takes a field's path, the cause and the hint of one problem."""


@dataclass(slots=True)
class CutResolver:
    """Resolves one cut; every problem goes to ``complain`` and the rest goes on, so that all are found at once."""

    rate: Rate
    sources: Mapping[str, Source]
    complain: Complain
    start: Timecode | None = None
    """The label of the programme's first frame."""
    sequences: Mapping[str, Sequence[CutItem]] = field(default_factory=dict)
    """The items of nested sequences, by name."""
    nests: Mapping[str, Cut] = field(default_factory=dict)
    """Nested sequences resolved, by name; ``cut`` fills it from ``sequences``."""
    _events: list[Shot | Gap] = field(default_factory=list)
    _paths: list[FieldPath] = field(default_factory=list)
    _pending: tuple[TransitionItem, FieldPath] | None = None
    _transitions: list[Transition] = field(default_factory=list)
    _unsure: set[str] = field(default_factory=set)

    def cut(self, items: Sequence[CutItem], over: Sequence[OverSpec[object]] = ()) -> Cut:
        """Return the cut of a document's items and of the shots laid over it."""
        nested = resolved_sequences(self)
        self.sources, self.nests = nested.sources, nested.cuts
        self._unsure |= nested.unsure
        cut = self.track(items, ("cut",))
        return dataclasses.replace(cut, layers=self.layers(over, cut), unsure=frozenset(self._unsure))

    def layers(self, over: Sequence[OverSpec[object]], cut: Cut) -> tuple[Layer, ...]:
        """Return the layers that shots over a cut make."""
        return tuple(layer for index, spec in enumerate(over) for layer in self._layers(spec, ("over", index), cut))

    def beside(self, sources: Mapping[str, Source], nests: Mapping[str, Cut]) -> CutResolver:
        """Return a resolver of a sequence, with what it may be made of."""
        return CutResolver(rate=self.rate, sources=sources, complain=self.complain, nests=nests)

    def track(self, items: Sequence[CutItem], place: FieldPath) -> Cut:
        """Return items end to end, what sequences they play laid flat; ``place`` is their list in the document."""
        at = 0
        for index, item in enumerate(items):
            at = self._take(item, (*place, index), at)
        if self._pending is not None:
            self.complain(self._pending[1], "a transition ends the cut, with nothing after it", "take it out")
        self._check_crowding()
        cut = Cut(
            events=tuple(self._events),
            transitions=tuple(self._transitions),
            unsure=frozenset(self._unsure),
            start=self.start,
        )
        return laid_flat(cut, self.nests, lambda index, cause, hint: self.complain(self._paths[index], cause, hint))

    def _take(self, item: CutItem, path: FieldPath, at: int) -> int:
        """Add one item at a programme frame; return where the next one starts."""
        if isinstance(item, DissolveItem | DipItem | WipeItem):
            self._pending = (item, path)
            return at
        if isinstance(item, GapSpec):
            frames = self._frames(item.gap, (*path, "gap"))
            event: Shot | Gap = Gap(start_frame=at, duration_frames=max(1, frames or 1))
        elif item.omit:
            return at
        else:
            event = self._shot(item, path, at)
        self._events.append(event)
        self._paths.append(path)
        self._close_transition()
        return event.range.end_frame

    def _shot(self, spec: ShotSpec[object] | OverSpec[object], path: FieldPath, at: int) -> Shot:
        """Return a shot; one that cannot be resolved holds its place, so that what hangs on it is not told as lost."""
        clock = f"{spec.media}/{spec.angle}" if spec.angle else spec.media
        source = self.sources.get(clock)  # without one, the reason stands beside the media already
        found = self._source_map(spec, source, path) if source else None
        media = (source.media if source else "") or spec.media
        if found is None or source is None:
            self._unsure.add(spec.id)
            found = SourceMap(in_frame=0, duration_frames=self.rate.timebase)
            return Shot(shot=spec.id, media=media, start_frame=at, source=found, framing=framing_of(spec))
        moving = MovingShot(retime=found, source=source, rate=self.rate, complain=self.complain, path=path)
        return Shot(
            shot=spec.id,
            media=media,
            clock=clock if source.media else "",
            start_frame=at,
            source=found,
            framing=framing_of(spec),
            motion=moving.motion(spec),
            opacity=moving.curve(spec.opacity, "opacity"),
            in_between=spec.frames,
            scaling=None if spec.scaling is None else spec.scaling.scaling,
        )

    def _source_map(self, spec: ShotSpec[object] | OverSpec[object], source: Source, path: FieldPath) -> Retime | None:
        start = self._grid_frame(spec.in_point, source, (*path, "in")) if spec.in_point else source.first_frame
        wanted = self._frames(spec.length, (*path, "for")) if spec.length else None
        end = self._grid_frame(spec.out_point, source, (*path, "out")) if spec.out_point else None
        if start is None or (spec.out_point and end is None) or (spec.length and wanted is None):
            return None
        if spec.freeze:
            return self._checked(
                SourceMap(in_frame=start, duration_frames=wanted or 1, speed=Fraction(0)), source, path
            )
        if end is None and wanted is None and source.grid_frames is None:
            self.complain(path, f"{spec.media!r} has no end of its own", "say how long the shot lasts, as for: 48f")
            return None
        asked = Wanted(
            start=start if spec.in_point else None,
            end=end,
            duration_frames=wanted,
            media_end=source.grid_frames,
            media_start=source.first_frame,
        )
        speed = self._speed(spec, source, path)
        if speed is None:
            return None
        found = shown_retime(asked, speed)
        if isinstance(found, str):
            is_ramp = isinstance(speed, SpeedCurve)
            place = (*path, "speed") if is_ramp else (*path, "out")
            self.complain(place, found, "" if is_ramp else "out must be later than in")
            return None
        return self._checked(found, source, path)

    def _speed(
        self, spec: ShotSpec[object] | OverSpec[object], source: Source, path: FieldPath
    ) -> Fraction | SpeedCurve | None:
        if isinstance(spec.speed, Fraction):
            return spec.speed
        return speed_curve(spec.speed, source, self.rate, self.complain, (*path, "speed"))

    def _checked(self, found: Retime, source: Source, path: FieldPath) -> Retime | None:
        """Return the map if the media has all its frames; else complain."""
        shown = found.grid_range()
        if shown.start_frame < source.first_frame:
            before = source.first_frame - shown.start_frame
            self.complain((*path, "in"), f"the shot begins {_frames(before)} before the media does", "")
            return None
        if source.grid_frames is not None and shown.end_frame > source.grid_frames:
            over = shown.end_frame - source.grid_frames
            ending = f"ending at {end_label(source, self.rate)}"
            hint = f"the media has {source.grid_frames} frames at {self.rate} fps, {ending}"
            self.complain(path, f"the shot runs {_frames(over)} past the end of its media", hint)
            return None
        return found

    def _grid_frame(self, length: Length, source: Source, path: FieldPath) -> int | None:
        """Return a source position on the conform grid, or None after complaining."""
        try:
            seconds = source_seconds(length, source)
        except ValueError as problem:
            self.complain(path, str(problem), "")
            return None
        if seconds < 0:
            hint = f"the media's own timecode begins at {source.start_timecode}"
            self.complain(path, f"{length} is before the media begins", hint)
            return None
        return self.rate.nearest_frames(seconds)

    def _frames(self, length: Length, path: FieldPath) -> int | None:
        try:
            frames = length.nearest_frames(self.rate)
        except ValueError as problem:
            self.complain(path, str(problem), "")
            return None
        if frames < 1:
            self.complain(path, f"{length} is shorter than one frame at {self.rate} fps", "make it at least 1f")
            return None
        return frames

    def _close_transition(self) -> None:
        """Lay the waiting transition across the join of the last two events."""
        if self._pending is None:
            return
        (item, path), self._pending = self._pending, None
        after = len(self._events) - 1
        if after < 1:
            self.complain(path, "a transition begins the cut, with nothing before it", "put a gap or a shot before it")
            return
        join = self._events[after].range.start_frame
        if isinstance(item, DipItem):
            self._dip(item, path, after, join)
            return
        spec = item.dissolve if isinstance(item, DissolveItem) else item.wipe
        frames = self._frames(spec.length, path)
        if frames is None:
            return
        try:
            lead = lead_frames(spec.align, frames, self.rate)
        except ValueError as problem:
            self.complain((*path, "align"), str(problem), "")
            return
        span = FrameRange.lasting(join - lead, frames)
        effect = (
            Dissolve(light=item.dissolve.light)
            if isinstance(item, DissolveItem)
            else Wipe(pattern=item.wipe.pattern.value, softness=item.wipe.softness)
        )
        self._check_handles(span, after, path)
        self._transitions.append(Transition(effect=effect, range=span, before=after - 1, after=after))

    def _dip(self, item: DipItem, path: FieldPath, after: int, join: int) -> None:
        frames = self._frames(item.dip.length, path)
        if frames is None:
            return
        half = frames // 2
        red, green, blue, _ = item.dip.color
        for is_out, event, span in (
            (True, after - 1, FrameRange(join - half, join)),
            (False, after, FrameRange(join, join - half + frames)),
        ):
            if not span.is_empty:
                effect = Dip(rgb=(red, green, blue), is_out=is_out)
                self._transitions.append(Transition(effect=effect, range=span, before=event, after=event))

    def _check_handles(self, span: FrameRange, after: int, path: FieldPath) -> None:
        """Complain where a shot has too few frames beyond its cut for the transition."""
        sides = ((after - 1, "after its end"), (after, "before its start"))
        for index, where in sides:
            event = self._events[index]
            if isinstance(event, Gap) or event.shot in self._unsure:
                continue
            missing = missing_handles(event, span, self.sources[event.clock or event.media])
            if missing > 0:
                cause = f"the transition needs {_frames(missing)} more of {event.shot!r} {where} than its media has"
                self.complain(path, cause, "shorten the transition, trim the shot, or set its align")

    def _check_crowding(self) -> None:
        """Complain where two transitions want the same frames of a shot."""
        ordered = sorted(self._transitions, key=lambda t: t.range)
        for first, second in itertools.pairwise(ordered):
            if first.range.overlaps(second.range) and self._is_sure(first, second):
                path = self._paths[second.before]
                self.complain(path, "the transitions on both sides of this shot overlap", "shorten one, or the shot")
        for transition in ordered:
            inside = self._events[transition.before].range.hull(self._events[transition.after].range)
            if not inside.covers(transition.range) and self._is_sure(transition):
                path = self._paths[transition.after]
                self.complain(path, "the transition is longer than the shots it joins", "shorten it")

    def _is_sure(self, *transitions: Transition) -> bool:
        """Return whether all shots beside some transitions are where the document has them."""
        events = (self._events[index] for each in transitions for index in (each.before, each.after))
        return not any(isinstance(event, Shot) and event.shot in self._unsure for event in events)

    def _layers(self, spec: OverSpec[object], path: FieldPath, cut: Cut) -> tuple[Layer, ...]:
        """Return the layers a shot over the cut makes: one, or one for each shot of the sequence it plays."""
        if spec.omit:
            return ()
        start = programme_frame(spec.at, cut, self.rate, self.sources, lambda c, h: self.complain((*path, "at"), c, h))
        shot = self._shot(spec, path, start or 0)
        if start is None:
            return ()
        layer = layer_of(spec, shot, self.rate)
        if self._unsure:
            return (layer,)
        if start < 0 or shot.range.end_frame > cut.duration_frames:
            self.complain((*path, "at"), "the shot over the cut reaches beyond the programme", "shorten or move it")
            return ()
        return layers_flat(layer, self.nests, lambda cause, hint: self.complain(path, cause, hint))


def _frames(count: int) -> str:
    return f"{count} frame{'' if count == 1 else 's'}"
