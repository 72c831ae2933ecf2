"""A long programme as a document, and the changes that are made to it."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bench.coding import WEB
from bench.edit import DISSOLVE_FRAMES
from bench.peers.posthouse import heading, web

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.edit import Material

FILM = "film"
_STRIDE_FRAMES = 389
_TITLED_EVERY = 20
_DISSOLVES_EVERY = 10
_TRIM_FRAMES = 2

Document = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """How long a programme is, and of how many shots."""

    shots: int
    shot_frames: int
    size: tuple[int, int] = WEB.size

    @property
    def frames(self) -> int:
        """Return the frames of the whole programme."""
        return self.shots * self.shot_frames


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change a person makes between two builds; ``bar`` names how the design bounds the rebuild.

    ``make`` changes a document; its number makes it another change each time, so that no store has seen it.
    """

    name: str
    make: Callable[[Document, int], None]
    bar: str


def document_of(programme: Programme, material: Material) -> Document:
    """Return a programme with a look on all shots, titles, a dissolve here and there, cues, a bed and a master."""
    last = f"s{programme.shots - 1}"
    bed = {"music": "bed", "from": "music", "under": ["s0", last], "loop": True, "gain": "-6 dB", "fade_out": "2s"}
    cue = {"cue": "hit", "at": "s1+6f", "play": "music", "for": "500ms", "gain": "-9 dB", "fade_out": "200ms"}
    return heading(programme.size) | {
        "media": {"footage": str(material.footage), "music": str(material.music)},
        "cut": _cut(programme, material),
        "titles": _titles(programme),
        "color": {"looks": {"dusk": {"lut": str(material.lut)}}, "grades": {"*": {"look": "dusk"}}},
        "sound": {"cues": [cue], "music": [bed]},
        "master": {"loudness": "-23 LUFS", "true_peak": "-1 dBTP"},
        "deliver": [web(FILM)],
    }


def _cut(programme: Programme, material: Material) -> list[Document]:
    cut: list[Document] = []
    room = material.footage_frames - programme.shot_frames - 4 * DISSOLVE_FRAMES
    for index in range(programme.shots):
        if index and index % _DISSOLVES_EVERY == 0:
            cut.append({"dissolve": f"{DISSOLVE_FRAMES}f"})
        first = 2 * DISSOLVE_FRAMES + index * _STRIDE_FRAMES % room
        cut.append({"shot": f"s{index}", "from": "footage", "in": f"{first}f", "for": f"{programme.shot_frames}f"})
    return cut


def _titles(programme: Programme) -> list[Document]:
    look = {"style": "lower-third", "position": "bottom-left", "fade_in": "4f", "fade_out": "4f"}
    return [
        {"title": f"t{index}", "text": f"Scene {index}", "at": f"s{index}+2f", "for": f"{programme.shot_frames - 4}f"}
        | look
        for index in range(3, programme.shots, _TITLED_EVERY)
    ]


def changes(programme: Programme) -> tuple[Change, ...]:
    """Return the changes of the design's table, and three more of everyday use, to be made one on top of the other."""
    middle = programme.shots // 2 + 2
    return (
        Change(name="nothing changed", make=_leave, bar="nothing"),
        Change(name="one shot's grade", make=_grade(middle), bar="shot"),
        Change(name="head trim of one shot", make=_trim_head(middle), bar="chunks"),
        Change(name="swap of two shots", make=_swap(middle), bar="chunks"),
        Change(name="a title's text", make=_retitle, bar=""),
        Change(name="a cue moved", make=_move_cue, bar=""),
        Change(name="loudness target", make=_master_lower, bar=""),
    )


def changed(document: Document, change: Change, number: int) -> Document:
    """Return a document with a change made; the one given stays as it is."""
    after = copy.deepcopy(document)
    change.make(after, number)
    return after


def _leave(_document: Document, _number: int) -> None:
    """Change nothing."""


def _place_of(document: Document, shot: int) -> int:
    return next(place for place, item in enumerate(document["cut"]) if item.get("shot") == f"s{shot}")


def _grade(shot: int) -> Callable[[Document, int], None]:
    def make(document: Document, number: int) -> None:
        document["color"]["grades"][f"s{shot}"] = {"look": "dusk", "exposure": round(0.3 + number / 100, 2)}

    return make


def _trim_head(shot: int) -> Callable[[Document, int], None]:
    """Return a trim of some frames off a shot's head: the programme is as much shorter."""

    def make(document: Document, _number: int) -> None:
        item = document["cut"][_place_of(document, shot)]
        item["in"] = f"{int(item['in'][:-1]) + _TRIM_FRAMES}f"
        item["for"] = f"{int(item['for'][:-1]) - _TRIM_FRAMES}f"

    return make


def _swap(shot: int) -> Callable[[Document, int], None]:
    def make(document: Document, number: int) -> None:
        cut, first, second = document["cut"], _place_of(document, shot), _place_of(document, shot + 2 + number)
        cut[first], cut[second] = cut[second], cut[first]

    return make


def _retitle(document: Document, number: int) -> None:
    document["titles"][0]["text"] = f"Scene 3, take {number + 2}"


def _move_cue(document: Document, number: int) -> None:
    document["sound"]["cues"][0]["at"] = f"s1+{9 + number}f"


def _master_lower(document: Document, number: int) -> None:
    document["master"]["loudness"] = f"{-24 - number} LUFS"
