"""Tracks of a neutral timeline as sequences of an AAF."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from posthouse.interchange.aaf import write_parts as parts
from posthouse.interchange.aaf.clips import nearest
from posthouse.interchange.aaf.strips import Overlap, Strip
from posthouse.interchange.timeline import MediaKind, TrackKind, TransitionKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.interchange.aaf.book import Book
    from posthouse.interchange.ledger import Ledger
    from posthouse.interchange.timeline import Clip, Curve, Timeline, Track, Transition

ONE_SIDED: Final = (TransitionKind.FADE_IN, TransitionKind.FADE_OUT)
_UNSAID: Final = (
    ("transform", "transform"),
    ("opacity", "opacity"),
    ("cdl", "cdl"),
    ("lut", "effect"),
    ("effects", "effect"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A clip's source in a mob: ``start`` is in edit units of the lane, exact."""

    mob: Any
    slot: int
    start: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneWriter:
    """Writes one lane: a track, or one channel of it. ``place`` says where a clip's source lies; None: nowhere."""

    book: Book
    ledger: Ledger
    timeline: Timeline
    track: Track
    rate: Fraction
    place: Callable[[Clip], Placed | None]

    @property
    def kind(self) -> str:
        """Return what the AAF calls the track's kind."""
        return "Picture" if self.track.kind is TrackKind.PICTURE else "Sound"

    def units(self, frames: Fraction | int) -> int:
        """Return timeline frames in edit units of the lane, nearest."""
        return nearest(frames * self.rate / self.timeline.rate.fraction)

    def strips(self) -> list[Strip]:
        """Return the lane's clips, with the transitions at their edges."""
        found = [(clip, placed) for clip in self._seen() if (placed := self.place(clip)) is not None]
        made: list[Strip] = []
        for index, (clip, placed) in enumerate(found):
            before = found[index - 1][0] if index else None
            after = found[index + 1][0] if index + 1 < len(found) else None
            start, end = self._record(clip)
            is_cross = before is not None and before.record.end_frame == clip.record.start_frame
            lead = self._join_at(clip.record.start_frame, into=True, is_cross=is_cross)
            abuts = after is not None and after.record.start_frame == clip.record.end_frame
            trail = self._join_at(clip.record.end_frame, into=False, is_cross=abuts)
            trail_over = None if abuts and trail is not None and trail.kind not in ONE_SIDED else trail
            made.append(
                Strip(
                    start=start,
                    end=end,
                    write=self._writing(clip, placed, end - start),
                    lead=self._fade_in(clip, start) if lead is None else self._overlap(lead, start),
                    trail=self._fade_out(clip, end) if trail is None else self._trailing(trail_over, end),
                    is_cross=is_cross and lead is not None and lead.kind not in ONE_SIDED,
                )
            )
        return made

    def _seen(self) -> list[Clip]:
        """Return the clips that are written: black is filler, which is nothing."""
        return [clip for clip in self.track.clips if clip.media.kind is not MediaKind.BLACK]

    def _record(self, clip: Clip) -> tuple[int, int]:
        """Return a clip's edges; those it had in samples, where it has not been moved since."""
        edges = self.units(clip.record.start_frame), self.units(clip.record.end_frame)
        exact = clip.facts.get("samples")
        if not isinstance(exact, dict) or exact.get("rate") != str(self.rate):
            return edges
        low, high = exact["record"]
        scale = self.timeline.rate.fraction / self.rate
        near = all(abs(a - b) * scale < 1 for a, b in zip((low, high), edges, strict=True))
        return (int(low), int(high)) if near else edges

    def _join_at(self, frame: int, *, into: bool, is_cross: bool) -> Transition | None:
        for transition in self.track.transitions:
            if transition.join != frame:
                continue
            wrong_side = TransitionKind.FADE_OUT if into else TransitionKind.FADE_IN
            if transition.kind is wrong_side:
                continue
            # what lies over a join with one clip is at that clip's edge
            if is_cross or (transition.kind in ONE_SIDED) or self._is_lonely(transition):
                return transition
        return None

    def _is_lonely(self, transition: Transition) -> bool:
        starts = {clip.record.start_frame for clip in self._seen()}
        ends = {clip.record.end_frame for clip in self._seen()}
        return not (transition.join in starts and transition.join in ends)

    def _overlap(self, transition: Transition, cut: int) -> Overlap:
        record = transition.record
        low = cut - self.units(transition.join - record.start_frame)
        high = cut + self.units(record.end_frame - transition.join)
        if self.track.kind is TrackKind.SOUND:
            return Overlap(start=low, end=high, cut=cut, over=lambda n, at: parts.sound_transition(self.book, n, at))
        return Overlap(
            start=low, end=high, cut=cut, over=lambda n, at: parts.picture_transition(self.book, transition, n, at)
        )

    def _trailing(self, transition: Transition | None, cut: int) -> Overlap | None:
        return None if transition is None else self._overlap(transition, cut)

    def _fade_in(self, clip: Clip, start: int) -> Overlap | None:
        length = self._fade(clip, "fade_in", clip.fade_in)
        return self._sound_fade(start, start + length, start) if length else None

    def _fade_out(self, clip: Clip, end: int) -> Overlap | None:
        length = self._fade(clip, "fade_out", clip.fade_out)
        return self._sound_fade(end - length, end, end) if length else None

    def _fade(self, clip: Clip, name: str, frames: int) -> int:
        exact = clip.facts.get("samples")
        if isinstance(exact, dict) and exact.get("rate") == str(self.rate) and frames:
            return int(exact.get(name, self.units(frames)))
        return self.units(frames) if self.track.kind is TrackKind.SOUND else 0

    def _sound_fade(self, low: int, high: int, cut: int) -> Overlap:
        return Overlap(start=low, end=high, cut=cut, over=lambda n, at: parts.sound_transition(self.book, n, at))

    def _writing(self, clip: Clip, placed: Placed, length: int) -> Callable[[int, int], Any]:
        def write(head: int, tail: int) -> Any:
            whole = length + head + tail
            if self.track.kind is TrackKind.PICTURE and (clip.speed != 1 or clip.ramp):
                made = self._moved(clip, placed, (head, tail), whole)
            else:
                start = max(0, nearest(placed.start) - head)
                made = parts.noted(self.book, self.book.clip(self.kind, placed.mob, placed.slot, start, whole), clip)
            if clip.gain_db is not None:
                scale = self.timeline.rate.fraction / self.rate
                made = parts.gained(self.book, made, clip.gain_db, whole * scale, head * scale)
            if not clip.is_enabled:
                made = parts.disabled(self.book, self.kind, made)
            return made

        self._tell(clip, placed)
        return write

    def _moved(self, clip: Clip, placed: Placed, extra: tuple[int, int], whole: int) -> Any:
        head, tail = extra
        speed = clip.speed
        scale = self.rate / clip.source.rate.fraction
        if clip.ramp:
            frames = self.rate / self.timeline.rate.fraction
            offsets = [(point.record * frames + head, point.source * scale) for point in clip.ramp]
            first, length = placed.start, clip.source.duration * scale
        else:
            first = placed.start - abs(speed) * (head if speed >= 0 else tail)
            length = abs(speed) * whole or Fraction(1)
            begins = Fraction(0) if speed >= 0 else length + speed
            offsets = [(Fraction(0), begins), (Fraction(whole), begins + speed * whole)]
        start = max(0, first.__floor__())
        part = first - start
        inside = self.book.clip(self.kind, placed.mob, placed.slot, start, max(1, -(-length // 1)))
        parts.noted(self.book, inside, clip)
        return parts.moved(self.book, inside, whole, [(at, value + part) for at, value in offsets])

    def _tell(self, clip: Clip, placed: Placed) -> None:
        is_exact = placed.start.denominator == 1 or (self.kind == "Picture" and (clip.speed != 1 or bool(clip.ramp)))
        if is_exact:
            self.ledger.keep(clip.id, "clip")
        else:
            unit = "frame" if self.rate == self.timeline.rate.fraction else "sample"
            self.ledger.approximate(
                clip.id, "clip", f"its source starts between two {unit}s of the cut; the nearest is taken"
            )
        for attribute, feature in _UNSAID:
            if getattr(clip, attribute):
                self.ledger.drop(clip.id, feature, "an AAF says it only in each system's own effects")
        if clip.blend != "normal":
            self.ledger.drop(clip.id, "effect", f"blend {clip.blend} has no word in an AAF")
        self._tell_time(clip)

    def _tell_time(self, clip: Clip) -> None:
        if clip.speed == 1 and not clip.ramp:
            return
        if self.track.kind is TrackKind.SOUND:
            self.ledger.drop(
                clip.id, "speed", "sound in an AAF has no speed; render it, or hand over the file at its speed"
            )
        elif any(point.is_smooth for point in clip.ramp):
            self.ledger.approximate(clip.id, "speed", "between its points the ramp goes straight")
        else:
            self.ledger.keep(clip.id, "speed")


def pan_points(writer: LaneWriter, length: int) -> list[tuple[Fraction, float]]:
    """Return a track's pan by parts of its length, from those of its clips; none where none says any."""
    if not any(clip.pan for clip in writer.track.clips) or not length:
        return []
    made: list[tuple[Fraction, float]] = []
    for clip in writer.track.clips:
        pan: Curve | None = clip.pan
        low, high = writer.units(clip.record.start_frame), writer.units(clip.record.end_frame)
        keys = [(Fraction(0), 0.0)] if pan is None else [(key.at, key.value[0]) for key in pan.keys]
        scale = writer.rate / writer.timeline.rate.fraction
        inside = [(low + at * scale, value) for at, value in keys]
        made += [*inside, (Fraction(high), keys[-1][1])]
    return [(at / length, value) for at, value in made]
