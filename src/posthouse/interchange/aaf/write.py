"""Neutral timelines as an AAF that Media Composer, Premiere and Resolve open: one top composition, linked media."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from posthouse.errors import ProductionError
from posthouse.interchange.aaf import write_parts as parts
from posthouse.interchange.aaf.book import Book
from posthouse.interchange.aaf.media_mobs import timecode
from posthouse.interchange.aaf.strips import sequence
from posthouse.interchange.aaf.write_lane import LaneWriter, Placed, pan_points
from posthouse.interchange.aaf.write_media import Library
from posthouse.interchange.ledger import Ledger
from posthouse.interchange.timeline import TrackKind, Writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.interchange.timeline import Clip, Marker, Timeline, Track
    from posthouse.timing import Rate

_SOUND_RATE: Final = 48_000
_TIMECODE_SLOT: Final = 1


def write(timelines: tuple[Timeline, ...], *, name: str) -> Writing:
    """Return the first timeline as an AAF, with the others as compositions nested in it.

    Raises:
        ProductionError: there is no timeline, or it shows nothing.
    """
    if not timelines or not any(track.clips for track in timelines[0].tracks):
        raise ProductionError("there is nothing to write: the cut shows no clip", hint="put a shot into the cut first")
    writer = _Writer(timelines)
    writer.write(name)
    return Writing(format="aaf", files={f"{name}.aaf": writer.book.finish()}, ledger=writer.ledger)


class _Writer:
    """Writes the compositions of one file."""

    def __init__(self, timelines: tuple[Timeline, ...]) -> None:
        self._timelines = timelines
        self.book, self.ledger, self._library = Book(), Ledger(), Library()
        self._mobs: dict[str, Any] = {}
        self._slots: dict[tuple[str, TrackKind], int] = {}
        self._sound_rate = timelines[0].sound_rate or _SOUND_RATE

    def write(self, name: str) -> None:
        """Write all compositions: the nested first, so that what shows them finds their tracks."""
        self._library.gather(self._timelines)
        self._library.write(self.book, self.ledger, self._sound_rate)
        for index, timeline in enumerate(self._timelines):
            title = timeline.name or name
            made = self.book.mob("CompositionMob", title, ("cut", index, timeline.id, title, timeline.rate))
            made.usage = "Usage_TopLevel" if index == 0 else "Usage_LowerLevel"
            self._mobs[timeline.id] = made
            self._reserve(timeline)
        for timeline in self._timelines:
            self._composition(timeline)

    def _reserve(self, timeline: Timeline) -> None:
        """Note which track ids a composition's first picture and first sound will have."""
        has_picture = bool(timeline.of_kind(TrackKind.PICTURE))
        self._slots[timeline.id, TrackKind.PICTURE] = _TIMECODE_SLOT + 1
        self._slots[timeline.id, TrackKind.SOUND] = _TIMECODE_SLOT + (2 if has_picture else 1)

    def _composition(self, timeline: Timeline) -> None:
        mob, rate = self._mobs[timeline.id], timeline.rate.fraction
        label = timecode(
            self.book,
            timeline.rate,
            timeline.start_frame,
            timeline.duration_frames,
            is_drop_frame=timeline.is_drop_frame,
        )
        self.book.slot(mob, rate, label, name="TC1")
        self.ledger.keep(timeline.name or timeline.id, "timecode")
        self._pictures(timeline, mob)
        for physical, track in enumerate(_mono(timeline.of_kind(TrackKind.SOUND), self.ledger), start=1):
            self._sound(timeline, mob, track, physical)
        parts.write_markers(self.book, mob, rate, _TIMECODE_SLOT, timeline.markers)
        for marker in timeline.markers:
            self.ledger.keep(marker.name or f"marker at {marker.at}", "marker")

    def _pictures(self, timeline: Timeline, mob: Any) -> None:
        """Write the picture tracks as one slot: several as layers of a scope, whose holes show the layer below."""
        tracks = timeline.of_kind(TrackKind.PICTURE)
        if not tracks:
            return
        rate, length = timeline.rate.fraction, timeline.duration_frames
        layers = [self._lane(timeline, track, rate, length, None, is_upper=n > 0) for n, track in enumerate(tracks)]
        segment = layers[0]
        if len(layers) > 1:
            segment = self.book.create.NestedScope(media_kind="Picture", length=length)
            for layer in layers:
                segment.slots.append(layer)
        slot = self.book.slot(mob, rate, segment, name=tracks[0].name if len(tracks) == 1 else "")
        for layer, track in enumerate(tracks, start=1):
            parts.write_markers(self.book, mob, rate, slot.slot_id, track.markers, layer)
            parts.write_markers(self.book, mob, rate, slot.slot_id, self._clip_markers(track), layer)
            if not track.is_enabled:
                self.ledger.drop(track.name, "track", "an AAF cannot hide a picture track; its clips are seen")

    def _sound(self, timeline: Timeline, mob: Any, mono: tuple[Track, int], physical: int) -> None:
        track, channel = mono
        rate = self._units(timeline.rate, track)
        length = int(timeline.duration_frames * rate / timeline.rate.fraction)
        segment = self._lane(timeline, track, rate, length, channel, is_upper=False)
        writer = self._writer(timeline, track, rate, channel, Ledger())
        if points := pan_points(writer, length):
            segment = parts.panned(self.book, segment, points)
        slot = self.book.slot(mob, rate, segment, name=track.name, physical=physical)
        if not track.is_enabled:
            slot["TimelineMobAttributeList"].append(self.book.tag("AudioMixerCompMute", 1))
        markers = (*track.markers, *self._clip_markers(track)) if channel == 1 else ()
        parts.write_markers(self.book, mob, timeline.rate.fraction, slot.slot_id, markers)

    def _clip_markers(self, track: Track) -> list[Marker]:
        """Return the markers of a track's clips as markers of the track."""
        found = []
        for clip in track.clips:
            for marker in clip.markers:
                found.append(replace(marker, at=marker.at + clip.record.start_frame))
                self.ledger.approximate(clip.id, "marker", "a marker of the clip stands on its track instead")
        return found

    def _units(self, rate: Rate, track: Track) -> Fraction:
        """Return what a sound track counts in: frames where all its clips start on one, else samples."""
        by_frame = all(
            (clip.source.start * rate.fraction / clip.source.rate.fraction).denominator == 1
            and "samples" not in clip.facts
            for clip in track.clips
        )
        return rate.fraction if by_frame else Fraction(self._sound_rate)

    def _lane(
        self, timeline: Timeline, track: Track, rate: Fraction, length: int, channel: int | None, *, is_upper: bool
    ) -> Any:
        writer = self._writer(timeline, track, rate, channel, self.ledger)

        def nothing(units: int) -> Any:
            return self._through(units) if is_upper else self.book.filler(writer.kind, units)

        for transition in track.transitions:
            self.ledger.keep(f"{track.name} {transition.kind} at {transition.join}", "transition")
        return self.book.sequence(writer.kind, sequence(writer.strips(), length, nothing))

    def _through(self, units: int) -> Any:
        made = self.book.create.ScopeReference(media_kind="Picture", length=units)
        made["RelativeScope"].value, made["RelativeSlot"].value = 0, 1
        return made

    def _writer(
        self, timeline: Timeline, track: Track, rate: Fraction, channel: int | None, ledger: Ledger
    ) -> LaneWriter:
        return LaneWriter(
            book=self.book, ledger=ledger, timeline=timeline, track=track, rate=rate, place=self._placing(rate, channel)
        )

    def _placing(self, rate: Fraction, channel: int | None) -> Callable[[Clip], Placed | None]:
        def place(clip: Clip) -> Placed | None:
            if clip.nested is None:
                carried = _channel(clip, channel)
                return None if carried == 0 else self._library.place(clip, rate, carried)
            mob = self._mobs.get(clip.nested)
            if mob is None:
                self.ledger.drop(clip.id, "nested", f"the cut it shows, {clip.nested}, was not handed over")
                return None
            kind = TrackKind.PICTURE if channel is None else TrackKind.SOUND
            start = clip.source.start * rate / clip.source.rate.fraction
            return Placed(mob=mob, slot=self._slots[clip.nested, kind], start=start)

        return place


def _channel(clip: Clip, track_channel: int | None) -> int | None:
    """Return the channel of its media a clip carries on a mono track; 0 where it has none there; None on picture."""
    if track_channel is None:
        return None
    if clip.source_channels:
        return clip.source_channels[track_channel - 1] if track_channel <= len(clip.source_channels) else 0
    return track_channel if track_channel <= (clip.media.sound_channels or 1) else 0


def _mono(tracks: tuple[Track, ...], ledger: Ledger) -> list[tuple[Track, int]]:
    """Return sound tracks as an AAF knows them, of one channel each, with the channel."""
    made = []
    for track in tracks:
        counts = [len(clip.source_channels) or clip.media.sound_channels or 1 for clip in track.clips]
        widest = max(counts, default=1)
        if widest > 1:
            ledger.approximate(track.name, "track", f"its {widest} channels become {widest} tracks of one each")
        made += [(track, channel) for channel in range(1, widest + 1)]
    return made
