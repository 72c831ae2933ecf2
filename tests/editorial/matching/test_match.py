"""Which shot of one cut is which of another, by footage and neighbours."""

from __future__ import annotations

import itertools
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from posthouse.editorial.matching import Matching, Role, Use, match_uses
from posthouse.editorial.matching.order import heaviest_in_order
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Sequence

RATE = 24
Said = tuple[str, str, int, int]


def uses(said: Sequence[Said], *, ids: bool = False) -> list[Use]:
    """Return (key, footage, first frame, end frame) as uses laid end to end."""
    found, at = [], 0
    for key, footage, start, end in said:
        record = FrameRange.lasting(at, end - start)
        use = Use(
            key=key,
            id=key if ids else "",
            footage=footage,
            start=Fraction(start, RATE),
            end=Fraction(end, RATE),
            record=record,
        )
        found.append(use)
        at = record.end_frame
    return found


def matched(old: Sequence[Said], new: Sequence[Said]) -> Matching:
    return match_uses(uses(old), uses(new))


def mains(found: Matching) -> dict[str, str]:
    return {pair.new.key: pair.old.key for pair in found.pairs if pair.role is Role.MAIN}


CUT: tuple[Said, ...] = (("a", "x", 0, 40), ("b", "y", 0, 50), ("c", "x", 100, 160), ("d", "z", 5, 35))


def test_the_same_cut_is_the_same() -> None:
    found = matched(CUT, [(key.upper(), *rest) for key, *rest in CUT])  # type: ignore[misc] # three are left
    assert mains(found) == {"A": "a", "B": "b", "C": "c", "D": "d"}
    assert not found.moved
    assert not found.unsure
    assert not found.new
    assert not found.gone


def test_a_trimmed_shot_is_known_by_what_is_left() -> None:
    found = matched(CUT, [CUT[0], ("B", "y", 20, 58), *CUT[2:]])
    assert mains(found)["B"] == "b"


def test_of_two_swapped_shots_the_shorter_moved() -> None:
    found = matched(CUT, [CUT[1], CUT[0], *CUT[2:]])
    assert found.moved == {"a"}


def test_a_split_shot_is_pieces_the_first_of_which_is_the_shot() -> None:
    found = matched(CUT, [CUT[0], ("B1", "y", 0, 15), CUT[3], ("B2", "y", 15, 50), CUT[2]])
    assert {pair.new.key: pair.role for pair in found.of_old["b"]} == {"B1": Role.MAIN, "B2": Role.PIECE}


def test_merged_shots_are_the_first_of_them() -> None:
    old: list[Said] = [("b1", "y", 0, 15), ("b2", "y", 15, 50), CUT[3]]
    found = matched(old, [("B", "y", 0, 50), CUT[3]])
    assert {pair.old.key: pair.role for pair in found.pairs if pair.new.key == "B"} == {
        "b1": Role.MAIN,
        "b2": Role.PART,
    }


def test_the_same_footage_once_more_is_a_repeat() -> None:
    found = matched(CUT, [*CUT, ("again", "x", 2, 38)])
    assert found.of_new["again"].role is Role.REPEAT
    assert found.of_new["again"].old.key == "a"


def test_other_footage_in_a_shots_place_is_told_and_never_sure() -> None:
    found = matched(CUT, [CUT[0], ("B", "q", 0, 50), *CUT[2:]])
    assert [(pair.old.key, pair.role) for pair in found.unsure] == [("b", Role.REPLACED)]


def test_ids_come_before_footage() -> None:
    new: list[Said] = [("b", "q", 0, 50), ("a", "x", 0, 40)]
    found = match_uses(uses(CUT, ids=True), uses(new, ids=True))
    assert found.of_new["b"].role is Role.REPLACED
    assert found.of_new["b"].is_sure


def test_repeated_uses_are_told_apart_by_their_neighbours() -> None:
    old: list[Said] = [pair for n in range(6) for pair in ((f"card{n}", "card", 0, 24), (f"s{n}", f"m{n}", 0, 30))]
    new = [item for item in old if item[0] not in {"card2", "s4"}]
    new.insert(0, ("fresh", "other", 0, 20))
    found = matched(old, new)
    assert {use.key for use in found.gone} == {"card2", "s4"}
    assert all(new == old for new, old in mains(found).items())


def test_two_equal_places_for_one_shot_are_told() -> None:
    old: list[Said] = [("a", "x", 0, 40)]
    new: list[Said] = [("p", "q", 0, 9), ("A1", "x", 0, 40), ("r", "q", 50, 59), ("A2", "x", 0, 40), ("t", "q", 90, 99)]
    found = matched(old, new)
    (main,) = [pair for pair in found.pairs if pair.role is Role.MAIN]
    assert main.rivals
    assert not main.is_sure


@given(st.lists(st.tuples(st.sampled_from("xyz"), st.integers(0, 300), st.integers(1, 80)), max_size=12), st.randoms())
def test_every_use_of_both_cuts_is_accounted_for(said: list[tuple[str, int, int]], chance: Random) -> None:
    old = [(f"o{at}", footage, start, start + length) for at, (footage, start, length) in enumerate(said)]
    new = [(f"n{at}", *rest) for at, (_, *rest) in enumerate(chance.sample(old, len(old) // 2))]
    found = match_uses(uses(old), uses(new))  # type: ignore[arg-type] # three are left
    assert {pair.old.key for pair in found.pairs} | {use.key for use in found.gone} == {item[0] for item in old}
    assert {pair.new.key for pair in found.pairs} | {use.key for use in found.new} == {item[0] for item in new}
    assert not {pair.new.key for pair in found.pairs} & {use.key for use in found.new}


@given(st.permutations(range(9)), st.lists(st.integers(1, 9), min_size=9, max_size=9))
def test_the_heaviest_run_in_order_is_found(places: list[int], weights: list[int]) -> None:
    kept = heaviest_in_order(places, weights)
    found = sum(weights[at] for at in kept)
    best = 0
    for mask in range(1 << 9):
        run = [at for at in range(9) if mask >> at & 1]
        if all(places[one] < places[two] for one, two in itertools.pairwise(run)):
            best = max(best, sum(weights[at] for at in run))
    assert found == best


def test_random_recuts_of_a_long_programme_are_undone() -> None:
    chance = Random(7)
    old: list[Said] = []
    for at in range(300):
        start = chance.randint(0, 90_000)
        old.append((f"s{at}", f"m{chance.randint(0, 9)}", start, start + chance.randint(20, 200)))
    new = [(key, footage, start + chance.randint(0, 6), end - chance.randint(0, 6)) for key, footage, start, end in old]
    for _ in range(40):
        new.insert(chance.randrange(len(new)), new.pop(chance.randrange(len(new))))
    found = mains(matched(old, [(f"n{at}", *rest) for at, (_, *rest) in enumerate(new)]))  # type: ignore[misc]
    assert all(found[f"n{at}"] == key for at, (key, *_) in enumerate(new))
