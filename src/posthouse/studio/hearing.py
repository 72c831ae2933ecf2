"""The sound of a cut as a scene: what each shot is heard with, nested ones too, and where cues find their shots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.production.document import Over
from posthouse.production.document import Shot as ShotEntry
from posthouse.production.group_spec import MulticamSpec
from posthouse.sound.place_shots import Overlap, SoundingShot
from posthouse.sound.spec import ShotSoundSpec
from posthouse.studio.own_sound import OwnSound
from posthouse.studio.shots import overlaps_of, timing_of
from posthouse.studio.tracks import Tracks
from posthouse.timing import Length

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.editorial import Cut, Shot
    from posthouse.production.production import Production
    from posthouse.sound.placement import ShotTiming
    from posthouse.studio.groups import Groups
    from posthouse.timing import FrameRange, Rate


@dataclass(slots=True)
class Hearing:
    """The shots of a cut, as the sound craft takes them."""

    production: Production
    cut: Cut
    groups: Groups

    def sounding(self) -> tuple[SoundingShot, ...]:
        """Return every shot that is heard, those inside sequences as the shots that play them have it."""
        entries, tracks = _entries(self.production), Tracks.of(self.production.document)
        overlaps, paths = overlaps_of(self.cut), {name: path for path, name in self.production.ids.items()}
        found = []
        for shot in self.cut.shots():
            spec = self._spec(shot, entries)
            if spec is None:
                continue
            if not tracks.hears(None, spec.stem):
                spec = spec.model_copy(update={"mute": True})  # cues still find the shot
            head, tail = overlaps.get(shot.shot, (Overlap(), Overlap()))
            timing = self._heard(shot, spec, entries[shot.ids[-1]])
            path = paths.get(shot.ids[-1], ())
            own = self._own_sound(spec).heard(timing)
            found.append(SoundingShot(timing=timing, spec=spec, head=head, tail=tail, path=path, heard=own))
        return tuple(found)

    def places(self) -> dict[str, ShotTiming]:
        """Return what cues may be tied to beside shots that are heard: nests, and shots inside them by their names."""
        rate = self.production.document.format.rate
        known = {shot.shot for shot in self.cut.shots()}
        found = {shot.shot: timing_of(shot, self.groups.sources, rate) for shot in self.cut.nests}
        inside = (*self.cut.shots(), *self.cut.nests)
        names = {"/".join(shot.path[start:]) for shot in inside for start in range(1, len(shot.path))}
        for name in names - known - found.keys():
            uses = self.cut.named(name)
            if len(uses) == 1:
                found[name] = timing_of(uses[0], self.groups.sources, rate)
        return found

    def _spec(self, shot: Shot, entries: Mapping[str, ShotEntry | Over]) -> ShotSoundSpec | None:
        """Return what a shot is heard with; None for what lies over the cut and says nothing of sound."""
        outermost = entries.get(shot.ids[0])
        if outermost is None or (isinstance(outermost, Over) and outermost.sound is None):
            return None
        spec = entries[shot.ids[-1]].sound or ShotSoundSpec()
        for depth in range(len(shot.ids) - 1, 0, -1):
            around = self.cut.named("/".join(shot.ids[:depth])) or self.cut.named(shot.ids[0])
            window = around[0].range if around else shot.range
            outer = entries[shot.ids[depth - 1]].sound or ShotSoundSpec()
            inside = NestedShot(shot=shot, window=window, rate=self.production.document.format.rate)
            spec = inside.sound(spec, outer)
        return spec

    def _own_sound(self, spec: ShotSoundSpec) -> OwnSound:
        return OwnSound(self.production, self.groups, lambda shot, entry: self._heard(shot, spec, entry))

    def _heard(self, shot: Shot, spec: ShotSoundSpec, entry: ShotEntry | Over) -> ShotTiming:
        """Return a shot's timing on the media that is heard: of a multicam, the angle whose sound is wanted."""
        rate = self.production.document.format.rate
        timing = timing_of(shot, self.groups.sources, rate)
        group = self.production.document.media.get(entry.media)
        if not isinstance(group, MulticamSpec):
            return timing
        seen, heard = entry.angle or group.first_angle, spec.angle or group.sound
        if heard in {None, seen}:
            return timing
        media = self.groups.whole(group.multicam[heard or seen].media)
        offsets = [self.groups.offsets.get(f"{entry.media}/{angle}") for angle in (seen, heard)]
        if offsets[0] is None or offsets[1] is None:
            return timing  # the reason stands beside the angle
        return timing.on_another(media, offsets[0] - offsets[1], rate)


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedShot:
    """A shot inside a sequence, and the programme frames in which a shot plays the sequence."""

    shot: Shot
    window: FrameRange
    rate: Rate

    def sound(self, spec: ShotSoundSpec, around: ShotSoundSpec) -> ShotSoundSpec:
        """Return the sound of the shot as the one that plays the sequence has it.

        Gains add. What leads or trails stays inside the sequence, whose edges have the outer shot's leads and fades.
        """
        said, own = around.model_fields_set, spec.model_fields_set
        update: dict[str, object] = {"gain": spec.gain + around.gain, "mute": spec.mute or around.mute}
        update |= {name: getattr(around, name) for name in ("pan", "stem", "pitch") if name in said - own}
        return spec.model_copy(update=update | self._head(spec, around) | self._tail(spec, around))

    def _head(self, spec: ShotSoundSpec, around: ShotSoundSpec) -> dict[str, object]:
        before = self.shot.range.start_frame - self.window.start_frame
        if before:
            return {"lead": self._at_most(spec.lead, before)}
        is_whole = self.shot.shown is None or self.shot.shown.start_frame == self.shot.start_frame
        return {"lead": around.lead, "fade_in": around.fade_in or (spec.fade_in if is_whole else None)}

    def _tail(self, spec: ShotSoundSpec, around: ShotSoundSpec) -> dict[str, object]:
        after = self.window.end_frame - self.shot.range.end_frame
        if after:
            return {"trail": self._at_most(spec.trail, after)}
        end = self.shot.start_frame + self.shot.source.duration_frames
        is_whole = self.shot.range.end_frame == end
        return {"trail": around.trail, "fade_out": around.fade_out or (spec.fade_out if is_whole else None)}

    def _at_most(self, reach: Length | None, frames: int) -> Length | None:
        if reach is None or reach.exact_seconds(self.rate) <= self.rate.seconds_at(frames):
            return reach
        return Length.frames_of(frames)


def _entries(production: Production) -> dict[str, ShotEntry | Over]:
    """Return every shot the document writes, by its id."""
    document = production.document
    items = (*document.cut, *(item for items in document.sequences.values() for item in items))
    shots: dict[str, ShotEntry | Over] = {item.id: item for item in items if isinstance(item, ShotEntry)}
    return shots | {entry.id: entry for entry in document.over}
