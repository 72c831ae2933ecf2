"""Putting a returned version into the cut: the shot takes it instead of its footage; all that hangs on it stays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.fields import Anchor, AnchorKind
from posthouse.media.sequences import is_pattern
from posthouse.production.arrange import Kept
from posthouse.studio.turnover.delivered import Delivered
from posthouse.studio.turnover.retimed import (
    baked_changes,
    first_frame_of,
    moved_length,
    ramp_changes,
    range_text,
    reason_against_baked,
)
from posthouse.studio.turnover.returns import spelled
from posthouse.timing import SourceMap, Timecode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from posthouse.editorial import Shot
    from posthouse.production.arrange import Change
    from posthouse.production.draft import Draft
    from posthouse.production.splice import Value
    from posthouse.production.tree import Path
    from posthouse.studio.film import Film
    from posthouse.studio.turnover.returns import Returned
    from posthouse.timing import Rate

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
    kinds: dict[str, Delivered] = field(default_factory=dict)
    """How each of them is to be played."""
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
        changes = self._changes(shot, version, path) if path is not None else "it stands nowhere in the text"
        if isinstance(changes, str) or path is None:
            self.refused[shot.shot] = str(changes)
            return
        shift = self._shift(version) - self._shift_now(shot, version)
        self.draft.set(("media", name), self._media(version))
        self._change(path, {"from": name, **changes})
        if version.kind is Delivered.SOURCE:
            self._move_anchors(shot.shot, version, shift)
        self.taken[shot.shot] = name
        self.kinds[shot.shot] = version.kind

    def _changes(self, shot: Shot, version: Returned, path: Path) -> dict[str, Change] | str:
        """Return what changes of a shot's text beside what it is cut from, or why it cannot take a version."""
        sent = version.sent
        if shot.media != sent.media and not self._is_version(shot):
            return f"it shows {shot.media} now, {sent.media} went out: make the turnover again"
        written = self.draft.at(path)
        assert isinstance(written, dict)
        shift = self._shift(version) - self._shift_now(shot, version)
        anchored = [_place_words(place) for place, _ in self._source_anchors(shot.shot)]
        if version.kind is Delivered.BAKED:
            return reason_against_baked(self.film, shot, sent, anchored) or baked_changes(shot, sent, written)
        if sent.rate != self._rate:
            return self._at_its_own_rate(shot, version, shift, anchored)
        if not self._has_all(shot, version):
            return "more of it is in the text than went out, as where a sequence shows a part of it: pull it again"
        if not isinstance(shot.source, SourceMap):
            return ramp_changes(written, shift, sent.rate)
        return {} if not shift and self._is_version(shot) else range_text(shot, shot.source.in_frame - shift)

    def _at_its_own_rate(
        self, shot: Shot, version: Returned, shift: int, anchored: Sequence[str]
    ) -> dict[str, Change] | str:
        """Return what changes where the footage's rate is not the programme's."""
        sent = version.sent
        if not isinstance(shot.source, SourceMap):
            return "it has a ramp at another rate than the programme's: ask for a version with the retime baked in"
        if not shift and self._is_version(shot):
            return {}
        if shift and anchored:
            return f"{', '.join(anchored)} hang on its source frames at another rate: count them as {shot.shot}+12f"
        pictures = sent.pictures if version.head_frames or not sent.head else sent.cut_pictures
        first = first_frame_of(self.film, shot, sent, shift, pictures)
        if first is not None:
            return range_text(shot, first)
        rate = f"{float(self._rate.fraction):.6g}"
        return f"its pictures would fall on other frames at {rate} fps: ask for {sent.shown} frames baked to {rate}"

    def _path_of(self, shot: str) -> Path | None:
        inner = shot.rpartition("/")[2]
        places = {"cut", "over", "sequences"}
        return next((p for p, name in self.film.production.ids.items() if name == inner and p[0] in places), None)

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
        if version.kind is Delivered.BAKED:
            entry |= {"rate": str(self._rate)} if is_pattern(version.path) else {}
            return entry
        if version.sent.has_timecode:
            skipped = self._shift(version) - version.sent.first_picture
            entry["start"] = str(Timecode.parse(version.sent.start, version.sent.rate).plus(skipped))
        return entry

    def _change(self, path: Path, changes: dict[str, Change]) -> None:
        items = self.draft.at(path[:-1])
        assert isinstance(items, list)
        entries = [Kept(index=index, changes=changes if index == path[-1] else {}) for index in range(len(items))]
        self.draft.arrange(path[:-1], entries)

    def _source_anchors(self, shot: str) -> Iterator[tuple[Path, Anchor]]:
        """Yield the anchors on a shot's source frames, with where they stand in the text."""
        for place in _ANCHORED:
            items = self.draft.at(place)
            for index, item in enumerate(items if isinstance(items, list) else []):
                for key in ("at", "start"):
                    anchor = _source_anchor(item.get(key) if isinstance(item, dict) else None)
                    if anchor is not None and anchor.shot == shot.rpartition("/")[2]:
                        yield (*place, index, key), anchor

    def _move_anchors(self, shot: str, version: Returned, shift: int) -> None:
        """Count anchors on the footage's frames from the version's first; those by timecode stay as they are."""
        for place, anchor in list(self._source_anchors(shot)) if shift else []:
            moved = moved_length(anchor.offset, shift, version.sent.rate)
            if moved is not None:
                self.draft.set(place, f"{anchor.shot}@{moved}")


def _place_words(place: Path) -> str:
    """Return where an anchor stands: the second of the titles is ``titles 2``."""
    *parts, number, _ = place
    return f"{'.'.join(str(part) for part in parts)} {int(number) + 1}"


def _source_anchor(written: object) -> Anchor | None:
    if not isinstance(written, str) or "@" not in written:
        return None
    try:
        anchor = Anchor.parse(written)
    except ValueError:
        return None  # the document's own check says so
    return anchor if anchor.kind is AnchorKind.SOURCE else None
