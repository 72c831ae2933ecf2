"""Which of the files is taken: the evidence for each weighed against the next, and why one is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.conform.evidence import Evidence, FileFacts, Kind, Wanted, evidence_for

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
    best = ranked[0]
    if best.score < threshold:
        against = "; ".join(each.words for each in best.evidence if each.weight < 0) or "too little speaks for it"
        reason = f"{best.facts.file} is nearest, but {against}"
        return Finding(wanted=wanted, found=None, candidates=ranked, reason=reason)
    rival = next((c for c in ranked[1:] if c.facts.digest != best.facts.digest), None)
    if rival is not None and best.weight - rival.weight < CLEAR_LEAD:
        reason = f"{best.facts.path} and {rival.facts.path} fit equally well and differ"
        return Finding(wanted=wanted, found=None, candidates=ranked, reason=reason)
    return Finding(wanted=wanted, found=best, candidates=ranked)


def _rank(candidate: Candidate) -> tuple[float, str]:
    return -candidate.weight, candidate.facts.path


def _is_near(candidate: Candidate) -> bool:
    """Return whether anything but its rate and length speaks for a file."""
    return any(e.weight > 0 and e.kind in {Kind.NAME, Kind.REEL, Kind.TIMECODE} for e in candidate.evidence)
