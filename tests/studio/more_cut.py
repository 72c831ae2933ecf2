"""A production with nests, a multicam, a subclip, blends, tracks and markers; the changes a person makes to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.studio.tiny import SIZE, Document

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

Item = dict[str, Any]


def more_cut() -> Document:
    """Return a document of some nine seconds."""
    return {
        "posthouse": 1,
        "title": "More",
        "format": {"size": list(SIZE), "rate": 24, "sound": {"rate": 48000, "layout": "stereo"}},
        "media": {
            "pan": "media/pan.mov",
            "clock": "media/clock.mkv",
            "card": "media/card.png",
            "hit": "media/hit.wav",
            "part": {"subclip": "pan", "in": "30f", "out": "90f"},
            "table": {"multicam": {"wide": "pan", "close": {"media": "clock", "offset": "-12f"}}, "sound": "wide"},
        },
        "sequences": {
            "fight": [
                {"shot": "punch", "from": "pan", "in": "10f", "for": "30f"},
                {"dissolve": "6f"},
                {"shot": "kick", "from": "clock", "in": "20f", "for": "30f", "sound": {"gain": "-3 dB", "lead": "4f"}},
                {"gap": "6f"},
                {"shot": "fall", "from": "pan", "in": "100f", "for": "24f"},
            ],
            "scene": [
                {"shot": "before", "from": "card", "for": "12f"},
                {"shot": "inner", "from": "fight", "in": "2f", "for": "50f"},
            ],
        },
        "cut": [
            {"shot": "brawl", "from": "fight", "in": "5f", "for": "80f", "sound": {"gain": "-2 dB", "fade_in": "3f"}},
            {"shot": "again", "from": "scene"},
            {"shot": "talk", "from": "table", "angle": "close", "in": "30f", "for": "24f"},
            {"shot": "end", "from": "part", "for": "30f"},
        ],
        "over": [
            {"shot": "glow", "from": "clock", "in": "60f", "for": "16f", "at": "brawl+40f", "track": "V3"}
            | {"blend": "screen", "key": {"luma": {"low": "5%", "high": "40%"}}}
        ],
        "titles": [{"title": "name", "text": "K", "at": "brawl/kick+4f", "for": "10f"}],
        "color": {"grades": {"punch": {"saturation": 0.2}, "brawl": {"exposure": 0.5}}},
        "sound": {
            "cues": [{"cue": "bang", "at": "brawl/punch@30f", "play": "hit", "for": "300ms", "track": "A4"}],
        },
        "tracks": {"A4": {"mute": False}},
        "markers": [{"marker": "fix", "at": "again/inner/kick@30f", "for": "4f", "note": "lamp"}],
        "deliver": [{"as": "web", "preset": "ultrafast"}],
    }


def flat_cut() -> Document:
    """Return the same production with its sequences written out by hand."""
    document = more_cut()
    del document["sequences"], document["media"]["part"], document["media"]["table"]
    document["cut"] = [
        {"shot": "a1", "from": "pan", "in": "15f", "for": "25f", "sound": {"gain": "-2 dB", "fade_in": "3f"}},
        {"dissolve": "6f"},
        {"shot": "a2", "from": "clock", "in": "20f", "for": "30f", "sound": {"gain": "-5 dB", "lead": "4f"}},
        {"gap": "6f"},
        {"shot": "a3", "from": "pan", "in": "100f", "for": "19f", "sound": {"gain": "-2 dB"}},
        {"shot": "b0", "from": "card", "for": "12f"},
        {"shot": "b1", "from": "pan", "in": "12f", "for": "28f"},
        {"dissolve": "6f"},
        {"shot": "b2", "from": "clock", "in": "20f", "for": "22f", "sound": {"gain": "-3 dB", "lead": "4f"}},
        {"shot": "talk", "from": "clock", "in": "1750ms", "for": "24f", "sound": {"mute": True}},
        {"shot": "end", "from": "pan", "in": "30f", "for": "30f"},
    ]
    document["over"][0]["at"] = "a1+40f"
    document["titles"][0]["at"] = "a2+4f"
    document["sound"]["cues"][0]["at"] = "a1@30f"
    document["markers"] = []
    both = {"ops": [{"saturation": 0.2}, {"exposure": 0.5}]}
    document["color"]["grades"] = {"a1": both, "b1": {"saturation": 0.2}}
    document["color"]["grades"] |= {name: {"exposure": 0.5} for name in ("a2", "a3")}
    return document


def trim_nest(document: Document, chance: Random) -> None:
    start = chance.randint(0, 20)
    document["cut"][0] |= {"in": f"{start}f", "for": f"{chance.randint(50, 86 - start)}f"}


def trim_inside(document: Document, chance: Random) -> None:
    document["sequences"]["fight"][2] |= {"in": f"{chance.randint(10, 40)}f"}


def grade_inside(document: Document, chance: Random) -> None:
    document["color"]["grades"][chance.choice(["punch", "kick", "fall"])] = {"exposure": round(chance.random(), 2)}


def grade_nest(document: Document, chance: Random) -> None:
    document["color"]["grades"][chance.choice(["brawl", "again", "inner"])] = {"saturation": round(chance.random(), 2)}


def change_angle(document: Document, chance: Random) -> None:
    document["cut"][2] |= {"angle": chance.choice(["wide", "close"]), "in": f"{chance.randint(20, 50)}f"}


def change_group(document: Document, chance: Random) -> None:
    document["media"]["table"]["multicam"]["close"]["offset"] = f"{chance.randint(-12, 12)}f"


def change_subclip(document: Document, chance: Random) -> None:
    document["media"]["part"]["in"] = f"{chance.randint(20, 60)}f"


def switch_track(document: Document, chance: Random) -> None:
    name = chance.choice(["V1", "V3", "A4", "dialogue", "effects"])
    document["tracks"][name] = {chance.choice(["mute", "solo"]): chance.random() < 0.7}


def change_blend(document: Document, chance: Random) -> None:
    document["over"][0]["blend"] = chance.choice(["screen", "multiply", "normal", {"mode": "add", "light": "linear"}])


def change_key(document: Document, chance: Random) -> None:
    document["over"][0]["key"] = {"luma": {"low": 0.1, "high": 0.5, "invert": chance.random() < 0.5}}


def change_speed(document: Document, chance: Random) -> None:
    document["cut"][1]["speed"] = chance.choice(["100%", "100%", "50%"])


def swap_nests(document: Document, chance: Random) -> None:
    first, second = chance.sample(range(len(document["cut"])), 2)
    cut = document["cut"]
    cut[first], cut[second] = cut[second], cut[first]


def move_marker(document: Document, chance: Random) -> None:
    document["markers"][0]["at"] = f"end+{chance.randint(0, 9)}f"


CHANGES: tuple[Callable[[Document, Random], None], ...] = (
    trim_nest,
    trim_inside,
    grade_inside,
    grade_nest,
    change_angle,
    change_group,
    change_subclip,
    switch_track,
    change_blend,
    change_key,
    change_speed,
    swap_nests,
    move_marker,
)
