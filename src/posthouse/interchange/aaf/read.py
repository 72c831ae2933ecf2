"""Compositions of an AAF as neutral timelines."""

from __future__ import annotations

import functools
from collections import Counter
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from posthouse.errors import MediaError
from posthouse.interchange.aaf import objects
from posthouse.interchange.aaf.clips import Setting, clip_of
from posthouse.interchange.aaf.joins import transition_of, with_fades
from posthouse.interchange.aaf.lanes import lanes_of
from posthouse.interchange.aaf.load import load
from posthouse.interchange.aaf.markers import placed_markers, with_source_markers
from posthouse.interchange.aaf.sources import find_source
from posthouse.interchange.ledger import Ledger
from posthouse.interchange.timeline import Clip, Reading, Timeline, Track, TrackKind
from posthouse.timing import Rate
from posthouse.timing.rate import HIGHEST_RATE
from posthouse.timing.timecode import can_drop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.interchange.aaf.lanes import Lane, Piece
    from posthouse.interchange.timeline import MediaRef

_KINDS: Final = {"Picture": TrackKind.PICTURE, "Sound": TrackKind.SOUND}
_LETTERS: Final = {TrackKind.PICTURE: "V", TrackKind.SOUND: "A"}
_SILENT: Final = ("Timecode", "Edgecode", "Descriptive Metadata", "DescriptiveMetadata", "SoundMasterTrack")
_FALLBACK: Final = Rate(Fraction(25))
_MOST_NESTED: Final = 5_000


def read(path: Path, *, rate: Rate | None = None) -> Reading:
    """Return the cuts an AAF holds; ``rate`` is for files of sound alone that say none.

    Raises:
        MediaError: no AAF, a broken one, or one without a cut and without media.
    """
    container = load(path)
    reader = _Reader(container, rate)
    tops = _top_level(container)
    masters = container.of_kind("master")
    if not tops and not masters:
        raise MediaError(f"{path.name} holds no cut", hint="export the sequence, not the bin")
    timelines = tuple(reader.timeline(mob) for mob in tops)
    media = () if tops else tuple(found for mob in masters if (found := _logged(container, mob)) is not None)
    return Reading(
        format="aaf", timelines=timelines, nested=tuple(reader.nested.values()), media=media, ledger=reader.ledger
    )


def _top_level(container: objects.Container) -> list[objects.Mob]:
    """Return the cuts of a file: those it calls top level, else those nothing else uses."""
    compositions = container.of_kind("composition")
    called = [mob for mob in compositions if mob.usage == "Usage_TopLevel"]
    if called:
        return sorted(called, key=lambda mob: mob.name)
    used = {clip.mob for mob in compositions for slot in mob.slots for clip in _clips_in(slot.segment)}
    free = [mob for mob in compositions if mob.id not in used and not mob.usage]
    return sorted(free or compositions, key=lambda mob: mob.name)


def _clips_in(segment: objects.Segment) -> Iterator[objects.SourceClip]:
    match segment:
        case objects.SourceClip():
            yield segment
        case objects.Sequence(components=inside) | objects.Operation(inputs=inside) | objects.Layers(layers=inside):
            for each in inside:
                yield from _clips_in(each)
        case objects.Choice(chosen=chosen, others=others):
            for each in (chosen, *others):
                yield from _clips_in(each)
        case _:
            return


def _logged(container: objects.Container, master: objects.Mob) -> MediaRef | None:
    slot = next((slot for slot in master.slots if slot.kind in _KINDS and slot.rate > 0), None)
    if slot is None:
        return None
    whole = objects.SourceClip(length=slot.segment.length, mob=master.id, slot=slot.id)
    rate = Rate(slot.rate) if slot.rate <= HIGHEST_RATE else _FALLBACK
    return find_source(container.mobs, whole, slot, rate).media


class _Reader:
    """Reads compositions, and those nested in them, each once."""

    def __init__(self, container: objects.Container, rate: Rate | None) -> None:
        self._mobs, self._said = container.mobs, rate
        self.ledger, self.nested = Ledger(), dict[str, Timeline]()
        self._open: list[str] = []

    def timeline(self, mob: objects.Mob) -> Timeline:
        """Return one composition as a timeline."""
        self._open.append(mob.id)
        rate = self._rate(mob)
        counts: dict[TrackKind, int] = {}
        tracks = {
            slot.id: self._tracks(slot, rate, counts) for slot in mob.slots if slot.kind in _KINDS and slot.rate > 0
        }
        for slot in mob.slots:
            if slot.kind not in _KINDS and slot.kind not in _SILENT:
                self.ledger.drop(slot.name or slot.kind, "track", f"a track of {slot.kind} has no place in a cut")
        marked, markers = placed_markers(mob, tracks, rate, self.ledger)
        self._open.pop()
        ordered = _linked(
            [track for kind in TrackKind for each in marked.values() for track in each if track.kind is kind]
        )
        start, is_drop_frame = self._start(mob, rate)
        return Timeline(
            id=mob.id,
            name=mob.name,
            rate=rate,
            tracks=tuple(ordered),
            start_frame=start,
            is_drop_frame=is_drop_frame,
            sound_rate=_sound_rate(mob),
            markers=markers,
            facts={"comments": dict(mob.comments)} if mob.comments else {},
        )

    def _rate(self, mob: objects.Mob) -> Rate:
        """Return a cut's frame rate: its picture's, else its timecode's, else what was said."""
        rates = {
            kind: [slot.rate for slot in mob.slots if slot.kind == kind] for kind in ("Picture", "Timecode", "Sound")
        }
        for candidate in (*rates["Picture"], *rates["Timecode"], *rates["Sound"]):
            if 0 < candidate <= HIGHEST_RATE:
                return Rate(candidate)
        if self._said is not None:
            return self._said
        timecode = _primary(mob)
        if timecode is not None and timecode[1].fps > 0:
            whole = Fraction(timecode[1].fps)
            return Rate(whole * 1000 / 1001 if timecode[1].is_drop_frame else whole)
        self.ledger.approximate(mob.name, "timecode", f"the file does not say its frame rate; {_FALLBACK} is taken")
        return _FALLBACK

    def _start(self, mob: objects.Mob, rate: Rate) -> tuple[int, bool]:
        found = _primary(mob)
        if found is None:
            self.ledger.approximate(
                mob.name, "timecode", "the file has no timecode track; the cut starts at 00:00:00:00"
            )
            return 0, False
        self.ledger.keep(mob.name, "timecode")
        slot, timecode = found
        counts_frames = slot.rate <= HIGHEST_RATE or timecode.start < 24 * 3600 * max(timecode.fps, 1)
        start = timecode.start if counts_frames else round(timecode.start * rate.fraction / slot.rate)
        return start, timecode.is_drop_frame and can_drop(rate)

    def _tracks(self, slot: objects.Slot, rate: Rate, counts: dict[TrackKind, int]) -> list[Track]:
        """Return the tracks of a slot: one for each layer; ``counts`` are those of each kind before it."""
        kind = _KINDS[slot.kind]
        made = []
        for lane in lanes_of(slot.segment, is_sound=kind is TrackKind.SOUND):
            counts[kind] = counts.get(kind, 0) + 1
            label = f"{_LETTERS[kind]}{counts[kind]}"
            setting = Setting(
                mobs=self._mobs,
                slot=slot,
                rate=rate,
                name=label,
                ledger=self.ledger,
                nest=functools.partial(self._nest, slot, rate),
            )
            made.append(replace(self._track(lane, setting, kind), is_enabled=not slot.is_muted))
        return [replace(made[0], name=slot.name or made[0].name)] if len(made) == 1 else made

    def _track(self, lane: Lane, setting: Setting, kind: TrackKind) -> Track:
        made = [clip_of(piece, number, setting) for number, piece in enumerate(lane.pieces, start=1)]
        found = [transition_of(join, number, setting) for number, join in enumerate(lane.joins, start=1)]
        transitions = [each for each in found if each is not None]
        for at, name in lane.lost:
            self.ledger.drop(
                f"{setting.name} at {at}", "effect", f"{name or 'an effect'} has no clip of its own under it"
            )
        if kind is TrackKind.SOUND:
            made = with_fades(made, lane, setting)
            both = [join.has_before and join.has_after for join in lane.joins if join.has_before or join.has_after]
            transitions = [each for each, is_cross in zip(transitions, both, strict=True) if is_cross]
        clips = [self._marked(clip, piece, setting) for clip, piece in zip(made, lane.pieces, strict=True) if clip]
        return Track(name=setting.name, kind=kind, clips=tuple(clips), transitions=tuple(transitions))

    def _nest(
        self, slot: objects.Slot, rate: Rate, what: objects.Mob | tuple[objects.Segment, ...], item: str, name: str
    ) -> str | None:
        """Put a composition, or layers of one slot, among the nested timelines; None where it would never end."""
        if len(self.nested) >= _MOST_NESTED or (isinstance(what, objects.Mob) and what.id in self._open):
            return None
        if isinstance(what, objects.Mob):
            if what.id not in self.nested:
                self.nested[what.id] = self.timeline(what)
            return what.id
        id_ = f"{self._open[-1]}#{item}"
        self._open.append(id_)
        counts: dict[TrackKind, int] = {}
        inside = [
            track for layer in what for track in self._tracks(replace(slot, segment=layer, name=""), rate, counts)
        ]
        self._open.pop()
        self.nested[id_] = Timeline(id=id_, name=name or item, rate=rate, tracks=tuple(inside))
        return id_

    def _marked(self, clip: Clip, piece: Piece, setting: Setting) -> Clip:
        if piece.clip is None or clip.nested is not None:
            return clip
        shown = replace(piece.clip, start=piece.clip.start + piece.start - piece.at)
        links = find_source(self._mobs, shown, setting.slot, setting.rate).links
        return with_source_markers(clip, links, setting.rate)


def _linked(tracks: list[Track]) -> list[Track]:
    """Return tracks whose clips of the same master mob over the same frames are one take."""
    counts = Counter((clip.media.id, clip.record) for track in tracks for clip in track.clips if clip.media.id)
    numbers = {key: str(number) for number, key in enumerate(key for key, count in counts.items() if count > 1)}
    return [
        replace(
            track,
            clips=tuple(replace(clip, link=numbers.get((clip.media.id, clip.record), "")) for clip in track.clips),
        )
        for track in tracks
    ]


def _primary(mob: objects.Mob) -> tuple[objects.Slot, objects.Timecode] | None:
    """Return the timecode track that is shown: that of physical number 1, else the first (AAF Edit Protocol, 6.3)."""
    found = [
        (slot, segment)
        for slot in mob.slots
        if slot.kind == "Timecode"
        for segment in (slot.segment.components if isinstance(slot.segment, objects.Sequence) else (slot.segment,))
        if isinstance(segment, objects.Timecode)
    ]
    return next((each for each in found if each[0].physical == 1), found[0] if found else None)


def _sound_rate(mob: objects.Mob) -> int | None:
    rates = [slot.rate for slot in mob.slots if slot.kind == "Sound" and slot.rate > HIGHEST_RATE]
    return int(rates[0]) if rates else None
