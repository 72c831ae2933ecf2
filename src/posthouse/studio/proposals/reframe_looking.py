"""What is looked at in a shot's pictures: every one made little, the faces of some, and where scenes cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from posthouse.assistant.detect import JoinKind, joins_of, looks_of
from posthouse.assistant.reframe import Looked, small_of, step_of
from posthouse.assistant.reframe.faces import can_find_faces, faces_of, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.assistant.reframe import Small
    from posthouse.assistant.reframe.faces import Face
    from posthouse.editorial.framing import Raster
    from posthouse.signal import Picture


def looked_at(pictures: Iterator[Picture], raster: Raster, rate: float) -> Looked:
    """Return what is seen of a shot's pictures, upright; they are taken once, in order, and not kept."""
    little: list[Small] = []
    faces: dict[int, tuple[Face, ...]] = {}
    step, has_faces = step_of(rate), can_find_faces()

    def seen() -> Iterator[Picture]:
        turns, is_mirrored = raster.quarter_turns, raster.is_mirrored
        for number, picture in enumerate(pictures):
            little.append(small_of(picture, quarter_turns=turns, is_mirrored=is_mirrored))
            if has_faces and number % step == 0:
                sample = raster.sample_aspect
                faces[number] = faces_of(view_of(picture, sample=sample, quarter_turns=turns, is_mirrored=is_mirrored))
            yield picture

    joins = joins_of(looks_of(seen()))
    cuts = tuple(join.cut_frame for join in joins if join.kind is JoinKind.CUT)
    return Looked(pictures=tuple(little), faces=faces, cuts=cuts)
