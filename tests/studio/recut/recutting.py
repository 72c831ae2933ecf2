"""The example of twenty shots without its footage, and random recuts of it as an editor would make them."""

from __future__ import annotations

import copy
import functools
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from posthouse.production.draft import Draft
from posthouse.production.reader import production_from_text
from posthouse.studio.comparing.side import side_of
from posthouse.studio.recut.recut import RecutOptions, recut

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from posthouse.studio.comparing.side import Side
    from posthouse.studio.recut.recut import Recut

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "twenty-shots" / "production.yaml"
Document = dict[str, Any]
Item = dict[str, Any]
TRANSITIONS = ("dissolve", "dip", "wipe")
LIMITS = {"forest": 1440, "battle": 1700}
"""How many frames of each footage the recuts use at most."""


def example_text() -> str:
    return EXAMPLE.read_text("utf-8")


def example_document() -> Document:
    return copy.deepcopy(_document())


@functools.cache
def _document() -> Document:
    document: Document = yaml.safe_load(example_text())
    return document


def draft_of(text: str, folder: Path) -> Draft:
    """Return a draft of a text that stands in a folder's production.yaml."""
    file = folder / "production.yaml"
    file.write_text(text)
    return Draft(text, file)


def side(document: Document, folder: Path, name: str = "new.yaml") -> Side:
    """Return a document as a side of a comparison."""
    return side_of(production_from_text(json.dumps(document), folder / name), name)


def taken(text: str, document: Document, folder: Path, **options: Any) -> Recut:
    """Return the new cut taken into a text."""
    old = options.pop("old", None)
    said = RecutOptions(by="v2", when="2026-11-22", **options)
    return recut(draft_of(text, folder), side(document, folder), options=said, old=old)


def without_ids(document: Document) -> Document:
    """Return only the cut of a document, as an editing system would give it: no ids, no work."""
    bare = {key: copy.deepcopy(document[key]) for key in ("posthouse", "title", "format", "media", "cut", "over")}
    names: dict[str, str] = {}
    for count, item in enumerate(item for item in bare["cut"] if "from" in item):
        names[item["shot"]] = item["shot"] = f"clip{count:03}"
    for count, item in enumerate(bare["over"]):
        item["shot"] = f"over{count:03}"
        shot, _, offset = item["at"].partition("+")
        item["at"] = f"{names[shot]}+{offset}"
    return bare


def frames(text: str) -> int:
    return int(text.removesuffix("f"))


def shots(document: Document, *, plain: bool = False) -> list[Item]:
    """Return the shots of the cut that have footage; ``plain``: at full speed, forwards."""
    found = [item for item in document["cut"] if item.get("from") in LIMITS and not item.get("freeze")]
    return [item for item in found if "speed" not in item] if plain else found


def trim_head(document: Document, chance: Random) -> None:
    shot = chance.choice(shots(document, plain=True))
    by = chance.randint(-8, 10)
    by = min(max(by, -frames(shot["in"])), frames(shot["for"]) - 16)
    shot["in"], shot["for"] = f"{frames(shot['in']) + by}f", f"{frames(shot['for']) - by}f"


def trim_tail(document: Document, chance: Random) -> None:
    shot = chance.choice(shots(document, plain=True))
    longest = LIMITS[shot["from"]] - 20 - frames(shot["in"])
    shot["for"] = f"{min(longest, max(16, frames(shot['for']) + chance.randint(-12, 8)))}f"


def slip(document: Document, chance: Random) -> None:
    shot = chance.choice(shots(document, plain=True))
    shot["in"] = f"{max(0, frames(shot['in']) + chance.randint(-9, 0))}f"


def move(document: Document, chance: Random) -> None:
    cut = document["cut"]
    moved = chance.choice(shots(document))
    cut.remove(moved)
    cut.insert(chance.choice(places(document)), moved)


def swap(document: Document, chance: Random) -> None:
    cut = document["cut"]
    one, other = chance.sample([cut.index(item) for item in shots(document)], 2)
    cut[one], cut[other] = cut[other], cut[one]


def delete(document: Document, chance: Random) -> None:
    document["cut"].remove(chance.choice(shots(document)))


def insert(document: Document, chance: Random) -> None:
    name = f"new{chance.randint(0, 99999)}"
    shot = {"shot": name, "from": "forest", "in": f"{chance.choice([20, 300, 420])}f", "for": "30f", "fit": "fill"}
    document["cut"].insert(chance.choice(places(document)), shot)


def split(document: Document, chance: Random) -> None:
    cut = document["cut"]
    shot = chance.choice([item for item in shots(document, plain=True) if frames(item["for"]) >= 40])
    at, start, length = chance.randint(18, frames(shot["for"]) - 18), frames(shot["in"]), frames(shot["for"])
    shot["for"] = f"{at}f"
    rest = {
        **shot,
        "shot": f"{shot['shot']}-b{chance.randint(0, 9999)}",
        "in": f"{start + at}f",
        "for": f"{length - at}f",
    }
    between = {"shot": f"new{rest['shot']}", "from": "forest", "in": "20f", "for": "24f", "fit": "fill"}
    place = cut.index(shot) + 1
    cut[place:place] = [between, rest] if chance.random() < 0.7 else [rest]


def retime(document: Document, chance: Random) -> None:
    shot = chance.choice(shots(document, plain=True))
    speed = chance.choice(["50%", "80%", "125%"])
    length = frames(shot["for"])
    shot["speed"] = speed
    shot["for"] = f"{max(16, round(length * 100 / int(speed[:-1])))}f"


def places(document: Document) -> list[int]:
    """Return where a shot can be put without parting a transition from its shots."""
    cut = document["cut"]
    is_change = [set(item) & set(TRANSITIONS) for item in cut]
    return [at for at in range(1, len(cut)) if not is_change[at] and not is_change[at - 1]]


CHANGES: tuple[Callable[[Document, Random], None], ...] = (
    trim_head,
    trim_tail,
    slip,
    move,
    swap,
    delete,
    insert,
    split,
    retime,
)


def recut_at_random(document: Document, chance: Random, count: int = 10) -> Document:
    """Return a document after some random changes of its cut; transitions that lost a side are taken out."""
    changed = copy.deepcopy(document)
    for _ in range(count):
        chance.choice(CHANGES)(changed, chance)
    cut = changed["cut"]
    changed["cut"] = [item for at, item in enumerate(cut) if not set(item) & set(TRANSITIONS) or stands(cut, at)]
    if not any(item.get("shot") == "operator" and frames(item["for"]) >= 70 for item in changed["cut"]):
        changed["over"] = []
    return changed


def stands(cut: list[Item], at: int) -> bool:
    """Return whether a transition has shots on both sides, long enough for it."""
    sides = [cut[place] for place in (at - 1, at + 1) if 0 <= place < len(cut)]
    return len(sides) == 2 and all("from" in item or "gap" in item for item in sides)
