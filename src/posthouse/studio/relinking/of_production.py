"""What a production says of its media that are not here, and which of their frames its text names."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.conform.evidence import Span, Wanted
from posthouse.interchange import MediaRef
from posthouse.interchange.file_names import folders_of, last_part
from posthouse.production.document import Over
from posthouse.production.document import Shot as ShotEntry
from posthouse.production.media_spec import FileMediaSpec
from posthouse.studio.relinking.wanted import Use

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.production import Production
    from posthouse.production.document import Document


def missing_uses(production: Production) -> tuple[Use, ...]:
    """Return every media of a production whose file is not here; no reference can be asked about them."""
    document, rate = production.document, production.document.format.rate
    shots = list(_shots(document))
    found = []
    for name, spec in document.media.items():
        if not isinstance(spec, FileMediaSpec) or (production.folder / spec.file).exists():
            continue
        mine = [shot for shot in shots if shot.media == name]
        spans = [span for shot in mine if (span := _span(shot, document)) is not None]
        wanted = Wanted(
            name=name,
            file=last_part(spec.file),
            folders=folders_of(spec.file),
            reel=spec.reel,
            used=tuple(spans),
            has_timecode=bool(spans),
            wants_picture=bool(mine),
            is_rate_said=False,
        )
        media = MediaRef(name=name, file=spec.file, reel=spec.reel)
        found.append(Use(wanted=wanted, media=media, clips=(), sounds=(), rate=rate))
    return tuple(found)


def _shots(document: Document) -> Iterator[ShotEntry | Over]:
    yield from document.over
    for items in (document.cut, *document.sequences.values()):
        yield from (item for item in items if isinstance(item, ShotEntry))


def _span(shot: ShotEntry | Over, document: Document) -> Span | None:
    """Return the timecodes a shot names, at the programme's rate, which is not far off; None where it names none."""
    rate, first, end = document.format.rate, shot.in_point, shot.out_point
    if first is None or not first.is_timecode:
        return None
    try:
        start = Fraction(first.nearest_frames(rate))
        last = Fraction(end.nearest_frames(rate)) if end is not None and end.is_timecode else start + 1
    except ValueError:  # a label of a faster media's
        return None
    return Span(start=start, end=max(last, start + 1), rate=rate)
