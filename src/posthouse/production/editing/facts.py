"""What an edit must know beside the text: the media's rates, lengths and timecodes, as far as they are there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from posthouse.editorial import CutResolver, Raster, Source
from posthouse.errors import ProductionError
from posthouse.timing import Timecode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.editorial import Cut
    from posthouse.production.document import Document
    from posthouse.production.tree import Path

_RASTER: Final = Raster(width=16, height=16)


@dataclass(frozen=True, slots=True, kw_only=True)
class EditFacts:
    """The media of a production, as far as they are known; ``missing`` says why the others are not."""

    sources: Mapping[str, Source] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    without_pictures: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """A document's cut in frames, the sources it was resolved with, and what was wrong: (path, cause, hint)."""

    cut: Cut
    level: Cut
    """The cut's own items, with sequences as wholes."""
    sources: Mapping[str, Source]
    guessed: frozenset[str]
    """Media of which nothing is known: their rate is taken to be the programme's, their end never to come."""
    problems: tuple[tuple[Path, str, str], ...]


def resolved(document: Document, facts: EditFacts) -> Resolved:
    """Return the cut of a document; media that are not known stand in as endless ones at the programme's rate."""
    rate = document.format.rate
    problems: list[tuple[Path, str, str]] = []
    sources = dict(facts.sources)
    guessed = frozenset(document.media) - sources.keys() - facts.without_pictures
    for name in guessed:
        said = getattr(document.media[name], "rate", None) or rate
        sources[name] = Source(rate=said, grid_frames=None, start_timecode=None, raster=_RASTER)
    resolver = CutResolver(
        rate=rate,
        sources=sources,
        complain=lambda path, cause, hint: problems.append((path, cause, hint)),
        start=start_of(document),
        sequences=document.sequences,
    )
    cut = resolver.cut(document.cut, document.over)
    level = cut
    if document.sequences:
        own = CutResolver(rate=rate, sources=resolver.sources, complain=lambda _path, _cause, _hint: None)
        level = own.track(document.cut, ("cut",))
    return Resolved(cut=cut, level=level, sources=resolver.sources, guessed=guessed, problems=tuple(problems))


def start_of(document: Document) -> Timecode | None:
    """Return the label of the programme's first frame, if the document gives one."""
    said = document.format.start
    try:
        return None if said is None else Timecode.parse(str(said), document.format.rate)
    except ValueError as problem:
        raise ProductionError(f"format.start: {problem}") from problem


def frames_said(frames: int) -> str:
    """Return a count of frames in words."""
    return f"{frames} frame{'' if abs(frames) == 1 else 's'}"
