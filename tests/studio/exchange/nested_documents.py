"""Random documents with sequences in sequences, in part, at speeds, over the cut; and cameras that ran together."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from posthouse.timing import Rate, Timecode
from tests.studio.exchange.documents import Document, Written
from tests.studio.exchange.pretending import Said

SPEEDS = ["50%", "200%", "-100%"]


def _label(frames: int, rate: Rate, *, is_drop: bool) -> str:
    return str(Timecode(frame_count=frames, rate=rate, is_drop_frame=is_drop))


@st.composite
def nested_documents(draw: st.DrawFn, rate: Rate, *, is_drop: bool, has_speeds: bool = True) -> Written:
    """Draw a document with nests and multicam shots; each shot inside has its own sound, or none."""
    first = draw(st.integers(0, 20 * 3600)) * rate.timebase
    start = _label(first, rate, is_drop=is_drop)
    media = {"a001.mov": Said(rate=rate.fraction, start=start), "b002.mov": Said(rate=rate.fraction)}
    inner, is_joined, length = draw(_sequence("i", []))
    outer, _, outer_length = draw(_sequence("o", [("inner", is_joined, length)]))
    known = [("inner", is_joined, length), ("outer", True, outer_length)]
    cut: list[Any] = []
    for number in range(draw(st.integers(1, 4))):
        if number and draw(st.booleans()):
            cut.append({"gap": f"{draw(st.integers(1, 20))}f"})
        name = f"s{number}"
        way = draw(st.sampled_from(["nest", "nest", "plain", "angle"]))
        entry = {"nest": _nest(name, known, has_speeds=has_speeds), "plain": _plain(name), "angle": _angle(name)}[way]
        cut.append(draw(entry))
    cut.append({"shot": "heard", "from": "b002", "for": "20f"})  # a cut without any sound says nothing of sound
    document: Document = {
        "posthouse": 1,
        "title": "Random",
        "format": {
            "size": [1920, 1080],
            "rate": str(rate),
            "start": _label(3600 * rate.timebase, rate, is_drop=is_drop),
        },
        "media": {
            "a001": "a001.mov",
            "b002": "b002.mov",
            "table": {
                "multicam": {"wide": "b002", "close": {"media": "a001", "offset": f"{draw(st.integers(-9, 9))}f"}}
            },
        },
        "sequences": {"inner": inner, "outer": outer},
        "cut": cut,
    }
    if draw(st.booleans()) and not is_joined:
        document["over"] = [{"shot": "inset", "from": "inner", "in": "2f", "for": "6f", "at": "s0+1f"}]
    return Written(document=document, media=media)


@st.composite
def _plain(draw: st.DrawFn, name: str) -> Document:
    frames = draw(st.integers(20, 60))
    said: Document = {"shot": name, "from": draw(st.sampled_from(["a001", "b002"]))}
    said |= (
        {"in": f"{draw(st.integers(100, 500))}f", "for": f"{frames}f"}
        if said["from"] == "b002"
        else {"for": f"{frames}f"}
    )
    return said | draw(_sound())


@st.composite
def _angle(draw: st.DrawFn, name: str) -> Document:
    angle = draw(st.sampled_from(["wide", "close"]))
    sound: list[Document] = [{}, {"sound": {"angle": "wide"}}, {"sound": {"angle": "close"}}, {"sound": {"mute": True}}]
    frames = {"in": f"{draw(st.integers(100, 500))}f", "for": f"{draw(st.integers(10, 60))}f"}
    return {"shot": name, "from": "table", "angle": angle, **frames} | draw(st.sampled_from(sound))


@st.composite
def _sound(draw: st.DrawFn, *, has_pan: bool = True) -> Document:
    sounds: list[Document] = [{}, {}, {"gain": "-6 dB"}, {"mute": True}, {"pan": 0.5} if has_pan else {}]
    said = draw(st.sampled_from(sounds))
    return {"sound": dict(said)} if said else {}


@st.composite
def _sequence(draw: st.DrawFn, prefix: str, known: list[tuple[str, bool, int]]) -> tuple[list[Any], bool, int]:
    """Draw a sequence: its items, whether it has transitions, and its length in frames."""
    items: list[Any] = []
    is_joined, length = False, 0
    for number in range(draw(st.integers(1, 3))):
        name = f"{prefix}{number}"
        is_nest = bool(known) and draw(st.booleans())
        if is_nest:
            entry = draw(_nest(name, known, has_speeds=False))
            entry.pop("scale", None)
            length += int(str(entry["for"])[:-1])
        else:
            entry = draw(_plain(name))
            length += int(str(entry["for"])[:-1])
            if number and "shot" in items[-1] and "from" in items[-1] and draw(st.booleans()):
                before = items[-1]
                if {before["from"], entry["from"]} == {"b002"}:
                    items.append({"dissolve": f"{draw(st.integers(2, 8))}f"})
                    is_joined = True
        items.append(entry)
    return items, is_joined or bool(known), length


@st.composite
def _nest(draw: st.DrawFn, name: str, known: list[tuple[str, bool, int]], *, has_speeds: bool) -> Document:
    """Draw a shot that plays a sequence: of one with transitions all, of another a part, at a speed."""
    sequence, is_joined, length = draw(st.sampled_from(known))
    said: Document = {"shot": name, "from": sequence, "in": "0f", "for": f"{length}f"}
    if not is_joined:
        begins = draw(st.integers(0, length - 8))
        frames = draw(st.integers(4, length - begins))
        said |= {"in": f"{begins}f", "for": f"{frames}f"}
        if has_speeds and draw(st.booleans()):
            said["speed"] = draw(st.sampled_from(SPEEDS))
            said["for"] = f"{max(1, frames // 2)}f"
    if draw(st.booleans()):
        said["scale"] = 0.5
    return said | draw(_sound(has_pan=False))  # against the pans of shots inside it would be laid flat
