"""What is looked at in a shot's pictures: every one made little, the faces and things of some, where scenes cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.assistant.detect import JoinKind, joins_of, looks_of
from posthouse.assistant.reframe import THING_STEPS, Looked, small_of, step_of
from posthouse.assistant.reframe.faces import can_find_faces, faces_of, view_of
from posthouse.assistant.reframe.things import can_find_things, things_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.assistant.reframe import Small
    from posthouse.assistant.reframe.faces import Face
    from posthouse.assistant.reframe.things import Thing
    from posthouse.editorial.framing import Raster
    from posthouse.signal import Picture


def looked_at(pictures: Iterator[Picture], raster: Raster, rate: float) -> Looked:
    """Return what is seen of a shot's pictures, upright; they are taken once, in order, and not kept."""
    little: list[Small] = []
    faces: dict[int, tuple[Face, ...]] = {}
    things: dict[int, tuple[Thing, ...]] = {}
    step = step_of(rate)

    def seen() -> Iterator[Picture]:
        turns, is_mirrored = raster.quarter_turns, raster.is_mirrored
        for number, picture in enumerate(pictures):
            little.append(small_of(picture, quarter_turns=turns, is_mirrored=is_mirrored))
            is_for_faces = can_find_faces() and number % step == 0
            is_for_things = can_find_things() and number % (THING_STEPS * step) == 0
            if is_for_faces or is_for_things:
                view = view_of(picture, sample=raster.sample_aspect, quarter_turns=turns, is_mirrored=is_mirrored)
                faces.update({number: faces_of(view)} if is_for_faces else {})
                things.update({number: things_of(view)} if is_for_things else {})
            yield picture

    joins = joins_of(looks_of(seen()))
    cuts = tuple(join.cut_frame for join in joins if join.kind is JoinKind.CUT)
    return Looked(pictures=tuple(little), faces=faces, things=things, cuts=cuts)
