"""What a merge of two texts cannot see: both sides right in frames, and the merge of them not.

Problem: one makes a dissolve longer, the other the shot beside it shorter; one puts a title on frame 30 of a shot that
the other cuts to 20.
Approach: all three are laid out in frames, with the media where they are known and without where not; what is wrong
with the merge, and with neither side, is told. What a check would refuse is a conflict; what it lets pass is a note.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.editorial import programme_frame
from posthouse.errors import DocumentProblems, PosthouseError
from posthouse.fields import AnchorKind
from posthouse.production.editing.facts import EditFacts, resolved
from posthouse.production.editing.hanging import anchored
from posthouse.production.merging.conflict import Conflict
from posthouse.production.paths import spelled_path
from posthouse.production.reader import production_from_text
from posthouse.studio.comparing.side import said_sources, with_groups
from posthouse.studio.work_folder import WORK_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.editorial import Cut, Shot
    from posthouse.editorial.anchors import Source
    from posthouse.production import Production
    from posthouse.production.editing.facts import Resolved
    from posthouse.production.editing.hanging import Hanging


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameFindings:
    """What is wrong with a merge in frames: what a check refuses, and what it lets pass."""

    conflicts: tuple[Conflict, ...] = ()
    notes: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    key: tuple[str, str]
    """What it is of, and of which kind: the same in a side and in the merge, whatever the frames."""
    conflict: Conflict
    is_note: bool = False


def merged_in_frames(merged: str, ours: str, theirs: str, file: Path) -> FrameFindings:
    """Return what is wrong in frames with a merged text, and with neither of the sides.

    Args:
        merged: the merged text, without conflicts.
        ours: the text of one side.
        theirs: that of the other.
        file: where the production stands; media beside it that were opened before are known.
    """
    try:
        production = production_from_text(merged, file)
    except DocumentProblems:
        return FrameFindings()  # the merge of the texts tells these
    found = list(_findings(production, _sources(production)))
    if not found:
        return FrameFindings()
    known: set[tuple[str, str]] = set()
    for text in (ours, theirs):
        try:
            side = production_from_text(text, file)
        except DocumentProblems:
            continue
        known |= {each.key for each in _findings(side, _sources(side))}
    new = [each for each in found if each.key not in known]
    return FrameFindings(
        conflicts=tuple(each.conflict for each in new if not each.is_note),
        notes=tuple(each.conflict for each in new if each.is_note),
    )


def _sources(production: Production) -> dict[str, Source]:
    """Return what is known of the media: where they were opened before all of it, else what the text says."""
    said = said_sources(production.document)
    work = production.folder / WORK_FOLDER
    if not work.is_dir():
        return with_groups(production.document, said)
    from posthouse.media.library import MediaLibrary  # late: few merges have media beside them
    from posthouse.studio.editing import known_media

    try:
        with MediaLibrary(work) as library:
            return with_groups(production.document, said | dict(known_media(production, library).sources))
    except (PosthouseError, OSError):
        return with_groups(production.document, said)


def _findings(production: Production, sources: dict[str, Source]) -> Iterator[_Found]:
    document = production.document
    laid = resolved(document, EditFacts(sources=sources))
    for path, cause, _ in laid.problems:
        what = spelled_path(path, production.ids)
        yield _Found(key=(what, _kind(cause)), conflict=Conflict(what=what, words=cause))
    for hanging in anchored(production.tree.value, production.ids):
        yield from _of_anchor(hanging, laid, production)
    yield from _titles(production, laid)


def _kind(cause: str) -> str:
    """Return a cause without its numbers."""
    return "".join(letter for letter in cause if not letter.isdigit())


def _of_anchor(hanging: Hanging, laid: Resolved, production: Production) -> Iterator[_Found]:
    causes: list[str] = []
    rate, cut = production.document.format.rate, laid.cut
    frame = programme_frame(hanging.anchor, cut, rate, laid.sources, lambda cause, _hint: causes.append(cause))
    for cause in causes:
        yield _Found(key=(hanging.label, _kind(cause)), conflict=Conflict(what=hanging.label, words=cause))
    if frame is None:
        return
    if not 0 <= frame < cut.duration_frames and hanging.path[0] != "deliver":
        words = f"{hanging.anchor} is outside the programme, which has {cut.duration_frames} frames"
        yield _Found(key=(hanging.label, "outside"), conflict=Conflict(what=hanging.label, words=words), is_note=True)
        return
    shot = _shot(hanging, cut)
    if hanging.anchor.kind is AnchorKind.SHOT and shot is not None and frame >= shot.range.end_frame:
        words = f"{hanging.anchor} lies past the end of {shot.shot}, which has {shot.range.duration_frames} frames"
        yield _Found(key=(hanging.label, "past"), conflict=Conflict(what=hanging.label, words=words), is_note=True)


def _shot(hanging: Hanging, cut: Cut) -> Shot | None:
    found = cut.named(hanging.anchor.shot)
    return found[0] if len(found) == 1 else None


def _titles(production: Production, laid: Resolved) -> Iterator[_Found]:
    """Yield titles and markers that end after the programme, or are not in it."""
    document, cut, rate = production.document, laid.cut, production.document.format.rate
    entries = [("title", each.title, each.at, each.length) for each in document.titles]
    entries += [("marker", each.marker, each.at, each.length) for each in document.markers if each.length is not None]
    for kind, name, at, length in entries:
        start = programme_frame(at, cut, rate, laid.sources, lambda _cause, _hint: None)
        if start is None or length is None:
            continue
        try:
            end = start + length.nearest_frames(rate)
        except ValueError:
            continue
        if end <= 0 or start >= cut.duration_frames:
            words = f"it is never in the picture: the programme has {cut.duration_frames} frames"
            yield _Found(key=(f"{kind} {name}", "never"), conflict=Conflict(what=f"{kind} {name}", words=words))
        elif end > cut.duration_frames:
            words = f"it ends {end - cut.duration_frames} frames after the programme"
            conflict = Conflict(what=f"{kind} {name}", words=words)
            yield _Found(key=(f"{kind} {name}", "end"), conflict=conflict, is_note=True)
