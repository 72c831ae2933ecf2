"""From the document's cut to whole frames."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.editorial import Cut, Gap, Shot
from posthouse.editorial.cut import Dip, Dissolve, Wipe
from posthouse.timing import FrameRange

Resolve = Callable[..., tuple[Cut, list[str]]]


def shot(name: str = "a", media: str = "pier", **rest: Any) -> dict[str, Any]:
    return {"shot": name, "from": media, **rest}


def frames_of(cut: Cut, index: int = 0) -> list[int]:
    event = cut.events[index]
    assert isinstance(event, Shot)
    return [event.source.grid_frame(frame) for frame in range(event.range.duration_frames)]


@pytest.mark.parametrize(
    ("said", "first", "count"),
    [
        ({"in": "2s", "out": "3s"}, 48, 24),
        ({"in": "2s", "for": "12f"}, 48, 12),
        ({"out": "3s", "for": "12f"}, 60, 12),
        ({"for": "12f"}, 0, 12),
        ({"in": "990f"}, 990, 10),
        ({}, 0, 1000),
    ],
    ids=["in out", "in for", "out for", "for", "in", "nothing"],
)
def test_two_of_in_out_and_for_say_the_third(resolve: Resolve, said: dict[str, str], first: int, count: int) -> None:
    cut, heard = resolve([shot(**said)])
    assert heard == []
    assert frames_of(cut) == list(range(first, first + count))


def test_timecode_counts_from_the_medias_own_start(resolve: Resolve) -> None:
    cut, heard = resolve([shot(media="boats", **{"in": "01:00:02:00", "for": "5f"})])
    assert (heard, frames_of(cut)) == ([], [48, 49, 50, 51, 52])


def test_a_reversed_shot_plays_the_same_frames_backwards(resolve: Resolve) -> None:
    forwards, _ = resolve([shot(**{"in": "2s", "for": "30f"})])
    backwards, _ = resolve([shot(**{"in": "2s", "for": "30f", "speed": "-100%"})])
    assert frames_of(backwards) == frames_of(forwards)[::-1]


@given(
    start=st.integers(0, 300),
    length=st.integers(1, 200),
    speed=st.sampled_from(["50%", "100%", "200%", "37.5%", "-50%", "-130%"]),
)
def test_out_and_for_end_where_in_and_for_do(resolve: Resolve, start: int, length: int, speed: str) -> None:
    """The latest frame of a shot counted back from its out is the last one before it."""
    cut, heard = resolve([shot(**{"out": f"{start + 500}f", "for": f"{length}f", "speed": speed})])
    if not heard:
        assert max(frames_of(cut)) == start + 499
        assert len(frames_of(cut)) == length


@given(start=st.integers(0, 300), length=st.integers(3, 200), speed=st.sampled_from(["50%", "99%", "200%", "-33%"]))
def test_in_and_out_hold_every_frame_shown(resolve: Resolve, start: int, length: int, speed: str) -> None:
    cut, heard = resolve([shot(**{"in": f"{start}f", "out": f"{start + length}f", "speed": speed})])
    assert heard == []
    assert start <= min(frames_of(cut)) <= max(frames_of(cut)) < start + length


def test_a_freeze_holds_one_frame(resolve: Resolve) -> None:
    cut, _ = resolve([shot(freeze=True, **{"in": "100f", "for": "24f"})])
    assert frames_of(cut) == [100] * 24


def test_shots_and_gaps_lie_end_to_end_and_omitted_ones_take_no_time(resolve: Resolve) -> None:
    items = [
        shot("a", **{"for": "10f"}),
        {"gap": "5f"},
        shot("b", omit=True, **{"for": "9f"}),
        shot("c", **{"for": "20f"}),
    ]
    cut, heard = resolve(items)
    assert heard == []
    assert [event.range for event in cut.events] == [FrameRange(0, 10), FrameRange(10, 15), FrameRange(15, 35)]
    assert isinstance(cut.events[1], Gap)
    assert set(cut.by_id) == {"a", "c"}


@pytest.mark.parametrize(
    ("align", "span"),
    [("center", (94, 107)), ("start", (100, 113)), ("end", (87, 100))],
    ids=["center", "start", "end"],
)
def test_dissolves_lie_where_align_says_and_change_no_length(
    resolve: Resolve, align: str, span: tuple[int, int]
) -> None:
    items = [
        shot("a", **{"in": "2s", "for": "100f"}),
        {"dissolve": {"length": "13f", "align": align}},
        shot("b", **{"in": "2s", "for": "50f"}),
    ]
    cut, heard = resolve(items)
    assert heard == []
    assert cut.duration_frames == 150
    (dissolve,) = cut.transitions
    assert dissolve.range == FrameRange(*span)
    assert isinstance(dissolve.effect, Dissolve)
    weights = dissolve.weights(dissolve.range)
    assert weights == tuple(float(Fraction(n + 1, 14)) for n in range(13))


@pytest.mark.parametrize(
    ("align", "complaint"), [("start", "more of 'a' after its end"), ("end", "more of 'b' before its start")]
)
def test_missing_handles_are_named_with_their_shot(resolve: Resolve, align: str, complaint: str) -> None:
    items = [
        shot("a", **{"in": "900f", "out": "996f"}),
        {"dissolve": {"length": "10f", "align": align}},
        shot("b", **{"in": "2f", "for": "50f"}),
    ]
    _, heard = resolve(items)
    assert len(heard) == 1
    assert complaint in heard[0]
    assert heard[0].startswith("cut.1")


def test_a_dip_is_two_halves_and_needs_no_handles(resolve: Resolve) -> None:
    cut, heard = resolve([shot("a"), {"dip": {"length": "25f", "color": "white"}}, shot("b")])
    assert heard == []
    first, second = cut.transitions
    assert (first.range, second.range) == (FrameRange(988, 1000), FrameRange(1000, 1013))
    assert isinstance(first.effect, Dip)
    assert isinstance(second.effect, Dip)
    assert (first.before, first.after, second.before) == (0, 0, 1)
    assert first.effect.is_out
    assert not second.effect.is_out


def test_a_wipe_keeps_its_pattern(resolve: Resolve) -> None:
    items = [shot("a", **{"for": "50f"}), {"wipe": {"length": "12f", "pattern": "clock"}}, shot("b", **{"in": "1s"})]
    cut, heard = resolve(items)
    assert heard == []
    assert cut.transitions[0].effect == Wipe(pattern="clock", softness=0.0)


@pytest.mark.parametrize(
    ("items", "complaint"),
    [
        ([shot("a", **{"in": "990f", "for": "20f"})], "runs 10 frames past the end"),
        ([shot("a", media="boats", **{"in": "00:59:59:00", "for": "5f"})], "before the media begins"),
        ([shot("a", **{"in": "2s", "out": "48f"})], "ends before it begins"),
        ([shot("a", media="still")], "no end of its own"),
        ([{"dissolve": "5f"}, shot("a")], "begins the cut"),
        ([shot("a"), {"dissolve": "5f"}], "ends the cut"),
        (
            [shot("a", **{"for": "9f"}), {"dissolve": "30f"}, shot("b", **{"in": "2s", "for": "9f"})],
            "longer than the shots",
        ),
        (
            [
                shot("a", **{"for": "50f"}),
                {"dissolve": "12f"},
                shot("b", **{"in": "2s", "for": "9f"}),
                {"dissolve": "12f"},
                shot("c", **{"in": "2s"}),
            ],
            "overlap",
        ),
    ],
)
def test_what_cannot_be_is_complained_about(resolve: Resolve, items: list[dict[str, Any]], complaint: str) -> None:
    _, heard = resolve(items)
    assert any(complaint in line for line in heard), heard


def test_all_problems_are_found_at_once(resolve: Resolve) -> None:
    items = [
        shot("a", **{"in": "999f", "for": "9f"}),
        shot("b", media="still"),
        shot("c", **{"in": "5s", "out": "24f"}),
    ]
    assert len(resolve(items)[1]) == 3


@pytest.mark.parametrize(
    ("at", "first"),
    [("a", 0), ("b", 100), ("b+12f", 112), ("b-6f", 94), ("24f", 24), ("b@3s", 124), ("a@3s", 24)],
)
def test_layers_stand_where_their_anchor_says(resolve: Resolve, at: str, first: int) -> None:
    items = [shot("a", **{"in": "2s", "for": "100f"}), shot("b", **{"in": "2s", "for": "100f"})]
    cut, heard = resolve(items, [shot("over", at=at, **{"for": "10f"})])
    assert heard == []
    assert cut.layers[0].shot.range == FrameRange.lasting(first, 10)


@pytest.mark.parametrize(
    ("at", "complaint"),
    [("b@20s", "was cut away"), ("nobody", "not in the programme"), ("b+95f", "beyond the programme")],
)
def test_anchors_that_hold_nothing_are_reported(resolve: Resolve, at: str, complaint: str) -> None:
    items = [shot("a", **{"in": "2s", "for": "100f"}), shot("b", **{"in": "2s", "for": "100f"})]
    cut, heard = resolve(items, [shot("over", at=at, **{"for": "10f"})])
    assert cut.layers == ()
    assert any(complaint in line for line in heard), heard


def test_layers_fade_in_and_out(resolve: Resolve) -> None:
    over = [shot("over", at="a", opacity=0.5, fade_in="3f", fade_out="1f", **{"for": "8f"})]
    cut, _ = resolve([shot("a", **{"for": "100f"})], over)
    layer = cut.layers[0]
    assert layer.opacities(layer.shot.range) == (0.125, 0.25, 0.375, 0.5, 0.5, 0.5, 0.5, 0.25)
