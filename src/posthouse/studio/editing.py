"""Editing a production on disk: what is known of its media, and a check of the whole after each edit.

Edits work without the media too, as far as they need no length or rate of it; what could not be opened is noted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.errors import DocumentProblems, PosthouseError, ProductionError
from posthouse.media.library import MediaLibrary
from posthouse.production.draft import Draft
from posthouse.production.editing import CuttingRoom, EditFacts
from posthouse.studio.groups import Groups
from posthouse.studio.programme import resolve_programme
from posthouse.studio.sources import open_sources
from posthouse.studio.work_folder import WORK_FOLDER

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.production import Production


def cutting_room(path: Path | str, *, parks: bool = False) -> CuttingRoom:
    """Return the cutting room of the production at a path; its draft is written by ``room.draft.write()``.

    Raises:
        ProductionError: there is none.
        DocumentProblems: everything that is wrong with it.
    """
    draft = Draft.open(path)
    production = draft.checked()
    work = production.folder / WORK_FOLDER
    work.mkdir(parents=True, exist_ok=True)
    library = MediaLibrary(work)
    facts = known_media(production, library)

    def check(edited: Production) -> None:
        found = _problems(edited, library)
        known = _problems(production, library) if found else {}
        DocumentProblems.raise_if_any([problem for cause, problem in found.items() if cause not in known])

    return CuttingRoom(draft, facts, parks=parks, check=None if facts.missing else check)


def known_media(production: Production, library: MediaLibrary) -> EditFacts:
    """Return the rate, length and timecode of each media that can be opened, and why the others cannot."""
    missing: dict[str, str] = {}

    def keep(name: str, error: PosthouseError) -> None:
        missing[name] = error.cause

    media = open_sources(production, library, keep)
    groups = Groups(production.document, media, lambda _path, _cause, _hint: None)
    sound = frozenset(name for name, each in media.items() if each.heard is not None and each.footage is None)
    return EditFacts(sources=groups.sources, missing=missing, without_pictures=sound - groups.sources.keys())


def _problems(production: Production, library: MediaLibrary) -> dict[str, ProductionError]:
    """Return everything that is wrong with a production against its media, by cause."""
    try:
        resolve_programme(production, library)
    except DocumentProblems as problems:
        return {problem.cause: problem for problem in problems.problems}
    return {}
