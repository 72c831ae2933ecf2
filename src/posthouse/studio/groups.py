"""Media made of other media, as the cut and the sound see them: subclips as parts, multicams as angles on one clock."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial import Source, source_seconds
from posthouse.production.group_spec import MulticamSpec, SubclipSpec
from posthouse.sound.setting import SoundPart

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from posthouse.production.document import Document
    from posthouse.production.group_spec import AngleSpec
    from posthouse.studio.sources import StudioMedia
    from posthouse.timing import Length

    Complain = Callable[[tuple[str | int, ...], str, str], None]


@dataclass(slots=True)
class Groups:
    """What the names of a document's media are: as pictures, and as parts of sound."""

    document: Document
    media: Mapping[str, StudioMedia]
    complain: Complain
    sources: dict[str, Source] = field(default_factory=dict)
    """By the name of a media or a subclip, or ``table/close`` for an angle; a multicam's own name is its first."""
    parts: dict[str, SoundPart] = field(default_factory=dict)
    """Subclips that can be heard, by name."""
    offsets: dict[str, Fraction] = field(default_factory=dict)
    """Where the beginning of each angle lies on its group's clock, in seconds, by ``table/close``; recorders' too."""

    def __post_init__(self) -> None:
        self.sources |= {name: each.editorial for name, each in self.media.items() if each.editorial is not None}
        specs = self.document.media.items()
        for name, spec in specs:
            if isinstance(spec, SubclipSpec):
                self._add_subclip(name, spec)
        for name, spec in specs:
            if isinstance(spec, MulticamSpec):
                self._add_angles(name, spec)

    def whole(self, name: str) -> str:
        """Return the media a subclip is a part of, through any number of them; of other media, itself."""
        spec = self.document.media.get(name)
        return self.whole(spec.subclip) if isinstance(spec, SubclipSpec) else name

    def _add_subclip(self, name: str, spec: SubclipSpec) -> None:
        within = self.document.media[spec.subclip]
        if isinstance(within, SubclipSpec) and spec.subclip not in self.sources | self.parts:
            self._add_subclip(spec.subclip, within)
        self._add_sound(name, spec)
        source = self.sources.get(spec.subclip)
        if source is None or name in self.sources:
            return  # the reason stands beside the media it is a part of
        first = self._frame(spec.in_point, source, ("media", name, "in"))
        end = self._frame(spec.out_point, source, ("media", name, "out"))
        first = source.first_frame if first is None else first
        end = source.grid_frames if end is None else end
        is_inside = source.grid_frames is None or (end is not None and end <= source.grid_frames)
        if first < source.first_frame or not is_inside or (end is not None and end <= first):
            rate = self.document.format.rate
            hint = f"it has frames {source.first_frame} to {(source.grid_frames or 1) - 1} at {rate} fps"
            self.complain(("media", name), f"{name} is no part of {spec.subclip}", hint)
            return
        media = source.media or spec.subclip
        self.sources[name] = dataclasses.replace(source, media=media, first_frame=first, grid_frames=end)

    def _frame(self, at: Length | None, source: Source, path: tuple[str | int, ...]) -> int | None:
        if at is None:
            return None
        try:
            return self.document.format.rate.nearest_frames(source_seconds(at, source))
        except ValueError as problem:
            self.complain(path, str(problem), "")
            return None

    def _add_sound(self, name: str, spec: SubclipSpec) -> None:
        media = self.media.get(self.whole(name))
        if media is None or media.heard is None:
            return
        around = self.parts.get(spec.subclip)
        start = spec.in_point or (around.start if around else None)
        end = spec.out_point or (around.end if around else None)
        self.parts[name] = SoundPart(media=media.name, start=start, end=end)

    def _add_angles(self, name: str, spec: MulticamSpec) -> None:
        first = self.sources.get(spec.multicam[spec.first_angle].media)
        is_by_timecode = spec.is_by_timecode and len(spec.multicam) > 1
        for angle, said in spec.multicam.items():
            source, path = self.sources.get(said.media), ("media", name, "multicam", angle)
            if source is None:
                self._add_recorder(f"{name}/{angle}", said, path, is_by_timecode=is_by_timecode)
                continue
            laid = self._by_timecode(source, first, path) if is_by_timecode else self._by_offset(source, said, path)
            if laid is not None:
                self.sources[f"{name}/{angle}"] = dataclasses.replace(laid, media=source.media or said.media)
                self.offsets[f"{name}/{angle}"] = laid.offset_seconds
        if (shown := self.sources.get(f"{name}/{spec.first_angle}")) is not None:
            self.sources[name] = shown

    def _add_recorder(self, key: str, said: AngleSpec, path: tuple[str | int, ...], *, is_by_timecode: bool) -> None:
        """Add an angle that is only heard; of media that could not be opened, the reason stands beside them."""
        media = self.media.get(self.whole(said.media))
        if media is None or media.heard is None:
            return
        if is_by_timecode:
            hint = "say where its beginning lies on the group's clock, as {media: recorder, offset: 500ms}"
            self.complain(path, "sound has no timecode of frames", hint)
            return
        seconds = self._seconds(said.offset, path)
        if seconds is not None:
            self.offsets[key] = seconds

    def _by_timecode(self, source: Source, first: Source | None, path: tuple[str | int, ...]) -> Source | None:
        """Return an angle on the first one's timecode; labels are taken as the time that passed since 0, exactly."""
        start, zero = source.start_timecode, first.start_timecode if first else None
        if start is None:
            hint = "say where its first frame lies on the group's clock, as {media: cam2, offset: 12f}"
            self.complain(path, "the media of this angle has no timecode", hint)
        if start is None or zero is None:
            return None
        later = start.rate.seconds_at(start.frame_count) - zero.rate.seconds_at(zero.frame_count)
        return dataclasses.replace(source, rate=zero.rate, start_timecode=zero, offset_seconds=later)

    def _by_offset(self, source: Source, said: AngleSpec, path: tuple[str | int, ...]) -> Source | None:
        rate, seconds = self.document.format.rate, self._seconds(said.offset, path)
        if seconds is None:
            return None
        seconds -= rate.seconds_at(source.first_frame)
        return dataclasses.replace(source, rate=rate, start_timecode=None, offset_seconds=seconds)

    def _seconds(self, offset: Length | None, path: tuple[str | int, ...]) -> Fraction | None:
        try:
            return offset.exact_seconds(self.document.format.rate) if offset else Fraction(0)
        except ValueError as problem:
            self.complain((*path, "offset"), str(problem), "")
            return None
