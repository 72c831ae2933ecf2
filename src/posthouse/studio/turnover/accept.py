"""Putting a returned version into the cut: the shot takes it instead of its footage; all that hangs on it stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.fields import Anchor, AnchorKind
from posthouse.media.sequences import is_pattern
from posthouse.production.arrange import REMOVED, Kept
from posthouse.studio.turnover.returns import spelled
from posthouse.timing import Length, LengthUnit, Rate, SourceMap, Timecode

if TYPE_CHECKING:
    from posthouse.editorial import Shot
    from posthouse.production.arrange import Change
    from posthouse.production.draft import Draft
    from posthouse.production.splice import Value
    from posthouse.production.tree import Path
    from posthouse.studio.film import Film
    from posthouse.studio.turnover.returns import Returned

_ANCHORED = (
    ("over",),
    ("titles",),
    ("markers",),
    ("deliver",),
    ("sound", "cues"),
    ("sound", "music"),
    ("sound", "ambience"),
)


@dataclass(slots=True)
class Acceptance:
    """Versions on their way into a production's text."""

    film: Film
    draft: Draft
    taken: dict[str, str] = field(default_factory=dict)
    """The media each shot takes now."""
    refused: dict[str, str] = field(default_factory=dict)
    """Shots whose version cannot be put in, and why."""

    def accept(self, version: Returned) -> None:
        """Let a shot take a version; one that has it already is left as it is."""
        shot = self.film.programme.cut.by_id.get(version.sent.shot)
        if shot is None:
            self.refused[version.sent.shot] = "it is not in the cut any more"
            return
        name = f"{shot.shot.replace('/', '-')}-v{version.version:03}"
        if shot.media == name:
            return
        path = self._path_of(shot.shot)
        reason = self._reason_against(shot, version)
        if reason or path is None:
            self.refused[shot.shot] = reason or "it stands nowhere in the text"
            return
        shift = self._shift(version) - self._shift_now(shot, version)
        self.draft.set(("media", name), self._media(version))
        self._change(path, {"from": name, **self._range(shot, shift)})
        self._move_anchors(shot.shot, version, shift)
        self.taken[shot.shot] = name

    def _path_of(self, shot: str) -> Path | None:
        inner = shot.rpartition("/")[2]
        places = {"cut", "over", "sequences"}
        return next((p for p, name in self.film.production.ids.items() if name == inner and p[0] in places), None)

    def _reason_against(self, shot: Shot, version: Returned) -> str:
        """Return why a version cannot be put in exactly; empty where it can."""
        if not isinstance(shot.source, SourceMap):
            return "it has a speed ramp, which hangs on the footage's own frames: put the version in by hand"
        if version.sent.rate != self._rate and shot.media == version.sent.media:
            return "its rate is not the programme's: put the version in by hand"
        if shot.media != version.sent.media and not self._is_version(shot):
            return f"it shows {shot.media} now, {version.sent.media} went out: make the turnover again"
        if not self._has_all(shot, version):
            return "more of it is in the text than went out, as where a sequence shows a part of it: pull it again"
        return ""

    def _has_all(self, shot: Shot, version: Returned) -> bool:
        """Return whether a version has every picture the shot says, also those a sequence around it does not show."""
        shift = self._shift(version) - self._shift_now(shot, version)
        handles = version.sent.pictures - version.sent.head - version.sent.tail
        pictures = version.sent.pictures if version.head_frames or not version.sent.head else handles
        shown = shot.source.grid_range()
        return shift <= shown.start_frame and shown.end_frame <= shift + pictures

    def _is_version(self, shot: Shot) -> bool:
        """Return whether a shot shows a version that came back already."""
        return shot.media.startswith(f"{shot.shot.replace('/', '-')}-v")

    @property
    def _rate(self) -> Rate:
        return self.film.production.document.format.rate

    def _shift(self, version: Returned) -> int:
        """Return the picture of the footage that is the version's first."""
        return version.sent.first_picture + version.sent.head - version.head_frames

    def _shift_now(self, shot: Shot, version: Returned) -> int:
        """Return the picture of the footage that is the first of what the shot shows now: an earlier version's."""
        sent = version.sent
        if shot.media == sent.media:
            return 0
        media = self.film.programme.media[shot.media]
        pictures = media.info.pictures[0].frame_count if media.info and media.info.pictures else sent.pictures
        return sent.first_picture if pictures == sent.pictures else sent.first_picture + sent.head

    def _media(self, version: Returned) -> Value:
        near = spelled(version.path, self.film.production.folder)
        entry: dict[str, Value] = {"sequence" if is_pattern(version.path) else "file": near}
        if is_pattern(version.path):
            entry["rate"] = str(version.sent.rate)
        if version.sent.color:
            entry["color"] = version.sent.color
        if version.sent.has_timecode:
            skipped = self._shift(version) - version.sent.first_picture
            entry["start"] = str(Timecode.parse(version.sent.start, version.sent.rate).plus(skipped))
        return entry

    def _range(self, shot: Shot, shift: int) -> dict[str, Change]:
        """Return the range on the version's own pictures; a shot that shows another version keeps what it says."""
        assert isinstance(shot.source, SourceMap)
        if not shift and self._is_version(shot):
            return {}
        first = shot.source.in_frame - shift
        return {"in": f"{first}f", "out": REMOVED, "for": f"{shot.source.duration_frames}f"}

    def _change(self, path: Path, changes: dict[str, Change]) -> None:
        items = self.draft.at(path[:-1])
        assert isinstance(items, list)
        entries = [Kept(index=index, changes=changes if index == path[-1] else {}) for index in range(len(items))]
        self.draft.arrange(path[:-1], entries)

    def _move_anchors(self, shot: str, version: Returned, shift: int) -> None:
        """Count anchors on the footage's frames from the version's first; those by timecode stay as they are."""
        for place in _ANCHORED:
            items = self.draft.at(place)
            for index, item in enumerate(items if isinstance(items, list) else []):
                for key in ("at", "start"):
                    written = item.get(key) if isinstance(item, dict) else None
                    moved = self._moved(written, shot, version, shift)
                    if moved is not None:
                        self.draft.set((*place, index, key), moved)

    def _moved(self, written: object, shot: str, version: Returned, shift: int) -> str | None:
        if not isinstance(written, str) or "@" not in written:
            return None
        try:
            anchor = Anchor.parse(written)
        except ValueError:
            return None  # the document's own check says so
        if (
            not shift
            or anchor.kind is not AnchorKind.SOURCE
            or anchor.shot != shot.rpartition("/")[2]
            or anchor.offset.is_timecode
        ):
            return None
        if anchor.offset.unit is LengthUnit.FRAMES:
            return f"{anchor.shot}@{anchor.offset.frames - shift}f"
        seconds = anchor.offset.seconds - Fraction(version.sent.rate.seconds_at(shift))
        return f"{anchor.shot}@{Length.seconds_of(seconds)}"
