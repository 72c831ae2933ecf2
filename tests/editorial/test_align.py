"""Where a transition lies against its cut."""

from __future__ import annotations

import pytest

from posthouse.editorial.align import Align, lead_frames, parsed_align
from posthouse.editorial.spec import DissolveItem
from posthouse.timing import Length, Rate

RATE = Rate.parse("25")


@pytest.mark.parametrize(
    ("written", "lead"),
    [("center", 6), ("start", 0), ("end", 12), ("5f", 5), (5, 5), ("200ms", 5), ("20f", 12), ("Start", 0)],
)
def test_an_alignment_says_how_many_frames_lie_before_the_cut(written: object, lead: int) -> None:
    assert lead_frames(parsed_align(written), 12, RATE) == lead


def test_what_is_no_alignment_is_told_with_the_ways_to_say_it() -> None:
    with pytest.raises(ValueError, match="center, start, end, or how long before the cut"):
        parsed_align("middle")


def test_a_transition_keeps_an_exact_offset() -> None:
    item = DissolveItem.model_validate({"dissolve": {"length": "12f", "align": "5f"}})
    assert item.dissolve.align == Length.frames_of(5)
    assert item.model_dump()["dissolve"]["align"] == "5f"
    assert DissolveItem.model_validate({"dissolve": "12f"}).dissolve.align is Align.CENTER
