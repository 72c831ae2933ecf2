"""What faces draw: people are joined over time, gaps filled, false finds dropped, and the greater outdraws the less."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from posthouse.assistant.reframe import Looked, Small, way_of
from posthouse.assistant.reframe.faces import Face
from posthouse.assistant.reframe.people import Drawn, drawn_by

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEP = 1 / 6
_PARTS = 96
_SAMPLES = 24


def _face(across: float, *, height: float = 0.2, sure: float = 0.8) -> Face:
    return Face(left=across - 0.04, top=0.2, width=0.08, height=height, sure=sure)


def _drawn(faces: Sequence[tuple[Face, ...]], *, is_across: bool = True) -> Drawn:
    return drawn_by(faces, parts=_PARTS, is_across=is_across, step_seconds=_STEP)


def _middle(drawn: Drawn, sample: int) -> float:
    line = drawn.where[sample]
    return float((line * (np.arange(_PARTS) + 0.5)).sum() / line.sum() / _PARTS)


def _grey(count: int) -> list[Small]:
    flat = np.full((54, 96), 0.5, np.float32)
    none = np.zeros_like(flat)
    return [Small(light=flat, blue=none, red=none, detail=none)] * count


def test_without_faces_nothing_is_drawn() -> None:
    drawn = _drawn([()] * _SAMPLES)
    assert drawn.people == 0
    assert not drawn.where.any()


def test_a_face_draws_where_it_is_and_leaves_a_part_to_the_rest() -> None:
    drawn = _drawn([(_face(0.7),)] * _SAMPLES)
    assert drawn.people == 1
    assert _middle(drawn, 5) == pytest.approx(0.7, abs=0.01)
    assert drawn.where.sum(axis=1) == pytest.approx(np.full(_SAMPLES, 0.85))


def test_a_face_that_is_missed_for_a_moment_is_still_there() -> None:
    drawn = _drawn([(_face(0.3),)] * 10 + [()] * 4 + [(_face(0.34),)] * 10)
    assert drawn.people == 1
    assert _middle(drawn, 12) == pytest.approx(0.325, abs=0.01)


def test_who_turns_away_draws_a_second_longer() -> None:
    sums = _drawn([(_face(0.3),)] * 10 + [()] * 14).where.sum(axis=1)
    assert sums[12] == pytest.approx(0.85 / 2, abs=0.01)
    assert sums[16:].max() == 0


def test_one_unsure_find_in_a_scene_is_no_face() -> None:
    assert _drawn([()] * 12 + [(_face(0.3),)] + [()] * 11).people == 0


def test_of_two_the_larger_draws_more() -> None:
    where = _drawn([(_face(0.2, height=0.1), _face(0.7, height=0.3))] * _SAMPLES).where
    assert where[:, :48].sum() * 6 < where[:, 48:].sum()


def test_a_very_small_face_draws_less() -> None:
    where = _drawn([(_face(0.5, height=0.03),)] * _SAMPLES).where
    assert where[0].sum() < 0.4


def test_heads_keep_their_room_when_top_and_bottom_are_cut() -> None:
    line = _drawn([(_face(0.5),)] * _SAMPLES, is_across=False).where[0]
    inside = np.flatnonzero(line) / _PARTS
    assert inside.min() == pytest.approx(0.1, abs=0.02)
    assert inside.max() == pytest.approx(0.6, abs=0.02)


def test_a_frame_holds_two_people_where_both_fit() -> None:
    faces = {at: (_face(0.45), _face(0.6)) for at in range(0, 96, 4)}
    way = way_of(Looked(pictures=_grey(96), faces=faces), part=0.4, is_across=True, rate=24)
    assert way.people == 2
    assert way.keys[0].middle - 0.2 < 0.41
    assert way.keys[0].middle + 0.2 > 0.64


def test_a_frame_stays_with_the_larger_where_both_do_not_fit() -> None:
    faces = {at: (_face(0.2), _face(0.8, height=0.3)) for at in range(0, 96, 4)}
    way = way_of(Looked(pictures=_grey(96), faces=faces), part=0.3, is_across=True, rate=24)
    assert way.is_still
    assert abs(way.keys[0].middle - 0.8) < 0.1


def test_faces_of_one_scene_say_nothing_of_the_next() -> None:
    faces = {at: (_face(0.8),) if at < 48 else () for at in range(0, 96, 4)}
    way = way_of(Looked(pictures=_grey(96), faces=faces, cuts=(48,)), part=0.3, is_across=True, rate=24)
    assert way.keys[0].middle > 0.7
    assert way.keys[-1].middle == pytest.approx(0.5, abs=0.02)


def test_of_a_face_wider_than_the_frame_the_middle_is_kept() -> None:
    face = Face(left=0.4, top=0.1, width=0.35, height=0.7, sure=0.9)
    way = way_of(
        Looked(pictures=_grey(48), faces=dict.fromkeys(range(0, 48, 4), (face,))), part=0.233, is_across=True, rate=24
    )
    assert way.keys[0].middle == pytest.approx(0.575, abs=0.02)
