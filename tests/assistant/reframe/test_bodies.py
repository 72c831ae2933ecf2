"""What people, animals and things draw: of what kind, how sure, how lasting, and where."""

from __future__ import annotations

import numpy as np
import pytest

from posthouse.assistant.reframe.bodies import Bodies, drawn_by_things
from posthouse.assistant.reframe.things import Kind, Thing

_COUNT = 12


def _thing(across: float, *, sure: float = 0.7, kind: Kind = Kind.PERSON, width: float = 0.1) -> Thing:
    return Thing(left=across - width / 2, top=0.2, width=width, height=0.6, sure=sure, kind=kind)


def _drawn(samples: dict[int, tuple[Thing, ...]], *, is_across: bool = True) -> Bodies:
    return drawn_by_things(list(samples.items()), count=_COUNT, parts=20, is_across=is_across, step_seconds=1 / 6)


def _by_two(*things: Thing) -> dict[int, tuple[Thing, ...]]:
    return dict.fromkeys(range(0, _COUNT, 2), things)


def test_a_person_draws_before_a_surer_thing() -> None:
    drawn = _drawn(_by_two(_thing(0.3, sure=0.6), _thing(0.7, sure=0.8, kind=Kind.OTHER)))
    assert drawn.where[:, :10].sum() > 1.3 * drawn.where[:, 10:].sum()
    assert drawn.count == 2


def test_what_is_missed_once_is_filled_in_and_what_is_seen_once_is_not_believed() -> None:
    samples = _by_two(_thing(0.3))
    samples[4] = (_thing(0.8, sure=0.4),)
    drawn = _drawn(samples)
    assert drawn.where[:11, :10].sum(axis=1) == pytest.approx(0.9)
    assert not drawn.where[:, 10:].any()


def test_a_sure_thing_is_believed_at_once_and_fades() -> None:
    drawn = _drawn({0: (_thing(0.3),), **dict.fromkeys(range(2, _COUNT, 2), ())})
    totals = drawn.where.sum(axis=1)
    assert totals[0] == pytest.approx(0.9)
    assert (np.diff(totals[:7]) < 0).all()
    assert not totals[7:].any()


def test_an_unsure_thing_leaves_more_to_what_else_draws() -> None:
    assert _drawn(_by_two(_thing(0.3, sure=0.35))).where[0].sum() == pytest.approx(0.9 * 0.7)


def test_what_fills_the_picture_says_nothing() -> None:
    drawn = _drawn(_by_two(_thing(0.5, width=1.0)))
    assert drawn.count == 0
    assert not drawn.where.any()


def test_of_a_person_whose_head_or_feet_go_the_upper_part_draws() -> None:
    person, animal = (_drawn(_by_two(_thing(0.5, kind=kind)), is_across=False) for kind in (Kind.PERSON, Kind.ANIMAL))
    assert np.flatnonzero(person.where[0]).tolist() == list(range(4, 10))
    assert np.flatnonzero(animal.where[0]).mean() == pytest.approx(9.5)


def test_a_scene_that_was_not_searched_draws_nothing() -> None:
    drawn = _drawn({})
    assert (drawn.where.shape, drawn.count) == ((_COUNT, 20), 0)
    assert not drawn.where.any()
