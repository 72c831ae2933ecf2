"""Deciding which file each media of a cut is, and writing it into the production."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from posthouse.conform.evidence import Candidate, Finding, decided, judged
from posthouse.production.media_spec import FileMediaSpec
from posthouse.studio.relinking.wanted import file_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.conform.evidence import FileFacts
    from posthouse.production.draft import Draft
    from posthouse.studio.relinking.pictures import PictureWitness
    from posthouse.studio.relinking.wanted import Use

ASKED_ABOUT = 8
"""Of how many candidates the reference is asked; of all files where no other thing speaks for one."""


def find_files(
    uses: Sequence[Use], files: Sequence[FileFacts], threshold: float, witness: PictureWitness | None = None
) -> list[Finding]:
    """Return the file of each media, or why none is taken."""
    return [_finding(use, files, threshold, witness) for use in uses]


def _finding(use: Use, files: Sequence[FileFacts], threshold: float, witness: PictureWitness | None) -> Finding:
    candidates = judged(use.wanted, files)
    if witness is None or not use.clips:
        return decided(use.wanted, candidates, threshold=threshold)
    asked = candidates[:ASKED_ABOUT] or [Candidate(facts=facts, evidence=()) for facts in files if facts.rate]
    heard = [_with_picture(use, candidate, witness) for candidate in asked]
    return decided(use.wanted, [*heard, *candidates[ASKED_ABOUT:]], threshold=threshold)


def _with_picture(use: Use, candidate: Candidate, witness: PictureWitness) -> Candidate:
    said = witness.evidence(use, candidate.facts)
    return candidate if said is None else dataclasses.replace(candidate, evidence=(*candidate.evidence, said))


def relinked(draft: Draft, findings: Sequence[Finding]) -> dict[str, str]:
    """Write the files that were found into a draft's media that are not there; return what was written, by name."""
    production = draft.checked()
    written: dict[str, str] = {}
    for name, spec in production.document.media.items():
        if not isinstance(spec, FileMediaSpec) or (production.folder / spec.file).exists():
            continue
        finding = next((f for f in findings if f.found is not None and _is_meant(spec, name, f)), None)
        if finding is None or finding.found is None:
            continue
        path = _spelled(Path(finding.found.facts.path), production.folder)
        is_bare = isinstance(draft.at(("media", name)), str)
        draft.set(("media", name) if is_bare else ("media", name, "file"), path)
        written[name] = path
    return written


def _is_meant(spec: FileMediaSpec, name: str, finding: Finding) -> bool:
    """Return whether a media of the document is the one a cut wanted."""
    wanted = finding.wanted
    said = {text for text in (wanted.file, wanted.name, wanted.reel) if text}
    return bool(said & {file_name(spec.file), name, spec.reel})


def _spelled(path: Path, folder: Path) -> str:
    """Return a path from a folder, or whole where it is far from it."""
    near = os.path.relpath(path.resolve(), folder.resolve()).replace(os.sep, "/")
    return str(path.resolve()) if near.startswith("../../..") else near


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
