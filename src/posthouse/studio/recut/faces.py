"""What a shot of the new cut is written as: the media itself, a subclip of it, or an angle of a group.

Problem: a flat cut says ``from cam2``, and the production says ``{from: table, angle: close}`` for the same pictures.
Approach: both are followed to the footage. A shot that continues an old one is written as that was, as long as that has
its frames; a new one of a camera that is only used by way of its group is an angle of the group, so that it sounds so.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from posthouse.editorial.anchors import Source
from posthouse.editorial.framing import Raster
from posthouse.production import raw
from posthouse.production.arrange import REMOVED
from posthouse.production.group_spec import MulticamSpec, SubclipSpec
from posthouse.studio.comparing.side import inside_of
from posthouse.studio.recut.timing_text import Clock
from posthouse.timing import RampMap

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from posthouse.production.arrange import Change
    from posthouse.production.tree import Plain
    from posthouse.studio.comparing.layout import LaidShot
    from posthouse.studio.comparing.uses import Matched
    from posthouse.studio.recut.media import NewMedia


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """What a line says it is from; ``angle`` is empty where it says none."""

    media: str
    angle: str = ""

    @classmethod
    def of(cls, line: Mapping[str, Plain]) -> Self:
        """Return what a line of the document says."""
        return cls(media=str(line.get("from") or ""), angle=str(line.get("angle") or ""))

    @property
    def clock(self) -> str:
        """Return whose time its source times count in."""
        return f"{self.media}/{self.angle}" if self.angle else self.media

    def changes(self, line: Mapping[str, Plain]) -> dict[str, Change]:
        """Return the changes of a line that make it say this."""
        found: dict[str, Change] = {} if line.get("from") == self.media else {"from": self.media}
        if self.angle and line.get("angle") != self.angle:
            found["angle"] = self.angle
        elif not self.angle and "angle" in line:
            found["angle"] = REMOVED
        return found


class Faces:
    """Finds what each shot of the new cut is written as."""

    def __init__(self, matched: Matched, media: NewMedia) -> None:
        self._matched, self._media = matched, media
        self._sources = matched.old.layout.sources

    def face(self, shot: LaidShot, line: Mapping[str, Plain]) -> Face:
        """Return what a shot is written as whose old line, if it has any, says otherwise perhaps."""
        said = Face(media=self._media.name(shot.spec.media), angle=getattr(shot.spec, "angle", None) or "")
        new, was = self._matched.new, Face.of(line)
        is_linked = new.layout.footage(shot) in self._matched.links
        if shot.spec.media in new.document.sequences:
            return said
        is_group = isinstance(new.document.media.get(shot.spec.media), MulticamSpec | SubclipSpec)
        if is_group and not (new.is_cut_only and is_linked):
            return said
        footage = self._footage(shot)
        if was.media and self._footage_of(was) == footage and self._has(was, shot):
            return was
        among = [each for each in self._angles(footage) if self._has(each, shot)]
        beside = next((each for each in among if each.media in {was.media, said.media}), None)
        if beside is None and footage not in self._seen and among:
            beside = among[0]
        return beside or Face(media=footage)

    def clock(self, shot: LaidShot, face: Face) -> Clock:
        """Return what the times of a shot count on, written so."""
        layout = self._matched.new.layout
        source: Source | None = self._sources.get(face.clock)
        old, inside = self._matched.old, self._matched.new.nested.get(face.media)
        if inside is None and source is None and face.media in old.document.sequences:
            inside = inside_of(old, face.media)
        if inside is not None:
            frame = Raster(width=1, height=1)
            frames = inside.layout.duration_frames
            source = Source(rate=layout.rate, grid_frames=frames, start_timecode=None, raster=frame)
        return Clock(source=source or layout.sources[shot.clock], rate=layout.rate)

    def is_as_said(self, shot: LaidShot, face: Face) -> bool:
        """Return whether a shot can be written with the times the new cut itself says."""
        is_said = face == Face(media=self._media.name(shot.spec.media), angle=getattr(shot.spec, "angle", None) or "")
        if is_said and self._is_of_other_clock(shot, face):
            return False
        return is_said or self._footage_of(face) != self._footage(shot)

    def _is_of_other_clock(self, shot: LaidShot, face: Face) -> bool:
        """Return whether the same source time is another frame here: an EDL's labels, a group of other offsets."""
        ours, theirs = self._sources.get(face.clock), self._matched.new.layout.sources.get(shot.clock)
        if ours is None or theirs is None:
            return False
        known = [(each.rate, each.start_timecode, each.offset_seconds) for each in (ours, theirs)]
        return known[0] != known[1]

    def _footage(self, shot: LaidShot) -> str:
        """Return the footage of a new shot, by the production's name for it."""
        return self._media.name(self._matched.new.layout.footage(shot))

    def _footage_of(self, face: Face) -> str:
        source = self._sources.get(face.clock)
        return (source.media if source is not None else "") or face.clock

    def _has(self, face: Face, shot: LaidShot) -> bool:
        """Return whether a subclip or an angle has all frames of a shot, on a clock that can say them."""
        source = self._sources.get(face.clock)
        if source is None or not source.media:
            return True
        shown = shot.retime.grid_range()
        is_inside = source.grid_frames is None or shown.end_frame <= source.grid_frames
        is_known = not source.offset_seconds or not isinstance(shot.retime, RampMap)
        return shown.start_frame >= source.first_frame and is_inside and is_known

    def _angles(self, footage: str) -> Iterator[Face]:
        """Yield the angles of the production's groups that show some footage."""
        for name, spec in self._matched.old.document.media.items():
            for angle in spec.multicam if isinstance(spec, MulticamSpec) else ():
                face = Face(media=name, angle=angle)
                if face.clock in self._sources and self._footage_of(face) == footage:
                    yield face

    @functools.cached_property
    def _seen(self) -> set[str]:
        """Return the footage the production shows by its own name."""
        document = self._matched.old.production.tree.value
        shots = (*raw.cut_shots(document), *raw.sequence_shots(document), *raw.entries(document, "over"))
        return {str(shot.get("from")) for _, shot in shots}
