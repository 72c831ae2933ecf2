"""Random recuts of the example, delivered without ids: every grade and every cue stays on its source frame."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.fields import Anchor
from tests.studio.recut.recutting import (
    LIMITS,
    example_document,
    example_text,
    recut_at_random,
    side,
    taken,
    without_ids,
)

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.studio.comparing.layout import Layout
    from posthouse.studio.recut.recut import Recut

SEEDS = 100


def after(found: Recut) -> dict[str, Any]:
    document = found.draft.value
    assert isinstance(document, dict)
    return document


def origins(new: dict[str, Any]) -> list[str]:
    """Return the shot of the example each shot of a random recut is, or is a piece of."""
    return [item["shot"].partition("-b")[0] for item in new["cut"] if item.get("from") in LIMITS]


def check_grades(found: Recut, new: dict[str, Any]) -> None:
    grades, before = after(found)["color"]["grades"], example_document()["color"]["grades"]
    names = [item["shot"] for item in after(found)["cut"] if item.get("from") in LIMITS]
    for name, origin in zip(names, origins(new), strict=True):
        assert grades.get(name) == (None if origin.startswith("new") else before.get(origin)), (name, origin)


def picture_at(layout: Layout, anchor: str) -> tuple[str, int] | None:
    """Return the media and the source frame shown where an anchor stands."""
    frame = layout.frame_of(Anchor.parse(anchor))
    shot = layout.shots.get(Anchor.parse(anchor).shot)
    return (
        None if shot is None or frame is None else (shot.spec.media, shot.retime.grid_frame(frame - shot.start_frame))
    )


def items(document: dict[str, Any]) -> dict[str, str]:
    """Return the anchor of each cue and title by its id."""
    found = {item["cue"]: item["at"] for item in document["sound"]["cues"]}
    return found | {item["title"]: item["at"] for item in document["titles"]}


def check_anchors(found: Recut) -> None:
    old, layout = (each.layout for each in (found.comparison.matched.old, found.comparison.matched.new))
    now, parked = items(after(found)), {each.id for each in found.parked}
    for name, anchor in items(example_document()).items():
        assert (name in now) != (name in parked), name
        is_told = any(note.startswith(f"{name}: ") for note in found.notes)
        if name in now and not is_told:
            before, moved = picture_at(old, anchor), picture_at(layout, now[name])
            assert before is not None
            assert moved is not None
            assert before[0] == moved[0]
            slack = 1 if layout.shots[Anchor.parse(now[name]).shot].spec.speed != 1 else 0
            assert abs(before[1] - moved[1]) <= slack, (name, anchor, now[name])


@pytest.mark.parametrize("seed", range(SEEDS))
def test_work_stays_on_its_source_frames(seed: int, tmp_path: Path, before: Any) -> None:
    new = recut_at_random(example_document(), Random(seed))
    found = taken(example_text(), without_ids(new), tmp_path, old=before)
    check_grades(found, new)
    check_anchors(found)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return side(example_document(), tmp_path_factory.mktemp("example"), "production.yaml")
