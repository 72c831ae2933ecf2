"""Names that sequences, subclips, multicams and tracks lead to: each must be there, and none lead in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.editorial.track_spec import CUT_TRACKS, OVER_TRACK
from posthouse.production import raw
from posthouse.production.finding import Finding
from posthouse.production.sentences import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.production.tree import Path, Plain

STEMS = ("dialogue", "music", "effects")
_GROUPS = ("subclip", "multicam")


def nesting_findings(document: Plain) -> Iterator[Finding]:
    """Yield every name of these parts that leads nowhere, or to itself."""
    media = {name: item for _, name, item in raw.named(document, "media")}
    sequences = {name for _, name, _ in raw.named(document, "sequences")}
    for name in sorted(media.keys() & sequences):
        hint = "from: would not say which is meant: give one of them another name"
        yield Finding(("sequences", name), f"{name} is a media and a sequence", hint, ("media", name))
    yield from _subclips(media)
    yield from _angles(media)
    yield from _seen_angles(document, media)
    yield from _circles(document, sequences)
    yield from _tracks(document)


def _subclips(media: dict[str, Plain]) -> Iterator[Finding]:
    for name, item in media.items():
        whole = raw.text_at(item, "subclip")
        if whole is None:
            continue
        path: Path = ("media", name, "subclip")
        if whole not in media:
            yield Finding(path, f"there is no media {whole}", nearest(whole, [each for each in media if each != name]))
        elif raw.at(media[whole], "multicam") is not None:
            yield Finding(path, f"{whole} is a multicam", "make the subclip of one of its angles' media")
        elif _is_circle(name, media):
            yield Finding(path, f"{name} is a part of itself", "name footage")


def _is_circle(name: str, media: dict[str, Plain]) -> bool:
    seen, here = set[str](), name
    while (whole := raw.text_at(media.get(here), "subclip")) is not None:
        seen.add(here)
        if whole in seen:
            return True
        here = whole
    return False


def _angles(media: dict[str, Plain]) -> Iterator[Finding]:
    for name, item in media.items():
        angles = raw.at(item, "multicam")
        for angle, said in angles.items() if isinstance(angles, dict) else ():
            used = said if isinstance(said, str) else raw.text_at(said, "media")
            path: Path = ("media", name, "multicam", angle)
            if used is None:
                continue
            if used not in media:
                yield Finding(path, f"there is no media {used}", nearest(used, [n for n in media if n != name]))
            elif any(raw.at(media[used], key) is not None for key in ("multicam", "generate")):
                yield Finding(path, f"{used} cannot be an angle", "an angle is footage, or a subclip of it")


def _seen_angles(document: Plain, media: dict[str, Plain]) -> Iterator[Finding]:
    """Yield angles of shots that their media does not have."""
    shots = [*raw.cut_shots(document), *raw.sequence_shots(document), *raw.entries(document, "over")]
    for path, shot in shots:
        seen = media.get(raw.text_at(shot, "from") or "")
        heard = media.get(raw.text_at(raw.at(seen, "sound_from"), "media") or "", seen)
        written = (
            ((*path, "angle"), raw.text_at(shot, "angle"), raw.at(seen, "multicam")),
            ((*path, "sound", "angle"), raw.text_at(raw.at(shot, "sound"), "angle"), raw.at(heard, "multicam")),
        )
        for where, angle, angles in written:
            if angle is None:
                continue
            if not isinstance(angles, dict):
                yield Finding(
                    where, f"{raw.text_at(shot, 'from')} has no angles", "only multicam media have: take it out"
                )
            elif angle not in angles:
                yield Finding(where, f"there is no angle {angle}", nearest(angle, sorted(angles)))


def _circles(document: Plain, sequences: set[str]) -> Iterator[Finding]:
    uses = {
        name: {raw.text_at(shot, "from") or "" for _, shot in raw.shots_in(document, "sequences", name)} & sequences
        for name in sequences
    }
    for name in sorted(sequences):
        if name in reached(name, uses):
            yield Finding(("sequences", name), f"the sequence {name} plays itself", "take it out of its own chain")


def reached(start: str, uses: dict[str, set[str]]) -> set[str]:
    """Return every name that one leads to, in any number of steps."""
    found: set[str] = set()
    waiting = set(uses.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting |= uses.get(name, set())
    return found


def _tracks(document: Plain) -> Iterator[Finding]:
    places = (("over",), ("sound", "cues"), ("sound", "music"), ("sound", "ambience"))
    written = [raw.text_at(item, "track") for place in places for _, item in raw.entries(document, *place)]
    known = sorted({*CUT_TRACKS, OVER_TRACK, *STEMS, *(name for name in written if name)})
    for path, name, _ in raw.named(document, "tracks"):
        if name not in known:
            yield Finding(path, f"there is no track {name}", nearest(name, known))
    for place in places:
        for path, item in raw.entries(document, *place):
            track = raw.text_at(item, "track")
            if track in (CUT_TRACKS if place == ("over",) else ()):
                yield Finding((*path, "track"), f"{track} is the cut", "shots over it lie on V2 and up")
