"""Random productions with sequences, a multicam and a subclip, work on every shot, and their cuts laid flat."""

from __future__ import annotations

import contextlib
import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.editorial import Shot, programme_frame
from posthouse.fields import Anchor
from posthouse.production.editing.facts import EditFacts, resolved
from posthouse.production.reader import production_from_text
from posthouse.studio.comparing.side import said_sources, with_groups
from tests.studio.recut.recutting import recut_at_random

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from posthouse.editorial import Cut
    from tests.studio.recut.recutting import Document, Item

FRAMES = {"forest": 1440, "battle": 1700}
OFFSET = 12
SLOT = 60
"""Each shot has footage of its own, so many frames of it, handles included."""
KEPT_FREE = (0, 300, 420)
"""Slots of the forest that random insertions use."""


def nested_document(chance: Random) -> Document:
    """Return a production with sequences (one of them played twice, at times), angles and work on every shot."""
    slots = [
        (media, first) for media, count in FRAMES.items() for first in range(0, count - SLOT, SLOT)
        if media == "battle" or first not in KEPT_FREE
    ]  # fmt: skip
    chance.shuffle(slots)
    fight = [_shot(name, slots.pop(), chance) for name in ("punch", "kick", "duck", "fall")]
    chase = [_shot(name, slots.pop(), chance) for name in ("run", "jump")]
    if chance.random() < 0.5:
        fight.insert(2, {"dissolve": "8f"})
    if chance.random() < 0.4:
        chase.insert(1, {"gap": "6f"})
    cut: list[Item] = [_shot(name, slots.pop(), chance) for name in ("alpha", "bravo", "charlie", "delta")]
    cut.insert(1, {"shot": "brawl", "from": "fight"} | ({"in": "5f"} if chance.random() < 0.5 else {}))
    cut.insert(3, {"shot": "pursuit", "from": "chase"})
    cut[4:4] = [_angle(name, slots, chance) for name in ("talk", "reply")]
    if chance.random() < 0.4:
        cut.append({"shot": "again", "from": "chase"})
    cut.append(_shot("hero-one", slots.pop(), chance))
    found: Document = {
        "posthouse": 1,
        "title": "T",
        "format": {"size": [640, 360], "rate": 24},
        "media": {
            "forest": "footage/bbb_330-390s.mp4",
            "battle": "footage/tears-of-steel-battle-clip-medium.webm",
            "table": {"multicam": {"wide": "forest", "close": {"media": "battle", "offset": f"{OFFSET}f"}}},
        },
        "sequences": {"fight": fight, "chase": chase},
        "cut": cut,
    }
    if chance.random() < 0.5:
        found["media"]["hero"] = {"subclip": cut[-1]["from"]}
        cut[-1]["from"] = "hero"
    return _with_work(found, chance)


def _shot(name: str, slot: tuple[str, int], chance: Random) -> Item:
    media, first = slot
    return {
        "shot": name,
        "from": media,
        "in": f"{first + chance.randint(12, 14)}f",
        "for": f"{chance.randint(30, 44)}f",
    }


def _angle(name: str, slots: list[tuple[str, int]], chance: Random) -> Item:
    slot = slots.pop()
    item = _shot(name, slot, chance)
    angle = "wide" if slot[0] == "forest" else "close"
    start = int(item["in"][:-1]) + (OFFSET if angle == "close" else 0)
    return {**item, "from": "table", "angle": angle, "in": f"{start}f"}


def _with_work(document: Document, chance: Random) -> Document:
    """Return a document with a grade, a cue and a marker on every shot, some on the shots that play sequences."""
    uses = [item["from"] for item in document["cut"]]
    inner = {name: [item for item in items if "shot" in item] for name, items in document["sequences"].items()}
    shots = [item for item in document["cut"] if item["from"] not in inner]
    grades: dict[str, Item] = {}
    cues: list[Item] = []
    markers: list[Item] = []
    for item in [*shots, *(item for items in inner.values() for item in items)]:
        grades[item["shot"]] = {"saturation": round(0.5 + len(grades) / 50, 2)}
    targets = [(item["shot"], item) for item in shots]
    for player in document["cut"]:
        for item in inner.get(player["from"], ()):
            is_once = uses.count(player["from"]) == 1
            name = item["shot"] if is_once and chance.random() < 0.5 else f"{player['shot']}/{item['shot']}"
            targets.append((name, item))
    for count, (name, item) in enumerate(targets):
        frame = int(item["in"][:-1]) + chance.randint(8, 24)
        cues.append({"cue": f"cue{count}", "at": f"{name}@{frame}f", "play": "beep"})
        markers.append({"marker": f"marker{count}", "at": f"{name}+{chance.randint(7, 22)}f"})
    players = [item["shot"] for item in document["cut"] if item["from"] in inner]
    markers += [{"marker": f"on-{name}", "at": f"{name}+{chance.randint(8, 60)}f"} for name in players]
    document["media"]["beep"] = "sound/beep.wav"
    return {**document, "color": {"grades": grades}, "sound": {"cues": cues}, "markers": markers}


def engine_cut(document: Document) -> Cut:
    """Return a document's cut as the engine lays it, sequences flat."""
    production = production_from_text(json.dumps(document, default=str), Path("x.yaml"))
    sources = with_groups(production.document, said_sources(production.document))
    found = resolved(production.document, EditFacts(sources=sources))
    assert not found.problems, found.problems
    return found.cut


def flat_document(document: Document) -> tuple[Document, dict[str, str]]:
    """Return only the cut of a document, flat, as a cut file has it; and where each of its shots is from."""
    cut = engine_cut(document)
    joins = {join.after: join for join in cut.transitions}
    items: list[Item] = []
    origins: dict[str, str] = {}
    for index, event in enumerate(cut.events):
        if index in joins:
            items.append({"dissolve": f"{joins[index].range.duration_frames}f"})
        if not isinstance(event, Shot):
            items.append({"gap": f"{event.duration_frames}f"})
            continue
        name = f"clip{index:03}"
        origins[name] = event.shot
        shown = event.source.grid_frame(event.range.start_frame - event.start_frame)
        items.append({"shot": name, "from": event.media, "in": f"{shown}f", "for": f"{event.range.duration_frames}f"})
    media = {name: document["media"][name] for name in FRAMES}
    flat = {key: copy.deepcopy(document[key]) for key in ("posthouse", "title", "format")}
    return {**flat, "media": media, "cut": items}, origins


def seen(cut: Cut) -> Iterator[tuple[int, Shot]]:
    """Yield (frame, shot) of all that is seen of a programme, in transitions of both their shots."""
    for event in cut.events:
        if isinstance(event, Shot):
            yield from ((frame, event) for frame in event.range)
    for join in cut.transitions:
        for shot in (cut.events[join.before], cut.events[join.after]):
            if isinstance(shot, Shot):
                yield from ((frame, shot) for frame in join.range if not shot.range.contains(frame))


def picture_of(shot: Shot, frame: int) -> tuple[str, int]:
    """Return the media and the frame of it that a shot shows at a programme frame."""
    return shot.media, shot.source.grid_frame(frame - shot.start_frame)


def pictures(document: Document) -> list[set[tuple[str, int]]]:
    """Return what each frame of a programme shows: nothing is black, two are a transition."""
    cut = engine_cut(document)
    found: list[set[tuple[str, int]]] = [set() for _ in range(cut.duration_frames)]
    for frame, shot in seen(cut):
        found[frame].add(picture_of(shot, frame))
    return found


def under(document: Document, anchor: str) -> tuple[str, tuple[str, int] | None]:
    """Return the shot under an anchor, by its whole path, and what it shows; None where there is none."""
    production = production_from_text(json.dumps(document, default=str), Path("x.yaml"))
    sources = with_groups(production.document, said_sources(production.document))
    cut = resolved(production.document, EditFacts(sources=sources)).cut
    rate = production.document.format.rate
    frame = programme_frame(Anchor.parse(anchor), cut, rate, sources, lambda *_: None)
    shot = next((e for e in cut.events if isinstance(e, Shot) and frame is not None and e.range.contains(frame)), None)
    if shot is None or frame is None:
        return "", None
    return shot.shot, picture_of(shot, frame)


def grades_by_picture(document: Document) -> dict[tuple[str, int], tuple[str, ...]]:
    """Return, by what is shown, the grades it is seen through, inner first."""
    grades = document.get("color", {}).get("grades", {})
    return {
        picture_of(shot, frame): tuple(json.dumps(grades[name]) for name in reversed(shot.ids) if name in grades)
        for frame, shot in seen(engine_cut(document))
    }


def hanging(document: Document) -> dict[str, str]:
    """Return the anchor of each cue and marker by its id."""
    found = {item["cue"]: item["at"] for item in document.get("sound", {}).get("cues", ())}
    return found | {item["marker"]: item["at"] for item in document.get("markers", ())}


def shown_by(document: Document) -> dict[str, set[tuple[str, int]]]:
    """Return the pictures of each shot, by its whole path."""
    found: dict[str, set[tuple[str, int]]] = {}
    for frame, shot in seen(engine_cut(document)):
        found.setdefault(shot.shot, set()).add(picture_of(shot, frame))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How much work has its picture in a new cut, and how much of that is on it."""

    graded: int
    keep_grade: int
    hung: int
    follow: int


def counted(document: Document, after: Document, wanted: Document, origins: dict[str, str]) -> Count:
    """Count the shots with a grade, and the cues and markers, whose pictures are in the new cut; and those kept."""
    shown: dict[str, set[tuple[str, int]]] = {}
    for name, pictures_of in shown_by(wanted).items():
        shown.setdefault(origins.get(name.partition("-b")[0], ""), set()).update(pictures_of)
    was, now = grades_by_picture(document), grades_by_picture(after)
    graded = {picture for name, those in shown.items() if name for picture in those} & was.keys()
    left, hung, follow = hanging(after), 0, 0
    for name, anchor in hanging(document).items():
        owner, picture = under(document, anchor)
        if picture is None or picture not in shown.get(owner, ()):
            continue
        hung += 1
        found = under(after, left[name])[1] if name in left else None
        follow += found is not None and found[0] == picture[0] and abs(found[1] - picture[1]) <= 1
    kept = sum(was[picture] == now.get(picture) for picture in graded)
    return Count(graded=len(graded), keep_grade=kept, hung=hung, follow=follow)


def recut_flat(document: Document, chance: Random, count: int) -> Document:
    """Return a flat cut after some random changes; those that find no shot to change are left out."""
    changed = {**document, "over": []}
    for _ in range(count):
        with contextlib.suppress(IndexError):
            changed = recut_at_random(changed, chance, 1)
    return changed
