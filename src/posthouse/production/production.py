"""A production that was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.errors import Place
from posthouse.production.media_spec import FileMediaSpec, SequenceMediaSpec
from posthouse.production.paths import parsed_path, spelled_path

if TYPE_CHECKING:
    from pathlib import Path as FilePath

    from posthouse.production.document import Document
    from posthouse.production.tree import Path, Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """A document, the folder it stands in, and where each of its values is written."""

    document: Document
    file: FilePath
    folder: FilePath
    ids: dict[Path, str]
    """The id of each shot, title, cue and bed, by its path."""
    tree: Tree = field(repr=False)

    def place_of(self, path: str | Path) -> Place:
        """Return where a value stands; of the nearest value around it where it is not written.

        ``path`` is ``"cut.opening.in"`` or ``("cut", 0, "in")``; ids and list positions serve alike.
        """
        steps = parsed_path(path, self.tree.value, self.ids)
        spot, _ = self.tree.nearest_spot(steps)
        mark = spot.start if spot else None
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        return Place(file=str(self.file), line=line, column=column, field=spelled_path(steps, self.ids))

    def media_files(self) -> dict[str, FilePath]:
        """Return the path of each media that is a file or a sequence (a pattern), by its name."""
        found: dict[str, FilePath] = {}
        for name, media in self.document.media.items():
            if isinstance(media, FileMediaSpec):
                found[name] = self.folder / media.file
            elif isinstance(media, SequenceMediaSpec):
                found[name] = self.folder / media.sequence
        return found
