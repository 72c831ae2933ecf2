"""Sound tracks: what belongs to a shot becomes its own sound, all else becomes cues."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange import Clip, Curve, MediaKind, Track, TransitionKind
from posthouse.sound.plan import STEM_NAMES
from posthouse.studio.exchange.incoming.channels import one_of_each
from posthouse.studio.exchange.incoming.desk import Desk, Line, Standing
from posthouse.studio.exchange.incoming.multicam import group_of
from posthouse.studio.exchange.incoming.nest_cues import cues_of_nest
from posthouse.studio.exchange.incoming.shot import comment_of
from posthouse.studio.exchange.incoming.soundfades import Heard, heard_clips
from posthouse.studio.exchange.incoming.sources import media_key

if TYPE_CHECKING:
    from posthouse.studio.exchange.incoming.desk import Entry
    from posthouse.studio.exchange.incoming.nest_cues import Waiting

_STILL = {MediaKind.BLACK, MediaKind.BARS, MediaKind.COLOR, MediaKind.TITLE}
_CLOSE = Fraction(1, 2)
_QUIETEST, _LOUDEST = -200.0, 60.0


@dataclass(slots=True, kw_only=True)
class SoundDesk:
    """The sound of one timeline on its way in."""

    desk: Desk
    over: list[Standing]
    joins: dict[int, tuple[int, int]]
    """The picture's dissolves and wipes: (frames before, frames after) by their join."""
    nest: str = ""
    """The sequence the timeline becomes, whose other sound is left to the shots that play it; empty: the cut."""
    cues: list[Line] = field(default_factory=list)
    switched: dict[str, Entry] = field(default_factory=dict)
    taken: dict[str, Heard] = field(default_factory=dict)
    """The sound of each shot that has been found."""
    _starts: list[int] = field(init=False)
    _main: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Lay the shots of the cut out by where they begin: they lie in order, none over another."""
        self._starts = [standing.clip.record.start_frame for standing in self.desk.standing]
        self._main = frozenset(standing.shot for standing in self.desk.standing)

    def take(self, tracks: tuple[Track, ...]) -> None:
        """Give shots their own sound, and enter the rest as cues."""
        if not tracks:  # the file says nothing of sound; tracks with nothing on them say that it is silent
            return
        waiting: list[Waiting] = []
        lanes = [(track, heard_clips(track, self.joins)) for track in tracks]
        for number, (track, clips) in enumerate(one_of_each(lanes, self.desk), 1):
            for heard in clips:
                self._sort(heard, track, f"A{number}", waiting)
        for standing in self.desk.standing:
            self._silence(standing)
        for standing in (*self.desk.standing, *self.over):
            waiting += cues_of_nest(standing, self.taken.get(standing.shot), self.desk)
        waiting.sort(key=lambda each: each[0].clip.record)
        if self.nest:
            self.desk.nest_sounds[self.nest] = tuple(waiting)
            return
        for heard, track, name in waiting:
            self._cue(heard, track, name)

    def _sort(self, heard: Heard, track: Track, name: str, waiting: list[Waiting]) -> None:
        clip, ledger = heard.clip, self.desk.ledger
        if not clip.is_enabled:
            ledger.drop(f"{name}/{clip.name}", "clip", "it is switched off, and a cue cannot be")
            return
        if clip.nested is None and clip.media.kind in _STILL and not clip.media.file:
            ledger.drop(f"{name}/{clip.name}", "clip", "it is silent")
            return
        standing = self._shot_of(heard) if track.is_enabled else None
        if standing is not None and standing.shot in self.taken:
            if self.taken[standing.shot].clip.record == clip.record:
                ledger.keep(f"{name}/{clip.name}", "clip")  # the other channel of the same take
                return
            standing = None
        if standing is not None and heard.clip.record.covers(standing.clip.record):
            self.taken[standing.shot] = heard
            self._own(heard, standing, track)
        elif clip.nested is not None:
            why = "it plays a sequence beside its picture or for less than all of it: a cue plays media"
            ledger.drop(f"{name}/{clip.name}", "nested", why)
        else:  # also what is shorter than its picture: no lead can say that
            waiting.append((heard, track, name))

    def _shot_of(self, heard: Heard) -> Standing | None:
        """Return the shot whose sound a clip is: the same media, running with the picture, around the same frames."""
        record = heard.clip.record
        under = self.desk.standing[
            max(0, bisect_right(self._starts, record.start_frame) - 1) : bisect_left(self._starts, record.end_frame)
        ]
        found = [
            each
            for each in (*under, *self.over)
            if (_runs_with(heard.clip, each.clip) and self._is_of_one(heard.clip, each))
            or self.desk.recordings.fits(heard.clip, each.clip)
        ]
        linked = [each for each in found if heard.clip.link and each.clip.link == heard.clip.link]
        best = linked or found
        return max(best, key=lambda each: _overlap(heard.clip, each.clip), default=None)

    def _is_of_one(self, sound: Clip, standing: Standing) -> bool:
        """Return whether a sound and a picture are of one media, one nested timeline, or one group of cameras."""
        picture = standing.clip
        if sound.nested is None or picture.nested is None:
            return sound.nested is picture.nested and media_key(sound.media) == media_key(picture.media)
        if not (sound.angles and picture.angles):
            return sound.nested == picture.nested
        group = group_of(sound, self.desk)
        return group is not None and group[0] == standing.entry["from"]

    def _angle(self, sound: Clip, standing: Standing) -> Entry:
        """Return the angle a multicam shot is heard by, where that is not the one that is seen."""
        group = group_of(sound, self.desk) if sound.angles and "angle" in standing.entry else None
        if group is None or sound.nested is None or group[1][sound.nested] == standing.entry["angle"]:
            return {}
        self.desk.ledger.keep(f"{standing.shot} sound", "multicam")
        return {"angle": group[1][sound.nested]}

    def _own(self, heard: Heard, standing: Standing, track: Track) -> None:
        """Write a clip as the own sound of a shot."""
        clip, picture = heard.clip, standing.clip
        said = self._angle(clip, standing)
        lead = picture.record.start_frame - clip.record.start_frame
        trail = clip.record.end_frame - picture.record.end_frame
        is_dissolved = (self._dissolves(standing, is_head=True), self._dissolves(standing, is_head=False))
        if lead or (is_dissolved[0] and not heard.is_joined_before):
            said["lead"] = f"{lead}f"
        if trail or (is_dissolved[1] and not heard.is_joined_after):
            said["trail"] = f"{trail}f"
        said |= _levels(clip, standing.shot, self.desk)
        said |= _fades(clip)
        stem = _stem(clip, track, "dialogue")
        if stem != "dialogue":
            said["stem"] = stem
        self.desk.ledger.keep(f"{standing.shot} sound", "clip")
        if self.desk.recordings.fits(clip, picture):
            self.desk.recordings.write(clip, picture)
        if said:
            standing.entry["sound"] = said
        elif standing.shot not in self._main:
            standing.entry["sound"] = {"gain": "0 dB"}

    def _dissolves(self, standing: Standing, *, is_head: bool) -> bool:
        record = standing.clip.record
        return standing.shot in self._main and (record.start_frame if is_head else record.end_frame) in self.joins

    def _silence(self, standing: Standing) -> None:
        """Mute a shot none of whose sound is in the cut, where its media may have any."""
        clip = standing.clip
        has_none = clip.media.sound_channels == 0 and media_key(clip.media) not in self.desk.recordings.found
        is_silent = clip.media.kind in _STILL or clip.speed == 0 or has_none
        if clip.nested is not None:
            is_silent = clip.speed == 0 or self._is_quiet(standing)
        if standing.shot not in self.taken and not is_silent:
            standing.entry["sound"] = {"mute": True}

    def _is_quiet(self, standing: Standing) -> bool:
        """Return whether a nest has no sound to bring: all its shots are muted."""
        lines = self.desk.sequences.get(str(standing.entry["from"]), ())
        shots = [line.value for line in lines if "shot" in line.value]
        return bool(lines) and all(shot.get("sound") == {"mute": True} for shot in shots)

    def _cue(self, heard: Heard, track: Track, name: str) -> None:
        clip, desk = heard.clip, self.desk
        cue = desk.names.free(clip.name or clip.media.name, "cue")
        source = desk.book.name_of(clip.media, clip.source.rate, clip.name)
        said: Entry = {
            "cue": cue,
            "at": desk.anchor(clip.record.start_frame),
            "play": source,
            "in": desk.times(clip).spelled(clip.source.start, cue),
            "for": f"{clip.record.duration_frames}f",
            **_levels(clip, cue, desk),
        }
        stem = _stem(clip, track, "effects")
        if stem != "effects":
            said["stem"] = stem
        if clip.speed != 1:
            desk.ledger.approximate(cue, "speed", f"{float(clip.speed * 100):g}%: a cue plays as it was recorded")
        else:
            desk.ledger.keep(cue, "clip")
        if not track.is_enabled:
            said["track"] = name
            self.switched[name] = {"mute": True}
        self.cues.append(Line(value=said | _fades(clip), comment=comment_of(clip)))


def _runs_with(sound: Clip, picture: Clip) -> bool:
    """Return whether a sound runs with a picture, at its speed and to half a frame."""
    if sound.speed != picture.speed:
        return False
    if not sound.record.overlaps(picture.record) or picture.speed == 0:
        return False
    if picture.ramp:
        return sound.link == picture.link != ""
    since = Fraction(sound.record.start_frame - picture.record.start_frame)
    if picture.speed < 0:
        since = Fraction(picture.record.end_frame - sound.record.end_frame)
    rate = picture.source.duration / picture.record.duration_frames
    expected = (picture.source.start + since * rate) / picture.source.rate.fraction
    found = sound.source.start / sound.source.rate.fraction
    return abs(expected - found) * picture.source.rate.fraction <= _CLOSE


def _overlap(one: Clip, other: Clip) -> int:
    return one.record.intersection(other.record).duration_frames


def _levels(clip: Clip, who: str, desk: Desk) -> Entry:
    said: Entry = {}
    gain = _level(clip.gain_db, "level", who, clip, desk)
    if gain:
        said["gain"] = f"{min(_LOUDEST, max(_QUIETEST, round(gain, 4))):g} dB"
    pan = _level(clip.pan, "pan", who, clip, desk)
    if pan:
        said["pan"] = round(min(1.0, max(-1.0, pan)), 4)
    return said


def _level(curve: Curve | None, feature: str, who: str, clip: Clip, desk: Desk) -> float:
    """Return one level for a curve of them: the one it has longest."""
    if curve is None:
        return 0.0
    if curve.is_constant:
        desk.ledger.keep(who, feature)
        return curve.keys[0].value[0]
    ends = [*(key.at for key in curve.keys[1:]), Fraction(clip.record.duration_frames)]
    longest = max(zip(curve.keys, ends, strict=True), key=lambda pair: pair[1] - pair[0].at)[0].value[0]
    desk.ledger.approximate(who, feature, f"its {len(curve.keys)} keyframes become one value, the one it has longest")
    return longest


def _fades(clip: Clip) -> Entry:
    named = (("fade_in", clip.fade_in), ("fade_out", clip.fade_out))
    return {name: f"{min(frames, clip.record.duration_frames)}f" for name, frames in named if frames > 0}


def _stem(clip: Clip, track: Track, otherwise: str) -> str:
    """Return the stem a role means, by its first letters."""
    for role in (clip.role.lower(), track.role.lower()):
        found = next(
            (stem for stem in STEM_NAMES if role and role[:4] in {stem[:4], "sfx" if stem == "effects" else ""}), None
        )
        if found:
            return found
    return otherwise


def picture_joins(track: Track) -> dict[int, tuple[int, int]]:
    """Return the dissolves and wipes of the cut, under which the sound of shots crossfades by itself."""
    return {
        each.join: (each.join - each.record.start_frame, each.record.end_frame - each.join)
        for each in track.transitions
        if each.kind is not TransitionKind.DIP
    }
