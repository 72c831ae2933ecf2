"""The order of a list two people rearranged."""

from __future__ import annotations

import random

import pytest

from posthouse.production.merging.order import Key, merged_order


def keys(text: str) -> list[Key]:
    return [("id", letter) for letter in text]


def order(base: str, ours: str, theirs: str, *, gone: str = "", is_ordered: bool = True) -> tuple[str, int]:
    alive = set(keys(ours + theirs)) - set(keys(gone))
    merged = merged_order(keys(base), keys(ours), keys(theirs), alive=alive, is_ordered=is_ordered)
    return "".join(key[1] for key in merged.keys), len(merged.conflicts)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "gone", "expected"),
    [
        ("abcd", "dabc", "abxcd", "", "dabxc"),
        ("abcd", "abcd", "bacd", "", "bacd"),
        ("abcd", "acd", "abd", "bc", "ad"),
        ("abcd", "abxcd", "abd", "c", "abxd"),
        ("abcdef", "badcef", "abcdfe", "", "badcfe"),
        ("ab", "xab", "aby", "", "xaby"),
        ("abc", "abxc", "abxc", "", "abxc"),
    ],
    ids=["move-and-insert", "one-side", "two-deleted", "insert-before-deleted", "swaps", "both-ends", "same-insert"],
)
def test_changes_at_different_places_both_come_through(
    base: str, ours: str, theirs: str, gone: str, expected: str
) -> None:
    assert order(base, ours, theirs, gone=gone) == (expected, 0)
    assert order(base, theirs, ours, gone=gone) == (expected, 0)


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [("ab", "axb", "ayb"), ("abcdef", "bcadef", "bcdefa"), ("abcde", "aebcd", "adbce")],
    ids=["two-inserts-at-one-cut", "one-shot-to-two-places", "two-moves-meet"],
)
def test_two_wishes_for_one_place_are_a_conflict(base: str, ours: str, theirs: str) -> None:
    merged, conflicts = order(base, ours, theirs)
    assert conflicts
    assert sorted(merged) == sorted(set(ours + theirs))


def test_unordered_lists_take_both_in_one_order_whoever_is_ours() -> None:
    assert order("ab", "axb", "ayb", is_ordered=False) == order("ab", "ayb", "axb", is_ordered=False) == ("axyb", 0)


@pytest.mark.parametrize("seed", range(200))
def test_nothing_is_lost_or_doubled(seed: int) -> None:
    chance = random.Random(seed)
    base = list("abcdefgh")
    sides = []
    for fresh in ("xyz", "uvw"):
        side = chance.sample(base, len(base)) if seed % 2 else base[:]
        for letter in chance.sample(fresh, chance.randint(0, 3)):
            side.insert(chance.randint(0, len(side)), letter)
        sides.append("".join(side))
    merged, _ = order("".join(base), *sides)
    assert sorted(merged) == sorted(set(base) | set(sides[0]) | set(sides[1]))
