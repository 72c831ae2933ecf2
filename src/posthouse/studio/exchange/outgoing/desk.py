"""What all parts of an outgoing cut share: the programme, its media as others call them, the ledger."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange import Ledger, MediaKind, MediaRef, SourceSpan
from posthouse.production.media_spec import ColorGeneratorSpec, GeneratedMediaSpec
from posthouse.sound.heard import FileSound

if TYPE_CHECKING:
    from posthouse.editorial import Source
    from posthouse.studio.programme import Programme
    from posthouse.studio.sources import StudioMedia
    from posthouse.timing import Rate

OURS = "posthouse"
"""The fact under which formats that keep facts keep the document's own words."""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """One film on its way out."""

    programme: Programme
    ledger: Ledger = field(default_factory=Ledger)

    @property
    def rate(self) -> Rate:
        """Return the programme's rate."""
        return self.programme.production.document.format.rate

    @property
    def size(self) -> tuple[int, int]:
        """Return the programme's frame."""
        return self.programme.production.document.format.size

    @functools.cached_property
    def references(self) -> dict[str, MediaRef]:
        """Return every media as a reference, by the document's name."""
        found = {name: media for name, media in self.programme.media.items() if self._is_own(media)}
        return {name: self._reference(name, media) for name, media in found.items()}

    @staticmethod
    def _is_own(media: StudioMedia) -> bool:
        """Return whether a media is made or lies in a file; subclips and groups are made of others."""
        return media.path is not None or isinstance(media.spec, GeneratedMediaSpec)

    def reference(self, name: str) -> MediaRef:
        """Return a media by the document's name; of a subclip or group, the media it is made of."""
        if name in self.references:
            return self.references[name]
        source = self.programme.sources.get(name)
        under = source.media if source else ""
        return self.references.get(under) or MediaRef(name=name, kind=MediaKind.MISSING, has_timecode=False)

    def source_rate(self, media: str) -> Rate:
        """Return the rate a media's own frames are counted in; the programme's where it has none."""
        source = self._source(media)
        return self.rate if source is None else source.rate

    def source_frames(self, media: str, grid_position: Fraction) -> Fraction:
        """Return a position on the programme's grid in the media's own frames, from its label 0 or its first frame.

        Of a media at another rate: the whole frame that stands at that position, where there is one.
        """
        source = self._source(media)
        if source is None:
            return grid_position
        start = source.start_timecode.frame_count if source.start_timecode else 0
        frames = grid_position / self.rate.fraction * source.rate.fraction
        whole = source.rate.nearest_frames(grid_position / self.rate.fraction)
        is_same = grid_position == self.rate.nearest_frames(source.rate.seconds_at(whole))
        return start + (Fraction(whole) if is_same else frames)

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
        start = source.start_timecode if source else None
        is_named = info is not None and info.reel_name_from not in {"", "file name"}
        sounds = info.sounds if info else ()
        stream = getattr(media.spec, "sound_stream", None) or 0
        return MediaRef(
            name=media.path.name,
            file=str(media.path.resolve()),
            reel=getattr(media.spec, "reel", "") or (info.reel_name if info and is_named else ""),
            available=self._available(name, media),
            has_timecode=start is not None,
            is_drop_frame=start is not None and start.is_drop_frame,
            size=info.pictures[0].display_size if info and info.pictures else None,
            sound_channels=sounds[stream].channels if stream < len(sounds) else 0,
            has_picture=source is not None,
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
            return SourceSpan(
                rate=self.rate, start=Fraction(0), duration=media.heard.duration_seconds * self.rate.fraction
            )
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
