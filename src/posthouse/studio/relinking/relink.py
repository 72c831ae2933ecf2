"""Deciding which file each media of a cut is, and writing it into the production."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from posthouse.conform.finding import Candidate, Finding, decided, judged
from posthouse.conform.naming import plain, says_reel
from posthouse.production.media_spec import FileMediaSpec
from posthouse.production.written_files import near_path
from posthouse.studio.relinking.meant import meant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.conform.evidence import Evidence, FileFacts, Wanted
    from posthouse.production.draft import Draft
    from posthouse.studio.relinking.wanted import Use

ASKED_ABOUT = 8
"""Of how many candidates the reference is asked; of all files where no other thing speaks for one."""


class Witness(Protocol):
    """A reference, which knows more of a file than the cut and the file say of themselves."""

    def evidence(self, use: Use, facts: FileFacts) -> Evidence | None:
        """Return what it says of a file; None where it knows nothing."""


def find_files(
    uses: Sequence[Use], files: Sequence[FileFacts], threshold: float, witnesses: Sequence[Witness] = ()
) -> list[Finding]:
    """Return the file of each media, or why none is taken."""
    return [_finding(use, files, threshold, witnesses) for use in uses]


def _finding(use: Use, files: Sequence[FileFacts], threshold: float, witnesses: Sequence[Witness]) -> Finding:
    candidates = judged(use.wanted, files)
    if not witnesses:
        return decided(use.wanted, candidates, threshold=threshold)
    asked = candidates[:ASKED_ABOUT] or [
        Candidate(facts=facts, evidence=())
        for facts in files
        if (facts.rate is not None if use.wanted.wants_picture else facts.has_sound)
    ]
    heard = [_with_witness(use, candidate, witnesses) for candidate in asked]
    known = [candidate for candidate in heard if candidate.evidence]
    return decided(use.wanted, [*known, *candidates[ASKED_ABOUT:]], threshold=threshold)


def _with_witness(use: Use, candidate: Candidate, witnesses: Sequence[Witness]) -> Candidate:
    said = [witness.evidence(use, candidate.facts) for witness in witnesses]
    evidence = (*candidate.evidence, *(each for each in said if each is not None))
    return dataclasses.replace(candidate, evidence=evidence)


@dataclass(frozen=True, slots=True, kw_only=True)
class Relinked:
    """What was written into a production's media, and which of them may be several of the cut, by name."""

    written: dict[str, str]
    unsure: dict[str, str]


def relinked(draft: Draft, findings: Sequence[Finding]) -> Relinked:
    """Write the files that were found into a draft's media that are not there."""
    production = draft.checked()
    written: dict[str, str] = {}
    unsure: dict[str, str] = {}
    for name, spec in production.document.media.items():
        if not isinstance(spec, FileMediaSpec) or (production.folder / spec.file).exists():
            continue
        nearest = meant(spec, name, findings)
        if len(nearest) > 1:
            unsure[name] = " or ".join(titled(finding.wanted) for finding in nearest)
        found = nearest[0].found if len(nearest) == 1 else None
        if found is None:
            continue
        path = near_path(production.folder, Path(found.facts.path))
        is_bare = isinstance(draft.at(("media", name)), str)
        draft.set(("media", name) if is_bare else ("media", name, "file"), path)
        written[name] = path
    return Relinked(written=written, unsure=unsure)


def titled(wanted: Wanted) -> str:
    """Return what a cut calls a media, with its reel where the name does not say it."""
    is_said = not says_reel(wanted.reel) or plain(wanted.reel) in plain(wanted.name)
    return wanted.name if is_said else f"{wanted.name}, reel {wanted.reel}"


def finding_facts(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain data."""
    return {
        "name": finding.wanted.name,
        "file": finding.wanted.file,
        "reel": finding.wanted.reel,
        "found": finding.found.facts.path if finding.found else None,
        "score": finding.found.score if finding.found else None,
        "reason": finding.reason,
        "candidates": [
            {
                "path": candidate.facts.path,
                "score": candidate.score,
                "evidence": [{"kind": str(e.kind), "weight": e.weight, "words": e.words} for e in candidate.evidence],
            }
            for candidate in finding.candidates[:5]
        ],
    }
