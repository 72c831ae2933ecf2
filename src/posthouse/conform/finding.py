"""Which of the files is taken: the evidence for each weighed against the next, and why one is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.conform.evidence import Evidence, FileFacts, Kind, Wanted, evidence_for
from posthouse.conform.naming import plain, stem_of

if TYPE_CHECKING:
    from collections.abc import Iterable

THRESHOLD = 0.5
"""The least score with which a file is taken."""
CLEAR_LEAD = 0.15
"""How far the best must be ahead of the next of other content."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file, and what speaks for and against it."""

    facts: FileFacts
    evidence: tuple[Evidence, ...]

    @property
    def weight(self) -> float:
        """Return the sum of the evidence."""
        return round(sum(each.weight for each in self.evidence), 6)

    @property
    def score(self) -> float:
        """Return the sum of the evidence, at most 1."""
        return min(1.0, self.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What was found for one media: a file, or why none was taken; candidates best first."""

    wanted: Wanted
    found: Candidate | None
    candidates: tuple[Candidate, ...]
    reason: str = ""


def find_media(wanted: Wanted, files: Iterable[FileFacts], *, threshold: float = THRESHOLD) -> Finding:
    """Return the file of a media, or a refusal: none good enough, or two that are as good and differ."""
    return decided(wanted, judged(wanted, files), threshold=threshold)


def judged(wanted: Wanted, files: Iterable[FileFacts]) -> list[Candidate]:
    """Return the files for which anything but rate and length speaks, best first."""
    found = [Candidate(facts=facts, evidence=tuple(evidence_for(wanted, facts))) for facts in files]
    return sorted((candidate for candidate in found if _is_near(candidate)), key=_rank)


def decided(wanted: Wanted, candidates: Iterable[Candidate], *, threshold: float = THRESHOLD) -> Finding:
    """Return the candidate that is good enough and clear of the next of other content, or why none is."""
    ranked = tuple(sorted(candidates, key=_rank))
    if not ranked:
        return Finding(
            wanted=wanted, found=None, candidates=(), reason="no file has its name, its reel or its timecode"
        )
    best = _largest(ranked, threshold)
    if best.score < threshold:
        against = "; ".join(each.words for each in best.evidence if each.weight < 0) or "too little speaks for it"
        reason = f"{best.facts.file} is nearest, but {against}"
        return Finding(wanted=wanted, found=None, candidates=ranked, reason=reason)
    rival = next((c for c in ranked if c.facts.digest != best.facts.digest and not _is_smaller(c, best)), None)
    if rival is not None and round(best.weight - rival.weight, 6) < CLEAR_LEAD:
        reason = f"{best.facts.path} and {rival.facts.path} fit equally well and differ"
        return Finding(wanted=wanted, found=None, candidates=ranked, reason=reason)
    return Finding(wanted=wanted, found=best, candidates=ranked)


def _largest(ranked: tuple[Candidate, ...], threshold: float) -> Candidate:
    """Return the best candidate; where others are its picture in other sizes, as proxies are, the largest of them."""
    best = ranked[0]
    others = [each for each in ranked if each.score >= threshold and _is_smaller(best, each)]
    return max(others, key=lambda each: _area(each.facts), default=best)


def _is_smaller(one: Candidate, other: Candidate) -> bool:
    """Return whether a file is another in a smaller size: the same name, first label, length and rate."""
    ours, theirs = one.facts, other.facts
    if ours.start_frame is None or ours.rate is None or _area(ours) >= _area(theirs):
        return False
    return _identity(ours) == _identity(theirs)


def _identity(facts: FileFacts) -> tuple[object, ...]:
    return plain(stem_of(facts.file)), facts.rate, facts.start_frame, facts.frames


def _area(facts: FileFacts) -> int:
    return facts.size[0] * facts.size[1] if facts.size else 0


def _rank(candidate: Candidate) -> tuple[float, str]:
    return -candidate.weight, candidate.facts.path


def _is_near(candidate: Candidate) -> bool:
    """Return whether anything but its rate and length speaks for a file."""
    return any(e.weight > 0 and e.kind in {Kind.NAME, Kind.REEL, Kind.TIMECODE} for e in candidate.evidence)
