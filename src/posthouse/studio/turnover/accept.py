"""Putting a returned version into the cut: the shot takes it instead of its footage; all that hangs on it stays."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from posthouse.fields import Anchor, AnchorKind
from posthouse.media.sequences import is_pattern
from posthouse.production import raw
from posthouse.production.arrange import REMOVED, Kept
from posthouse.production.group_spec import MulticamSpec
from posthouse.production.written_files import path_from
from posthouse.studio.turnover.delivered import Delivered
from posthouse.studio.turnover.kept_sound import is_heard, sound_moved, sound_of_baked, sound_of_footage
from posthouse.studio.turnover.retimed import (
    baked_changes,
    first_frame_of,
    moved_length,
    names_same_frames,
    ramp_changes,
    range_text,
    reason_against_baked,
)
from posthouse.timing import SourceMap, Timecode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from posthouse.editorial import Shot
    from posthouse.production.arrange import Change
    from posthouse.production.draft import Draft
    from posthouse.production.splice import Value
    from posthouse.production.tree import Path
    from posthouse.studio.film import Film
    from posthouse.studio.turnover.returns import Returned, Sent
    from posthouse.timing import Rate


@dataclass(frozen=True, slots=True)
class Fitted:
    """How a shot's text changes for a version."""

    changes: dict[str, Change]
    later: int = 0
    """By how many frames of the programme's grid the version begins later than what the shot showed before."""


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
    with_sound: list[str] = field(default_factory=list)
    """Shots whose version has sound of its own, which is not heard: they keep theirs."""

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
        if path is None:
            self.refused[shot.shot] = "it stands nowhere in the text"
            return
        fitted = self._fitted(shot, version, path)
        if isinstance(fitted, str):
            self.refused[shot.shot] = fitted
            return
        shift = self._shift(version) - self._shift_now(shot, version)
        sound = self._sound(shot, version, self._written(path), fitted.later)
        self.draft.set(("media", name), {**self._media(version), "sound_from": sound})
        self._change(path, {"from": name, **fitted.changes})
        if version.kind is Delivered.SOURCE:
            self._move_anchors(shot.shot, version, shift)
        self.taken[shot.shot] = name
        self.kinds[shot.shot] = version.kind
        if not is_pattern(version.path) and is_heard(version.path, self.film.library):
            self.with_sound.append(shot.shot)

    def _written(self, path: Path) -> Mapping[str, Value]:
        written = self.draft.at(path)
        assert isinstance(written, dict)
        return written

    def _fitted(self, shot: Shot, version: Returned, path: Path) -> Fitted | str:
        """Return what changes of a shot's text beside what it is cut from, or why it cannot take a version."""
        sent, written = version.sent, self._written(path)
        if shot.media != sent.media and not self._is_version(shot):
            return f"it shows {shot.media} now, {sent.media} went out: make the turnover again"
        is_baked_now = self._is_version(shot) and self._is_baked_now(shot, sent, written)
        if version.kind is Delivered.BAKED:
            return self._baked(shot, sent, written, is_baked_now=is_baked_now)
        if is_baked_now:
            return "an earlier version is in the cut, with the retime baked in: put the footage back first"
        if sent.rate == self._rate and not self._has_all(shot, version):
            return "more of it is in the text than went out, as where a sequence shows a part of it: pull it again"
        fitted = self._as_footage(shot, version, written)
        if isinstance(fitted, Fitted) and "angle" in written:
            fitted.changes["angle"] = REMOVED
        return fitted

    def _baked(self, shot: Shot, sent: Sent, written: Mapping[str, Value], *, is_baked_now: bool) -> Fitted | str:
        if is_baked_now:
            return Fitted({})
        anchored = [_place_words(place) for place, _ in self._source_anchors(shot.shot)]
        wrong = reason_against_baked(self.film, shot, sent, anchored)
        return wrong or Fitted(baked_changes(shot, sent, written))

    def _as_footage(self, shot: Shot, version: Returned, written: Mapping[str, Value]) -> Fitted | str:
        """Return what changes where a version is the footage's own frames."""
        sent = version.sent
        shift = self._shift(version) - self._shift_now(shot, version)
        if not shift and self._is_version(shot):
            return Fitted({})
        if sent.rate != self._rate:
            return self._at_its_own_rate(shot, version, shift, written)
        if not isinstance(shot.source, SourceMap):
            return Fitted(ramp_changes(written, shift, sent.rate), shift)
        return Fitted(self._range(shot, version, written, shift), shift)

    def _at_its_own_rate(self, shot: Shot, version: Returned, shift: int, written: Mapping[str, Value]) -> Fitted | str:
        """Return what changes where the footage's rate is not the programme's."""
        sent = version.sent
        if not isinstance(shot.source, SourceMap):
            return "it has a ramp at another rate than the programme's: ask for a version with the retime baked in"
        anchored = [_place_words(place) for place, _ in self._source_anchors(shot.shot)]
        if shift and anchored:
            return f"{', '.join(anchored)} hang on its source frames at another rate: count them as {shot.shot}+12f"
        pictures = sent.pictures if version.head_frames or not sent.head else sent.cut_pictures
        first = first_frame_of(self.film, shot, sent, shift, pictures)
        if first is not None:
            less = shot.source.in_frame - first
            return Fitted(self._range(shot, version, written, less), less)
        rate = f"{float(self._rate.fraction):.6g}"
        return f"its pictures would fall on other frames at {rate} fps: ask for {sent.shown} frames baked to {rate}"

    def _range(self, shot: Shot, version: Returned, written: Mapping[str, Value], less: int) -> dict[str, Change]:
        """Return what changes of a shot's range that is counted from another frame; timecode that holds stays."""
        source = self.film.programme.sources.get(shot.clock or shot.media)
        start = self._start(version)
        if (
            source is not None
            and start is not None
            and not isinstance(self.film.production.document.media.get(str(written["from"])), MulticamSpec)
        ):
            labelled = replace(source, start_timecode=start, rate=version.sent.rate)
            if names_same_frames(written, (source, labelled), less, self._rate):
                return {}
        assert isinstance(shot.source, SourceMap)
        return range_text(shot, shot.source.in_frame - less)

    def _sound(self, shot: Shot, version: Returned, written: Mapping[str, Value], later: int) -> Value:
        """Return where the sound of a shot comes from once it shows a version: from where it came before."""
        if self._is_version(shot) and shot.media != version.sent.media:
            said = self.draft.at(("media", shot.media, "sound_from"))
            if said is not None:
                return sound_moved(self.film, said, later)
            later += self._rate.nearest_frames(version.sent.rate.seconds_at(self._shift_now(shot, version)))
            return {"media": version.sent.media, "in": f"{later}f"}
        if version.kind is Delivered.BAKED:
            return sound_of_baked(self.film, shot, written, version.sent)
        return sound_of_footage(self.film, shot, written, later)

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

    def _is_baked_now(self, shot: Shot, sent: Sent, written: Mapping[str, Value]) -> bool:
        """Return whether the version a shot shows has the retime baked in: nothing in the text plays it otherwise."""
        if shot.media == sent.media:
            return False
        if sent.speed != "1":
            return "speed" not in written and "freeze" not in written
        footage = self.film.programme.media[shot.media].footage
        return sent.rate != self._rate and footage is not None and footage.rate == self._rate

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

    def _start(self, version: Returned) -> Timecode | None:
        """Return the label of a version's first frame; of footage without timecode, counted from its beginning."""
        skipped = self._shift(version)
        if version.kind is Delivered.BAKED or not (version.sent.has_timecode or skipped):
            return None
        start = Timecode.parse(version.sent.start, version.sent.rate)
        return start.plus(skipped - version.sent.first_picture)

    def _media(self, version: Returned) -> dict[str, Value]:
        near = path_from(self.film.production.folder, version.path)
        entry: dict[str, Value] = {"sequence" if is_pattern(version.path) else "file": near}
        if is_pattern(version.path):
            entry["rate"] = str(version.sent.rate)
        if version.sent.color:
            entry["color"] = version.sent.color
        if version.kind is Delivered.BAKED and is_pattern(version.path):
            entry["rate"] = str(self._rate)
        start = self._start(version)
        if start is not None:
            entry["start"] = str(start)
        return entry

    def _change(self, path: Path, changes: dict[str, Change]) -> None:
        keys = changes.pop("speed", None)
        for index, key in enumerate(keys if isinstance(keys, list) else []):
            assert isinstance(key, dict)
            self.draft.set((*path, "speed", index, "at"), key["at"])  # a list written line by line stays as it is
        if keys is REMOVED:
            changes["speed"] = REMOVED
        items = self.draft.at(path[:-1])
        assert isinstance(items, list)
        entries = [Kept(index=index, changes=changes if index == path[-1] else {}) for index in range(len(items))]
        self.draft.arrange(path[:-1], entries)

    def _source_anchors(self, shot: str) -> Iterator[tuple[Path, Anchor]]:
        """Yield the anchors on a shot's source frames, with where they stand in the text."""
        for place in raw.ANCHORED:
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
