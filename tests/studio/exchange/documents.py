"""Random documents: shots of several media at a programme's rate, with all a timeline can say of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from posthouse.timing import BROADCAST_RATES, Rate, Timecode
from posthouse.timing.timecode import can_drop
from tests.studio.exchange.pretending import Said

Document = dict[str, Any]
RATES = [(rate, is_drop) for rate in BROADCAST_RATES for is_drop in (False, True) if not is_drop or can_drop(rate)]
"""Every broadcast rate, non-drop and, where there is such a thing, drop-frame."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """A random document, and what its media are said to be."""

    document: Document
    media: dict[str, Said]


def _label(frames: int, rate: Rate, *, is_drop: bool) -> str:
    return str(Timecode(frame_count=frames, rate=rate, is_drop_frame=is_drop))


@st.composite
def documents(draw: st.DrawFn, rate: Rate, *, is_drop: bool, is_plain: bool = False) -> Written:
    """Draw a document; a plain one says only what every format of cuts can say."""
    first = draw(st.integers(0, 20 * 3600)) * rate.timebase + draw(st.integers(0, rate.timebase - 1))
    start = _label(first, rate, is_drop=is_drop)
    media = {
        "a001.mov": Said(rate=rate.fraction, start=start),
        "b002.mov": Said(rate=rate.fraction, start="" if not is_plain else _label(0, rate, is_drop=is_drop)),
        "hit.wav": Said(rate=None),
    }
    cut, shots = draw(_cut(rate, first, is_drop=is_drop, is_plain=is_plain))
    document: Document = {
        "posthouse": 1,
        "title": "Random",
        "format": {
            "size": [1920, 1080],
            "rate": str(rate),
            "start": _label(3600 * rate.timebase, rate, is_drop=is_drop),
        },
        "media": {"a001": "a001.mov", "b002": "b002.mov", "hit": "hit.wav"},
        "cut": cut,
    }
    if not is_plain:
        document |= draw(_others(shots))
    return Written(document=document, media=media)


@st.composite
def _cut(draw: st.DrawFn, rate: Rate, first: int, *, is_drop: bool, is_plain: bool) -> tuple[list[Any], list[str]]:
    cut: list[Any] = []
    shots: list[str] = []
    for number in range(draw(st.integers(1, 5))):
        way = draw(st.sampled_from(["cut", "gap", "dissolve"])) if number else "cut"
        if way == "dissolve":
            length = draw(st.integers(1, 8))
            align = draw(st.sampled_from(["center", "start", "end", f"{length // 3}f"]))
            cut.append({"dissolve": {"length": f"{length}f", "align": align}})
        elif way == "gap":
            cut.append({"gap": f"{draw(st.integers(1, 30))}f"})
        name = f"shot{number}"
        cut.append({"shot": name, **draw(_shot(rate, first, is_drop=is_drop, is_plain=is_plain))})
        shots.append(name)
    return cut, shots


@st.composite
def _shot(draw: st.DrawFn, rate: Rate, first: int, *, is_drop: bool, is_plain: bool) -> Document:
    media = draw(st.sampled_from(["a001", "b002"]))
    at = draw(st.integers(100, 500))
    starts = first + at if media == "a001" else at
    frames = draw(st.integers(20, 60))
    has_label = media == "a001" or is_plain
    said: Document = {
        "from": media,
        "in": _label(starts, rate, is_drop=is_drop) if has_label else f"{at}f",
        "for": f"{frames}f",
    }
    way = draw(st.sampled_from(["plain", "plain", "speed", "freeze"]))
    if way == "speed":
        said["speed"] = draw(st.sampled_from(["50%", "200%", "-100%", "150%"]))
    elif way == "freeze":
        said["freeze"] = True
    return said if is_plain else said | draw(_dress())


@st.composite
def _dress(draw: st.DrawFn) -> Document:
    said: Document = {}
    if draw(st.booleans()):
        part = st.integers(1, 19).map(lambda each: each / 20)
        said["position"] = [draw(part), draw(part)]
        said["scale"] = draw(st.sampled_from([0.5, 1.25, [0.5, 0.75]]))
    if draw(st.booleans()):
        said["opacity"] = draw(st.sampled_from([0.5, [{"at": "start", "to": 0}, {"at": "+12f", "to": 1}]]))
    sounds: list[Document] = [{}, {"gain": "-6 dB"}, {"lead": "4f", "pan": 0.5}, {"mute": True}, {"trail": "3f"}]
    sound = draw(st.sampled_from(sounds))
    return said | ({"sound": dict(sound)} if sound else {})


@st.composite
def _others(draw: st.DrawFn, shots: list[str]) -> Document:
    said: Document = {}
    shot = draw(st.sampled_from(shots))
    if draw(st.booleans()):
        said["sound"] = {"cues": [{"cue": "hit1", "at": f"{shot}+3f", "play": "hit", "in": "0s", "for": "10f"}]}
    if draw(st.booleans()):
        said["titles"] = [{"title": "name", "text": "Words", "at": f"{shot}+1f", "for": "12f", "fade_in": "3f"}]
    if draw(st.booleans()):
        said["markers"] = [{"marker": "note", "at": f"{shot}+2f", "note": "look", "color": "red", "for": "4f"}]
    if draw(st.booleans()):
        numbers = {"slope": [1.1, 1.0, 0.9], "offset": [0.01, 0.0, -0.02], "power": [1.0, 1.2, 0.8], "saturation": 0.9}
        said["color"] = {"grades": {shot: {"cdl": numbers}}}
    if draw(st.booleans()):
        said["over"] = [
            {"shot": "inset", "from": "b002", "in": "50f", "for": "10f", "at": f"{shot}+2f", "fade_in": "2f"}
        ]
    return said
