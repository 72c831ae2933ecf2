"""Random productions over the demo's footage, with what formats cannot say: dips, dissolves at black, late titles."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import yaml

from posthouse.errors import DocumentProblems
from posthouse.production.reader import production_from_text
from posthouse.studio import Film
from posthouse.studio.comparing.layout import LaidShot
from posthouse.studio.comparing.side import side_of
from posthouse.studio.recut.recut import Recut, RecutOptions, recut
from tests.studio.recut.recutting import draft_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.production import Production
    from posthouse.studio.comparing.side import Side

Document = dict[str, Any]
FORMATS = ("edl", "otio", "otio-resolve", "fcp7", "fcpxml", "aaf", "mlt", "kdenlive")
DEMO: Document = yaml.safe_load(
    (Path(__file__).resolve().parents[3] / "src" / "posthouse" / "cli" / "demo.yaml").read_text("utf-8")
)
_FRAMES = {"city": 250, "rabbit": 132}
_JOINS = ("dissolve", "dip", "wipe")


def recut_of(text: str, cut: Side, film: Path) -> Recut:
    return recut(draft_of(text, film), cut, options=RecutOptions(by="v2", when="2026-11-22"))


def seen_cut(of: Recut | Document, film: Path) -> tuple[Any, Any]:
    """Return what a document's cut shows: media and frames, and its transitions."""
    production = of.draft.checked() if isinstance(of, Recut) else _production(of, film)
    layout = side_of(production, "x").layout
    events = [
        (layout.footage(event), event.range, "" if layout.footage(event) == "ink" else event.retime)
        if isinstance(event, LaidShot)
        else ("", event.range, "")
        for event in layout.events
    ]
    return events, [(join.kind, join.frames, join.lead, join.after) for join in layout.joins]


def _production(document: Document, film: Path) -> Production:
    return production_from_text(json.dumps(document), film / "production.yaml")


def _is_right(document: Document, film: Path) -> bool:
    with Film(_production(document, film)) as opened:
        try:
            opened.programme  # noqa: B018 - resolving it tells
        except DocumentProblems:
            return False
    return True


def random_document(seed: int, film: Path) -> Document:
    """Return a random production; transitions that do not fit are left out."""
    chance = Random(seed)
    document: Document = {
        "posthouse": 1,
        "title": "Random",
        "format": {"size": [640, 360], "rate": 25, **({"start": "01:00:00:00"} if chance.random() < 0.5 else {})},
        "media": {
            "city": "footage/bikes.mp4",
            "rabbit": "footage/bigbuckbunny.mp4",
            "ink": {"generate": {"color": "#112233"}},
            "rain": {"generate": {"soundscape": "rain", "seed": 1}},
        },
        "sequences": {"fight": [_shot(chance, f"in{number}") for number in range(3)]},
        "cut": [{"gap": f"{chance.randint(20, 40)}f"}] if chance.random() < 0.4 else [],
        "deliver": ["web"],
    }
    for number in range(chance.randint(4, 7)):
        _add(document, {"shot": f"s{number}", "from": "fight"} if number == 2 else _shot(chance, f"s{number}"), film)
        join: Document = {chance.choice(_JOINS): f"{chance.choice([6, 8, 11, 16])}f"}
        if "wipe" in join:
            join = {"wipe": {"length": join["wipe"], "pattern": "bar-left-to-right"}}
        if chance.random() < 0.6 and len(document["cut"]) > 1:
            before = [*document["cut"]]
            document["cut"].insert(-1, join)
            if not _is_right(document, film):
                document["cut"] = before
    document["titles"] = [{"title": "end", "text": "The End", "at": "s3+4f", "for": f"{chance.choice([10, 300])}f"}]
    document["sound"] = {"cues": [{"cue": "late", "at": "s3+3f", "play": "rain", "for": chance.choice(["20f", "9s"])}]}
    return document


def _add(document: Document, shot: Document, film: Path) -> None:
    document["cut"].append(shot)
    assert _is_right(document, film)


def _shot(chance: Random, name: str) -> Document:
    media = chance.choice(["city", "rabbit", "ink"])
    frames = chance.randint(24, 55)
    if media == "ink":
        return {"shot": name, "from": media, "for": f"{frames}f"}
    start = chance.choice([0, chance.randint(0, _FRAMES[media] - 72)])
    shot: Document = {"shot": name, "from": media, "in": f"{start}f", "for": f"{frames}f"}
    ramp = [{"at": f"{start}f", "to": "100%"}, {"at": f"{start + 20}f", "to": "50%"}]
    speed = chance.choice([None, None, None, "50%", "1/3", "125%", "-100%", "freeze", ramp])
    if speed == "freeze":
        return shot | {"freeze": True}
    return shot | ({"speed": speed} if speed else {})


def _plain(document: Document) -> list[Document]:
    return [
        each for each in document["cut"] if each.get("from") in _FRAMES and "speed" not in each and "freeze" not in each
    ]


def _frames(text: str) -> int:
    return int(text.removesuffix("f"))


def trimmed_head(document: Document, seed: int, film: Path) -> Document | None:
    for shot in _plain(document)[seed % 2 :]:
        shot |= {"in": f"{_frames(shot['in']) + 4}f", "for": f"{_frames(shot['for']) - 4}f"}
        return document if _is_right(document, film) else None
    return None


def trimmed_tail(document: Document, seed: int, film: Path) -> Document | None:
    for shot in _plain(document)[seed % 2 :]:
        shot["for"] = f"{_frames(shot['for']) - 3}f"
        return document if _is_right(document, film) else None
    return None


def no_join(document: Document, seed: int, film: Path) -> Document | None:
    joins = [at for at, item in enumerate(document["cut"]) if set(item) & set(_JOINS)]
    if not joins:
        return None
    del document["cut"][joins[seed % len(joins)]]
    return document if _is_right(document, film) else None


def inserted(document: Document, seed: int, film: Path) -> Document | None:
    document["cut"].append({"shot": f"new{seed}", "from": "city", "in": "200f", "for": "25f"})
    return document if _is_right(document, film) else None


CHANGES: tuple[Callable[[Document, int, Path], Document | None], ...] = (
    trimmed_head,
    trimmed_tail,
    no_join,
    inserted,
)
