"""What a person names, opened: a production, a revision of git, a cut file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.interchange.formats import FORMATS
from posthouse.production.reader import read_production
from posthouse.production.text import production_file
from posthouse.studio.comparing.cut_files import side_of_cut
from posthouse.studio.comparing.revisions import production_at
from posthouse.studio.comparing.side import Side, side_of

if TYPE_CHECKING:
    from posthouse.timing import Rate

_TEXTS = frozenset({".yaml", ".yml"})
_CUTS = frozenset(suffix for each in FORMATS for suffix in each.suffixes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opener:
    """Opens sides; ``production`` is the one that revisions and cut files are of."""

    production: Path = Path()
    rate: Rate | None = None
    """Of a cut file that does not say its own."""
    timeline: str = ""
    """Of a cut file that holds several."""

    def side(self, name: str) -> Side:
        """Return what a name means.

        Raises:
            ProductionError: nothing of that name is there, or it is not valid.
            MediaError: a cut file cannot be read.
        """
        path = Path(name)
        if is_cut_file(path):
            return side_of_cut(path, folder=self._folder(), rate=self.rate, timeline=self.timeline)
        is_revision = ":" in name and not path.exists()  # HEAD~1:film/production.yaml
        if not is_revision and (path.suffix.lower() in _TEXTS or path.is_dir()):
            return side_of(read_production(path), name)
        return side_of(production_at(name, production_file(self.production)), name)

    def _folder(self) -> Path:
        return self.production if self.production.is_dir() else self.production.parent


def is_cut_file(path: Path) -> bool:
    """Return whether a name is that of a cut file; a revision of git has no such suffix."""
    return path.suffix.lower() in _CUTS and ":" not in path.name
