"""Media of the new cut that the production does not have yet: a name, and a line under ``media:``."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.production.written_files import path_from

if TYPE_CHECKING:
    from posthouse.editorial.anchors import Source
    from posthouse.production.tree import Plain
    from posthouse.studio.comparing.uses import Matched

_PATHS = ("file", "sequence")


@dataclass(slots=True)
class NewMedia:
    """Names the media of the new cut as the production does; ``added`` are those that must be written."""

    matched: Matched
    added: dict[str, Plain] = field(default_factory=dict)
    sequences: dict[str, Plain] = field(default_factory=dict)
    _names: dict[str, str] = field(default_factory=dict)

    def name(self, media: str) -> str:
        """Return what the production calls a media (or sequence) of the new cut."""
        if media not in self._names:
            link = self.matched.links.get(media)
            self._names[media] = link.old if link else self._add(media)
        return self._names[media]

    @property
    def added_sources(self) -> dict[str, Source]:
        """Return how the media that must be written count in the new cut, by what the production calls them."""
        sources = self.matched.new.sources
        return {name: sources[media] for media, name in self._names.items() if name in self.added and media in sources}

    def _add(self, media: str) -> str:
        old, new = self.matched.old, self.matched.new
        taken = {*old.document.media, *old.document.sequences, *self.added, *self.sequences}
        name, count = media, 1
        while name in taken:
            count += 1
            name = f"{media}-{count}"
        value = new.production.tree.value
        assert isinstance(value, dict), "a document that was read is a mapping"
        sequences, entries = value.get("sequences"), value.get("media")
        if isinstance(sequences, dict) and media in sequences:
            self.sequences[name] = self._sequence(sequences[media])
        elif isinstance(entries, dict):
            self.added[name] = self._entry(entries[media])
        return name

    def _sequence(self, items: Plain) -> Plain:
        """Return a nested sequence with its media by the production's names."""
        return [
            {**item, "from": self.name(str(item["from"]))} if isinstance(item, dict) and "from" in item else item
            for item in (items if isinstance(items, list) else [])
        ]

    def _entry(self, written: Plain) -> Plain:
        """Return a media's line with its path as seen from the production's folder, and others by their names here."""
        if isinstance(written, str):
            return self._path(written)
        assert isinstance(written, dict), "a media is a path or a mapping"
        found = {
            key: self._path(value) if key in _PATHS and isinstance(value, str) else value
            for key, value in written.items()
        }
        if isinstance(found.get("subclip"), str):
            found["subclip"] = self.name(str(found["subclip"]))
        angles = found.get("multicam")
        if isinstance(angles, dict):
            found["multicam"] = {name: self._angle(angle) for name, angle in angles.items()}
        return found

    def _angle(self, angle: Plain) -> Plain:
        if isinstance(angle, dict):
            return {**angle, "media": self.name(str(angle.get("media")))}
        return self.name(str(angle))

    def _path(self, written: str) -> str:
        theirs, ours = self.matched.new.production.folder, self.matched.old.production.folder
        if Path(written).is_absolute() or theirs.resolve() == ours.resolve():
            return written
        return path_from(ours, theirs / written)
