"""The cut of a document whose media are not here: resolved against what the file of the cut says of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.editorial import CutResolver, Raster, Source
from posthouse.production.group_spec import MulticamSpec, SubclipSpec
from posthouse.production.media_spec import GeneratedMediaSpec
from posthouse.studio.groups import Groups
from posthouse.studio.sources import StudioMedia
from posthouse.timing import Timecode
from posthouse.timing.timecode import can_drop

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from posthouse.editorial import Cut
    from posthouse.interchange import MediaRef
    from posthouse.production import Production
    from posthouse.timing import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumedCut:
    """A cut, and what was wrong with it."""

    cut: Cut
    problems: tuple[str, ...] = field(default=())


def assumed_source(media: MediaRef | None, rate: Rate, size: tuple[int, int]) -> Source:
    """Return a media as its reference says it is; what is not said of its length and size is taken as enough."""
    width, height = media.size if media is not None and media.size else size
    start = None
    if media is not None and media.has_timecode:
        first = media.available.start.__floor__() if media.available is not None else 0
        start = Timecode(frame_count=first, rate=rate, is_drop_frame=media.is_drop_frame and can_drop(rate))
    return Source(rate=rate, grid_frames=None, start_timecode=start, raster=Raster(width=width, height=height))


def assumed_sources(
    production: Production, references: Mapping[str, MediaRef], rates: Mapping[str, Rate]
) -> dict[str, Source]:
    """Return every media of a document as its references say it is."""
    form = production.document.format
    found: dict[str, StudioMedia] = {}
    for name, spec in production.document.media.items():
        if isinstance(spec, SubclipSpec | MulticamSpec):
            continue
        reference = None if isinstance(spec, GeneratedMediaSpec) else references.get(name)
        source = assumed_source(reference, rates.get(name, form.rate), form.size)
        found[name] = StudioMedia(name=name, spec=spec, editorial=source)
    return Groups(production.document, found, lambda *_: None).sources


def assumed_cut(production: Production, sources: Mapping[str, Source]) -> AssumedCut:
    """Return the cut of a document against assumed media."""
    document = production.document
    problems: list[str] = []
    start = Timecode.parse(str(document.format.start), document.format.rate) if document.format.start else None
    resolver = CutResolver(
        rate=document.format.rate,
        sources=sources,
        complain=lambda path, cause, hint: problems.append(f"{'.'.join(map(str, path))}: {cause} ({hint})"),
        start=start,
        sequences=document.sequences,
    )
    return AssumedCut(cut=resolver.cut(document.cut, document.over), problems=tuple(problems))


def source_label(source: Source, grid_frame: Fraction, rate: Rate) -> Fraction:
    """Return a position on the programme's grid as a label of its source."""
    start = source.start_timecode.frame_count if source.start_timecode else 0
    return start + grid_frame / rate.fraction * source.rate.fraction
