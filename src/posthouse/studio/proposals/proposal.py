"""A change of the document somebody may take, and the footage it is about."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.errors import DocumentProblems, PosthouseError, ProductionError
from posthouse.media.library import MediaLibrary
from posthouse.production.draft import Draft
from posthouse.studio.sources import open_sources
from posthouse.studio.work_folder import WORK_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from posthouse.production.production import Production
    from posthouse.studio.sources import StudioMedia


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A draft with changes nobody has taken yet."""

    draft: Draft

    @property
    def diff(self) -> str:
        """Return the changes as a unified diff; empty where there is nothing to change."""
        return self.draft.diff()

    def take(self) -> Production:
        """Write the changes; raises DocumentProblems, and writes nothing, where they make the document wrong."""
        return self.draft.write()


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A production's text, its document, and its media opened."""

    draft: Draft
    production: Production
    library: MediaLibrary
    media: dict[str, StudioMedia]

    def named(self, name: str) -> StudioMedia:
        """Return a media by name.

        Raises:
            ProductionError: there is none, or it is no file.
        """
        from posthouse.production.sentences import nearest  # late: only for a message

        if name not in self.media:
            raise ProductionError(f"there is no media file {name}", hint=nearest(name, list(self.media)))
        return self.media[name]


@contextlib.contextmanager
def on_the_bench(path: Path | str) -> Iterator[Bench]:
    """Open a production and its media for a proposal.

    Raises:
        DocumentProblems: what is wrong with the document or its media, all at once.
    """
    draft = Draft.open(path)
    production = draft.checked()
    work = production.folder / WORK_FOLDER
    work.mkdir(parents=True, exist_ok=True)
    problems: list[ProductionError] = []
    failures: list[PosthouseError] = []

    def complain(_name: str, error: PosthouseError) -> None:
        (problems if isinstance(error, ProductionError) else failures).append(error)  # type: ignore[arg-type] # as asked

    with MediaLibrary(work) as library:
        media = open_sources(production, library, complain)
        DocumentProblems.raise_if_any(problems)
        if failures:
            raise failures[0]
        yield Bench(draft=draft, production=production, library=library, media=media)
