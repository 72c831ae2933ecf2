"""Which finding is meant by a media of a production: by reel, file, name and folders together, never by one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.conform.naming import plain, says_reel, stem_of
from posthouse.interchange.file_names import folders_of, last_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.conform.evidence import Wanted
    from posthouse.conform.finding import Finding
    from posthouse.production.media_spec import FileMediaSpec


def meant(spec: FileMediaSpec, name: str, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings a media can mean, those that agree in most; of one file, the first of them."""
    points = [_agreement(spec, name, finding.wanted) for finding in findings]
    most = max(points, default=0)
    nearest = [each for each, agreed in zip(findings, points, strict=True) if agreed and agreed == most]
    by_file = {each.found.facts.path if each.found else None: each for each in reversed(nearest)}
    return list(reversed(by_file.values()))


def _agreement(spec: FileMediaSpec, name: str, wanted: Wanted) -> int:
    """Return in how much a media and a wanted one agree; 0 in nothing, or where their reels differ."""
    reels = [_bare(reel) if says_reel(reel) else "" for reel in (spec.reel, wanted.reel)]
    if all(reels) and reels[0] != reels[1]:
        return 0
    ours = {_bare(last_part(spec.file)), _bare(name), reels[0]} - {""}
    theirs = {_bare(wanted.file), _bare(wanted.name), reels[1]} - {""}
    if not ours & theirs:
        return 0
    pairs = zip(reversed(folders_of(spec.file)), reversed(wanted.folders), strict=False)
    folders = [one.casefold() == other.casefold() for one, other in pairs]
    shared = (*folders, False).index(False)
    is_file = _bare(last_part(spec.file)) in {_bare(wanted.file), _bare(wanted.name)}
    return len(ours & theirs) + 2 * is_file + shared


def _bare(text: str) -> str:
    return plain(stem_of(text))
