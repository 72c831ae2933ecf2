"""From neutral timelines to an .otio file."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from posthouse.interchange.ledger import Ledger
from posthouse.interchange.otio.clips import OWN
from posthouse.interchange.otio.media import time_of, written_media
from posthouse.interchange.otio.metadata import with_words
from posthouse.interchange.otio.notes import written_markers
from posthouse.interchange.otio.resolve_effects import WORDS as RESOLVE
from posthouse.interchange.otio.resolve_effects import written_effects
from posthouse.interchange.plain import plain
from posthouse.interchange.reached import tell_unreached
from posthouse.interchange.timeline import TrackKind, TransitionKind, Writing

if TYPE_CHECKING:
    from posthouse.interchange.timeline import Clip, Timeline, Track, Transition

_DISSOLVES = {TransitionKind.DISSOLVE, TransitionKind.FADE_IN, TransitionKind.FADE_OUT}
_IN_WORDS = "posthouse reads it back; other readers of OTIO have no word for it"


def write(timelines: tuple[Timeline, ...], *, name: str) -> Writing:
    """Return an .otio file of the first timeline, those nested in it inside."""
    return written(timelines, name=name, is_for_resolve=False)


def written(timelines: tuple[Timeline, ...], *, name: str, is_for_resolve: bool) -> Writing:
    """Return an .otio file, in OTIO's plain shape or in the one Resolve takes."""
    import opentimelineio as otio  # slow to import: only where a file is written

    desk = _Desk(otio=otio, timelines={each.id: each for each in timelines}, is_for_resolve=is_for_resolve)
    text = otio.adapters.write_to_string(desk.timeline(timelines[0]), "otio_json", indent=2)
    tell_unreached(timelines, desk.ledger)
    form = "otio-resolve" if is_for_resolve else "otio"
    return Writing(format=form, files={f"{name}.otio": text.encode()}, ledger=desk.ledger)


@dataclass(slots=True, kw_only=True)
class _Desk:
    otio: Any
    timelines: dict[str, Timeline]
    is_for_resolve: bool
    ledger: Ledger = field(default_factory=Ledger)
    nesting: tuple[str, ...] = ()

    def timeline(self, timeline: Timeline) -> Any:
        words = {
            name: plain(value)
            for name in ("id", "is_drop_frame", "size", "sound_rate")
            if (value := getattr(timeline, name))
        }
        metadata = with_words(words, timeline.facts)
        if self.is_for_resolve:
            metadata[RESOLVE] = {"Resolve OTIO Meta Version": "1.0"}
        start = time_of(timeline.start_frame, timeline.rate, self.otio)
        made = self.otio.schema.Timeline(name=timeline.name, global_start_time=start, metadata=metadata)
        made.tracks = self.stack(timeline)
        return made

    def stack(self, timeline: Timeline) -> Any:
        children = [self.track(track, timeline) for track in timeline.tracks]
        markers = written_markers(timeline.markers, timeline.rate, None, self.otio)
        for marker in timeline.markers:
            self.ledger.keep(marker.name or f"marker at {marker.at}", "marker")
        return self.otio.schema.Stack(name=timeline.name, children=children, markers=markers)

    def track(self, track: Track, timeline: Timeline) -> Any:
        kinds = self.otio.schema.TrackKind
        made = self.otio.schema.Track(
            name=track.name,
            kind=kinds.Audio if track.kind is TrackKind.SOUND else kinds.Video,
            metadata=with_words({"role": track.role} if track.role else {}, track.facts),
        )
        made.enabled = track.is_enabled
        made.markers.extend(written_markers(track.markers, timeline.rate, None, self.otio))
        self.ledger.keep(track.name, "track")
        for item in self.items(track, timeline):
            made.append(item)
        return made

    def items(self, track: Track, timeline: Timeline) -> list[Any]:
        """Return a track's clips with gaps between them, and its transitions at their joins."""
        joins = {each.join: each for each in track.transitions}
        made: list[Any] = []
        at = 0
        for clip in track.clips:
            if clip.record.start_frame > at:
                made += self.joined(joins, at, timeline)
                made.append(self.gap(clip.record.start_frame - at, timeline))
                at = clip.record.start_frame
            made += self.joined(joins, at, timeline)
            made.append(self.clip(clip, track, timeline))
            at = clip.record.end_frame
        made += self.joined(joins, at, timeline)
        for left in joins.values():
            self.ledger.drop(f"{track.name} at {left.join}", "transition", "it lies at no join of clips")
        return made

    def joined(self, joins: dict[int, Transition], at: int, timeline: Timeline) -> list[Any]:
        found = joins.pop(at, None)
        return [] if found is None else [self.transition(found, timeline)]

    def gap(self, frames: int, timeline: Timeline) -> Any:
        return self.otio.schema.Gap(duration=time_of(frames, timeline.rate, self.otio))

    def transition(self, transition: Transition, timeline: Timeline) -> Any:
        words = {k: v for k, v in plain(transition).items() if k not in {"record", "join", "facts", "name"}}
        is_dissolve = transition.kind in _DISSOLVES
        types = self.otio.schema.TransitionTypes
        label = transition.name or str(transition.kind)
        if is_dissolve:
            self.ledger.keep(f"{label} at {transition.join}", "transition")
            del words["kind"]
        else:
            reason = f"OTIO knows dissolves only; {_IN_WORDS}"
            self.ledger.approximate(f"{label} at {transition.join}", "transition", reason)
        before, after = (
            time_of(frames, timeline.rate, self.otio)
            for frames in (
                transition.join - transition.record.start_frame,
                transition.record.end_frame - transition.join,
            )
        )
        kind = types.SMPTE_Dissolve if is_dissolve or self.is_for_resolve else types.Custom
        return self.otio.schema.Transition(
            name=transition.name, transition_type=kind, in_offset=before, out_offset=after,
            metadata=with_words(words, transition.facts),
        )  # fmt: skip

    def clip(self, clip: Clip, track: Track, timeline: Timeline) -> Any:
        used = self.otio.opentime.TimeRange(
            time_of(clip.source.start, clip.source.rate, self.otio),
            self.duration(clip, timeline),
        )
        words = self.words_of(clip, f"{track.name}/{clip.id}")
        if (inside := self.timelines.get(clip.nested or "")) is not None:
            words["timeline"] = {"name": inside.name, "rate": str(inside.rate)}  # a stack has the clip's name, no rate
        given: dict[str, Any] = {
            "name": clip.name,
            "source_range": used,
            "metadata": with_words(words, clip.facts),
            "effects": self.effects(clip, track),
            "markers": written_markers(clip.markers, timeline.rate, used.start_time, self.otio),
        }
        if self.is_for_resolve and clip.link:
            links = sorted({each.link for every in timeline.tracks for each in every.clips if each.link})
            given["metadata"][RESOLVE] = {"Link Group ID": links.index(clip.link) + 1}
        made = self.nested(clip, given)
        if made is None:
            made = self.otio.schema.Clip(media_reference=written_media(clip.media, self.otio), **given)
        made.enabled = clip.is_enabled
        return made

    def duration(self, clip: Clip, timeline: Timeline) -> Any:
        """Return a clip's length: at its source's rate where that is a whole number of frames, else at the record's."""
        exact = timeline.rate.seconds_at(clip.record.duration_frames) * clip.source.rate.fraction
        if exact.denominator == 1:
            return time_of(exact, clip.source.rate, self.otio)
        return time_of(clip.record.duration_frames, timeline.rate, self.otio)

    def nested(self, clip: Clip, given: dict[str, Any]) -> Any:
        """Return a nested timeline as a stack in the track, or None where the clip shows media."""
        inside = self.timelines.get(clip.nested or "")
        if inside is None or inside.id in self.nesting:
            return None
        self.nesting = (*self.nesting, inside.id)
        stack = self.stack(inside)
        self.nesting = self.nesting[:-1]
        made = self.otio.schema.Stack(children=[each.deepcopy() for each in stack], **given)
        self.ledger.keep(clip.name, "nested")
        return made

    def effects(self, clip: Clip, track: Track) -> list[Any]:
        made: list[Any] = []
        if clip.speed == 0:
            made.append(self.otio.schema.FreezeFrame())
        elif clip.speed != 1:
            made.append(self.otio.schema.LinearTimeWarp(time_scalar=float(clip.speed)))
        if self.is_for_resolve:
            made += written_effects(clip, is_sound=track.kind is TrackKind.SOUND, otio=self.otio)
        made += [self.otio.schema.Effect(effect_name=each.name, metadata=dict(each.facts)) for each in clip.effects]
        return made

    def words_of(self, clip: Clip, label: str) -> dict[str, Any]:
        """Return our own words of a clip, having told what becomes of each part."""
        said = plain(clip)
        words = {"id": clip.id} | {name: said[name] for name in OWN if name in said}
        if clip.speed not in {0, 1}:
            words["speed"] = str(clip.speed)
        if clip.source.start.denominator != 1:
            words["start"] = str(Fraction(clip.source.start))
        self.ledger.keep(label, "clip")
        if clip.speed != 1:
            self.ledger.keep(label, "speed")
        for feature, name in _FEATURES:
            if name in said and not (self.is_for_resolve and name in _RESOLVE_KNOWS):
                self.ledger.approximate(label, feature, _IN_WORDS)
            elif name in said:
                self.ledger.keep(label, feature)
        for _ in clip.markers:
            self.ledger.keep(label, "marker")
        return words


_FEATURES = (
    ("speed", "ramp"),
    ("transform", "transform"),
    ("opacity", "opacity"),
    ("level", "gain_db"),
    ("pan", "pan"),
    ("level", "fade_in"),
    ("level", "fade_out"),
    ("cdl", "cdl"),
    ("effect", "blend"),
    ("effect", "lut"),
    ("role", "role"),
    ("multicam", "angles"),
    ("note", "notes"),
)
_RESOLVE_KNOWS = {"transform", "opacity", "gain_db", "pan", "fade_in", "fade_out"}
