"""How a layer's colors meet those under it: ``qtblend`` over a clip's frames, as Kdenlive's compositions do.

What is not always active goes first: in its frames the always active layering after it finds the track drawn already
(melt 7 does so, in pictures). Modes are numbered as QPainter's CompositionMode; frei0r's ``cairoblend`` names them.
Source: Qt 5 documentation, QPainter, CompositionMode; frei0r 1.8, mixer2/cairoblend.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.interchange.mlt.keys import Base, rect_curve
from posthouse.interchange.mlt.words import frames_of, properties
from posthouse.interchange.xml_reading import children
from posthouse.interchange.xml_writing import add_element
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from posthouse.interchange.ledger import Ledger
    from posthouse.interchange.mlt.bench import Bench
    from posthouse.interchange.timeline import Clip, Track
    from posthouse.interchange.xml_reading import Element

NORMAL = "normal"
BLENDS = {
    "add": 12, "multiply": 13, "screen": 14, "overlay": 15, "darken": 16, "lighten": 17, "color-dodge": 18,
    "color-burn": 19, "hard-light": 20, "soft-light": 21, "difference": 22, "exclusion": 23,
}  # fmt: skip
"""QPainter's number of each mode MLT has."""
_BY_NUMBER = {str(number): mode for mode, number in BLENDS.items()} | {"0": NORMAL, "": NORMAL}
_CAIRO = {mode.replace("-", ""): mode for mode in BLENDS} | {NORMAL: NORMAL, "": NORMAL}
_QT, _FREI0R = "qtblend", "frei0r.cairoblend"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blending:
    """A mode over some frames of a track; over all of them where ``record`` is None."""

    track: int
    """The track that is drawn, as MLT counts them."""
    record: FrameRange | None
    mode: str
    element: Element


def add_blend(tractor: Element, clip: Clip, index: int) -> None:
    """Add what draws a clip of a track in its mode over those below it."""
    first, last = clip.record.start_frame, clip.record.end_frame - 1
    transition = add_element(tractor, "transition", attributes={"in": str(first), "out": str(last)})
    facts = {
        "a_track": "0", "b_track": str(index), "mlt_service": _QT, "kdenlive_id": _QT,
        "compositing": str(BLENDS[clip.blend]), "distort": "0",
    }  # fmt: skip
    for key, value in facts.items():
        add_element(transition, "property", value, {"name": key})


def tell_blend(clip: Clip, ledger: Ledger, *, is_kdenlive: bool) -> None:
    """Tell what becomes of a clip's mode."""
    if clip.blend == NORMAL:
        return
    if clip.blend not in BLENDS:
        ledger.drop(clip.name, "effect", f"MLT has no blend {clip.blend}: it is seen as it is")
    elif clip.blend == "add" and (clip.opacity is not None or clip.fade_in or clip.fade_out):
        why = "MLT adds what is dimmed, and cuts at white then: up to a quarter of white off where the sum is beyond it"
        ledger.approximate(clip.name, "effect", why)
    elif not is_kdenlive:
        why = f"{clip.blend} is Qt's: melt without its Qt module, or without a screen, shows the layer as it is"
        ledger.approximate(clip.name, "effect", why)
    else:
        ledger.keep(clip.name, "effect")


def blendings(bench: Bench, tractor: Element) -> list[Blending]:
    """Return the modes a tractor draws its tracks in; what else such a transition does is told."""
    found = []
    for each in children(tractor, "transition"):
        words = properties(each)
        service = words.get("mlt_service", "")
        if service not in {_QT, _FREI0R} or words.get("disable") == "1" or not words.get("b_track", "").isdecimal():
            continue
        first, last = frames_of(each.get("in"), bench.rate), frames_of(each.get("out"), bench.rate)
        is_whole = words.get("always_active") == "1" or first is None or last is None or last < first
        said = words.get("compositing", "") if service == _QT else words.get("1", "").lower()
        mode = (_BY_NUMBER if service == _QT else _CAIRO).get(said)
        where = f"track {words['b_track']} at {first or 0}"
        if mode is None:
            bench.ledger.drop(where, "effect", f"{service} draws it in its mode {said}, which has no word here")
        elif _places(bench, words, service):
            bench.ledger.drop(where, "transform", f"{service} places or dims it, too: that is not read")
        if mode is not None and mode != NORMAL:
            record = None if is_whole or first is None or last is None else FrameRange(first, last + 1)
            found.append(Blending(track=int(words["b_track"]), record=record, mode=mode, element=each))
    return found


def _places(bench: Bench, words: dict[str, str], service: str) -> bool:
    """Return whether a transition does more than draw the whole picture over the whole frame."""
    if service == _FREI0R:
        return words.get("0", "1") not in {"1", "1.0", ""}
    if not words.get("rect"):
        return False
    width, height = bench.size
    rects = rect_curve(words["rect"], Base(rate=bench.rate, start_frame=0, length=1, size=bench.size))
    return rects is None or any(key.value != (0, 0, width, height, 1) for key in rects.keys)


def blended(bench: Bench, track: Track, modes: list[Blending]) -> Track:
    """Return a track whose clips have the modes that lie over all of them; a part of a clip has none."""
    clips = []
    for clip in track.clips:
        over = [each for each in modes if each.record is None or each.record.overlaps(clip.record)]
        whole = next((each for each in over if each.record is None or each.record.covers(clip.record)), None)
        for each in over:
            if each is not whole:
                place = bench.document.place(each.element)
                why = f"it is drawn in {each.mode} for a part of it: that part is normal here"
                bench.ledger.drop(clip.id, "effect", why, place=place)
        if whole is not None:
            bench.ledger.keep(clip.id, "effect")
        clips.append(clip if whole is None else dataclasses.replace(clip, blend=whole.mode))
    return dataclasses.replace(track, clips=tuple(clips))
