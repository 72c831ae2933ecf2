"""What all parts of an outgoing cut share: the programme, its media as others call them, the ledger."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange import OURS, Ledger, MediaKind, MediaRef, SourceSpan
from posthouse.production.group_spec import MulticamSpec
from posthouse.production.media_spec import ColorGeneratorSpec, GeneratedMediaSpec
from posthouse.sound.heard import FileSound
from posthouse.sound.spec import ShotSoundSpec
from posthouse.studio.exchange.bwf_slates import slate_of
from posthouse.studio.exchange.outgoing.nestable import Entries, entries_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.editorial import Shot, Source
    from posthouse.studio.exchange.outgoing.luts import Luts
    from posthouse.studio.exchange.outgoing.multicams import Group
    from posthouse.studio.exchange.outgoing.sheets import Sheet
    from posthouse.studio.programme import Programme
    from posthouse.studio.sources import StudioMedia
    from posthouse.timing import Rate, Timecode


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One film on its way out."""

    programme: Programme
    sheet: Sheet
    """The list of it that is on the desk: the cut, or a sequence."""
    groups: Mapping[str, Group] = field(default_factory=dict)
    """The multicam media that go out with all their angles."""
    ledger: Ledger = field(default_factory=Ledger)
    lengths: Mapping[str, int] = field(default_factory=dict)
    """How long each sequence is that goes out nested, in frames."""
    luts: Luts | None = None
    """Where a system takes a shot's color as a LUT: those made so far."""
    takes_keys: bool = False
    """Whether the luma keys of layers go out."""
    _references: dict[str, MediaRef] = field(default_factory=dict)

    @property
    def rate(self) -> Rate:
        """Return the programme's rate."""
        return self.programme.production.document.format.rate

    @property
    def size(self) -> tuple[int, int]:
        """Return the programme's frame."""
        return self.programme.production.document.format.size

    def reference(self, name: str) -> MediaRef:
        """Return a media as a reference, by the document's name; of a subclip or group, the media it is made of."""
        if name not in self._references:
            media = self.programme.media.get(name)
            if media is not None and self._is_own(media):
                self._references[name] = self._reference(name, media)
            else:
                source = self.programme.sources.get(name)
                under = source.media if source else ""
                made = self.reference(under) if under and under != name else None
                self._references[name] = made or MediaRef(name=name, kind=MediaKind.MISSING, has_timecode=False)
        return self._references[name]

    def media_under(self, name: str) -> str:
        """Return the media in a file that a media is made of: of a subclip or an angle, another; else itself."""
        media, source = self.programme.media.get(name), self.programme.sources.get(name)
        return name if (media is not None and self._is_own(media)) or source is None else source.media or name

    def nested_media(self, name: str) -> MediaRef:
        """Return what stands for a sequence or a group in the clips that show it."""
        channels = min(2, self.programme.production.document.format.sound.layout.channels)
        return MediaRef(name=name, has_timecode=False, size=self.size, sound_channels=channels)

    @staticmethod
    def _is_own(media: StudioMedia) -> bool:
        """Return whether a media is made or lies in a file; subclips and groups are made of others."""
        return media.path is not None or isinstance(media.spec, GeneratedMediaSpec)

    def sound_of(self, shot: str) -> ShotSoundSpec:
        """Return what the document says of the sound of a shot it writes."""
        return self.entries[shot].sound or ShotSoundSpec()

    def heard_angle(self, group: str) -> str | None:
        """Return the angle of a multicam media that is heard, whichever is seen."""
        spec = self.programme.production.document.media.get(group)
        return spec.sound if isinstance(spec, MulticamSpec) else None

    @functools.cached_property
    def entries(self) -> Entries:
        """Return every shot the document writes, by its id."""
        return entries_of(self.programme.production.document)

    def group_of(self, shot: Shot) -> tuple[Group, str] | None:
        """Return the group a shot is from, where it goes out with its angles, and the angle that is seen."""
        name, _, angle = shot.clock.partition("/")
        group = self.groups.get(name)
        return None if group is None else (group, angle or next(iter(group.lenses)))

    def source_rate(self, media: str) -> Rate:
        """Return the rate a media's own frames are counted in; the programme's where it has none."""
        source = self._source(media)
        return self.rate if source is None else source.rate

    def source_frames(self, media: str, grid_position: Fraction) -> Fraction:
        """Return a position on the programme's grid in the media's own frames, from its label 0 or its first frame.

        Of a media at another rate: the whole frame that stands at that position, where there is one.
        """
        source, start = self._source(media), self.first_label(media)
        if source is None:
            return start + grid_position
        frames = grid_position / self.rate.fraction * source.rate.fraction
        whole = source.rate.nearest_frames(grid_position / self.rate.fraction)
        is_same = grid_position == self.rate.nearest_frames(source.rate.seconds_at(whole))
        return start + (Fraction(whole) if is_same else frames)

    def first_label(self, media: str) -> int:
        """Return the label of a media's first frame, of sound alone that of its first sample; 0 where it has none."""
        source = self._source(media)
        label = self._stamp(media) if source is None else source.start_timecode
        return label.frame_count if label else 0

    def _stamp(self, media: str) -> Timecode | None:
        """Return the label of the frame the first sample of a Broadcast WAV lies in."""
        found = self.programme.media.get(media)
        if found is None or found.path is None or found.editorial is not None:
            return None
        slate = slate_of(found.path)
        return slate.start_timecode(self.rate) if slate is not None and slate.start_samples else None

    def span(self, media: str, first: Fraction, last: Fraction) -> SourceSpan:
        """Return the part of a media between two positions on the programme's grid."""
        rate = self.source_rate(media)
        duration = (last - first) / self.rate.fraction * rate.fraction
        return SourceSpan(rate=rate, start=self.source_frames(media, first), duration=duration)

    def _source(self, media: str) -> Source | None:
        found = self.programme.media.get(media)
        return found.editorial if found is not None and found.editorial else self.programme.sources.get(media)

    def _reference(self, name: str, media: StudioMedia) -> MediaRef:
        if isinstance(media.spec, GeneratedMediaSpec):
            return self._generated(name, media.spec)
        assert media.path is not None, "a media that is not generated has a path"
        info, source = media.info, media.editorial
        start = source.start_timecode if source else self._stamp(name)
        slate = slate_of(media.path) if source is None else None
        sounds = info.sounds if info else ()
        stream = getattr(media.spec, "sound_stream", None) or 0
        return MediaRef(
            name=media.path.name,
            file=str(media.path.resolve()),
            reel=media.reel or (slate.tape if slate else ""),
            available=self._available(name, media),
            has_timecode=start is not None,
            is_drop_frame=start is not None and start.is_drop_frame,
            size=info.pictures[0].display_size if info and info.pictures else None,
            sound_channels=sounds[stream].channels if stream < len(sounds) else 0,
            has_picture=source is not None,
            scene=slate.scene if slate else "",
            take=slate.take if slate else "",
            facts={OURS: {"media": name}},
        )

    def _available(self, name: str, media: StudioMedia) -> SourceSpan | None:
        footage = media.footage
        if footage is not None and media.info is not None:
            frames = Fraction(media.info.pictures[footage.stream].frame_count)
            if media.editorial is not None and media.editorial.grid_frames is None:
                return None  # a still is held for ever
            return SourceSpan(rate=self.source_rate(name), start=self.source_frames(name, Fraction(0)), duration=frames)
        if isinstance(media.heard, FileSound):
            first, lasting = Fraction(self.first_label(name)), media.heard.duration_seconds * self.rate.fraction
            return SourceSpan(rate=self.rate, start=first, duration=lasting)
        return None

    def _generated(self, name: str, spec: GeneratedMediaSpec) -> MediaRef:
        given = spec.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        facts = {OURS: {"media": name, **given}}
        generator = spec.generate
        if isinstance(generator, ColorGeneratorSpec):
            red, green, blue, _ = generator.color
            kind = MediaKind.COLOR if any((red, green, blue)) else MediaKind.BLACK
            return MediaRef(name=name, kind=kind, color=(red, green, blue), has_timecode=False, facts=facts)
        if spec.has_picture:
            return MediaRef(name=name, kind=MediaKind.BARS, has_timecode=False, facts=facts)
        return MediaRef(name=name, kind=MediaKind.MISSING, has_timecode=False, has_picture=False, facts=facts)
