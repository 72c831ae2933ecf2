"""Nested sequences laid flat show the very frames their sequences show."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.editorial import Cut, CutResolver, Gap, Shot
from posthouse.editorial.spec import OverSpec
from posthouse.timing import FrameRange
from tests.editorial.conftest import RATE, SOURCES, item

Said = dict[str, Any]


def resolved(
    cut: list[Said], sequences: dict[str, list[Said]], over: list[Said] | None = None
) -> tuple[Cut, list[str]]:
    heard: list[str] = []
    resolver = CutResolver(
        rate=RATE,
        sources=SOURCES,
        complain=lambda path, cause, hint: heard.append(f"{'.'.join(map(str, path))}: {cause} ({hint})"),
        sequences={name: [item(said) for said in items] for name, items in sequences.items()},
    )
    layers = [OverSpec[object].model_validate(said) for said in over or ()]
    return resolver.cut([item(said) for said in cut], layers), heard


def shown(cut: Cut, frame: int) -> tuple[str, int] | None:
    """Return the media and source frame the cut's track shows, without transitions; None for a gap."""
    event = next(event for event in cut.events if event.range.contains(frame))
    if isinstance(event, Gap):
        return None
    return event.media, event.source.grid_frame(frame - event.start_frame)


def seen(cut: Cut) -> list[tuple[str, int] | None]:
    return [shown(cut, frame) for frame in range(cut.duration_frames)]


FIGHT: list[Said] = [
    {"shot": "punch", "from": "pier", "in": "10f", "for": "20f"},
    {"gap": "4f"},
    {"shot": "kick", "from": "boats", "in": "01:00:01:00", "for": "16f", "speed": "50%"},
    {"shot": "fall", "from": "pier", "in": "200f", "for": "12f", "speed": "-100%"},
    {"shot": "still", "from": "still", "for": "8f"},
]
"""Sixty frames."""


def test_a_sequence_played_whole_is_its_shots() -> None:
    flat, heard = resolved([{"shot": "brawl", "from": "fight"}], {"fight": FIGHT})
    plain, _ = resolved(FIGHT, {})
    assert (heard, seen(flat)) == ([], seen(plain))
    assert [shot.shot for shot in flat.shots()] == ["brawl/punch", "brawl/kick", "brawl/fall", "brawl/still"]


@given(start=st.integers(0, 50), length=st.integers(1, 60))
def test_a_trim_shows_the_same_frames_of_it(start: int, length: int) -> None:
    length = min(length, 60 - start)
    flat, heard = resolved(
        [{"shot": "brawl", "from": "fight", "in": f"{start}f", "for": f"{length}f"}], {"fight": FIGHT}
    )
    plain, _ = resolved(FIGHT, {})
    assert (heard, seen(flat)) == ([], seen(plain)[start : start + length])


@given(start=st.integers(0, 20), length=st.integers(1, 30), inner=st.integers(0, 10))
def test_sequences_nest_in_sequences(start: int, length: int, inner: int) -> None:
    sequences = {
        "fight": FIGHT,
        "scene": [{"gap": "5f"}, {"shot": "part", "from": "fight", "in": f"{inner}f", "for": "46f"}],
    }
    flat, heard = resolved([{"shot": "act", "from": "scene", "in": f"{start}f", "for": f"{length}f"}], sequences)
    plain, _ = resolved(FIGHT, {})
    whole = [None] * 5 + seen(plain)[inner : inner + 46]
    assert (heard, seen(flat)) == ([], whole[start : start + length])


@given(
    start=st.integers(0, 10),
    length=st.integers(1, 20),
    percent=st.sampled_from([200, 50, -100, 133, -50, 75, 300]),
)
def test_speeds_of_plain_shots_compose_exactly(start: int, length: int, percent: int) -> None:
    fight = [shot for shot in FIGHT if shot.get("shot") in {None, "punch", "still"}] + [
        {"shot": "run", "from": "pier", "in": "300f", "for": "90f"}
    ]
    said = {"shot": "brawl", "from": "fight", "in": f"{start}f", "for": f"{length}f", "speed": f"{percent}%"}
    flat, heard = resolved([said], {"fight": fight})
    plain, _ = resolved(fight, {})
    outer = flat.nests[0].source
    assert heard == []
    assert seen(flat) == [seen(plain)[outer.grid_frame(frame)] for frame in range(length)]


@given(start=st.integers(0, 30), percent=st.sampled_from([200, 50, -100, -200]), own=st.sampled_from([50, -100, 200]))
def test_other_speeds_compose_exactly_or_are_refused(start: int, percent: int, own: int) -> None:
    fight = [{"shot": "run", "from": "pier", "in": "300f", "for": "60f", "speed": f"{own}%"}]
    said = {"shot": "brawl", "from": "fight", "in": f"{start}f", "for": "10f", "speed": f"{percent}%"}
    flat, heard = resolved([said], {"fight": fight})
    if heard:
        assert "would not show the same frames" in heard[0]
        assert "un-nest it" in heard[0]
        return
    plain, _ = resolved(fight, {})
    outer = flat.nests[0].source
    assert seen(flat) == [seen(plain)[outer.grid_frame(frame)] for frame in range(10)]


@given(frame=st.integers(0, 59))
def test_a_freeze_holds_the_frame_inside(frame: int) -> None:
    said = {"shot": "brawl", "from": "fight", "in": f"{frame}f", "for": "5f", "freeze": True}
    flat, heard = resolved([said], {"fight": FIGHT})
    plain, _ = resolved(FIGHT, {})
    assert (heard, seen(flat)) == ([], [seen(plain)[frame]] * 5)


def test_transitions_inside_keep_their_place_and_shots() -> None:
    fight = [FIGHT[0], {"dissolve": "6f"}, {"shot": "run", "from": "pier", "in": "300f", "for": "20f"}]
    flat, heard = resolved(
        [{"shot": "a", "from": "boats", "for": "10f"}, {"shot": "brawl", "from": "fight", "in": "4f", "for": "30f"}],
        {"fight": fight},
    )
    assert heard == []
    (transition,) = flat.transitions
    assert transition.range == FrameRange.lasting(10 + 20 - 4 - 3, 6)
    assert [getattr(flat.events[each], "shot", "") for each in (transition.before, transition.after)] == [
        "brawl/punch",
        "brawl/run",
    ]


def test_a_transition_beside_a_nest_joins_the_shot_at_its_edge() -> None:
    cut = [
        {"shot": "a", "from": "boats", "in": "2s", "for": "30f"},
        {"dissolve": "8f"},
        {"shot": "brawl", "from": "fight", "in": "6f", "for": "40f"},
        {"dip": "6f"},
        {"shot": "b", "from": "boats", "in": "2s", "for": "30f"},
    ]
    flat, heard = resolved(cut, {"fight": FIGHT})
    assert heard == []
    names = [
        tuple(getattr(flat.events[each], "shot", "") for each in (transition.before, transition.after))
        for transition in flat.transitions
    ]
    assert names == [("a", "brawl/punch"), ("brawl/fall", "brawl/fall"), ("b", "b")]


REFUSED: dict[str, tuple[list[Said], str]] = {
    "ramp": ([{"speed": [{"at": "0f", "to": "100%"}, {"at": "20f", "to": "50%"}]}], "at a speed that changes"),
    "crop": ([{"crop": {"left": 0.1}}], "crop: counts in parts of one picture"),
    "anchor": ([{"anchor": [0, 0]}], "anchor: counts in parts of one picture"),
}


@pytest.mark.parametrize(("said", "cause"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_compose_is_refused_with_a_way_out(said: list[Said], cause: str) -> None:
    _, heard = resolved([{"shot": "brawl", "from": "fight", "for": "20f", **said[0]}], {"fight": FIGHT})
    assert len(heard) == 1
    assert heard[0].startswith("cut.0: ")
    assert cause in heard[0]


@pytest.mark.parametrize("start", [18, 20, 22], ids=["before the join", "at it", "after it"])
def test_a_trim_within_a_transition_is_refused(start: int) -> None:
    fight = [FIGHT[0], {"dissolve": "6f"}, {"shot": "run", "from": "pier", "in": "300f", "for": "20f"}]
    _, heard = resolved([{"shot": "brawl", "from": "fight", "in": f"{start}f"}], {"fight": fight})
    assert "is cut within a transition of its sequence, frames 17 to 22" in heard[0]


def test_a_transition_over_more_than_the_first_shot_inside_is_refused() -> None:
    fight = [{"shot": "tiny", "from": "pier", "in": "50f", "for": "12f"}, FIGHT[0]]
    cut = [
        {"shot": "a", "from": "pier", "in": "2s", "for": "30f"},
        {"dissolve": "10f"},
        {"shot": "brawl", "from": "fight", "in": "9f", "for": "20f"},
    ]
    _, heard = resolved(cut, {"fight": fight})
    assert "the transition reaches beyond the first shot inside the sequence" in heard[0]


def test_place_size_and_opacity_are_laid_on_shots_that_have_none() -> None:
    said = {"shot": "brawl", "from": "fight", "position": [0.25, 0.5], "scale": 0.5, "opacity": 0.5}
    flat, heard = resolved([said], {"fight": [{**FIGHT[0], "opacity": 0.5, "fit": "fill"}]})
    (shot,) = flat.shots()
    assert heard == []
    assert (shot.framing.position[0], shot.framing.scale, shot.framing.fit) == (Fraction(1, 4), Fraction(1, 2), "fill")
    assert shot.opacities(FrameRange(0, 1)) == (0.25,)


def test_a_move_of_the_whole_goes_on_over_its_shots() -> None:
    flat, heard = resolved(
        [{"shot": "brawl", "from": "fight", "in": "6f", "scale": {"from": 0.5, "to": 1.5}}], {"fight": FIGHT}
    )
    assert heard == []
    for shot in flat.shots():
        assert shot.motion is not None
        for frame in shot.range:
            exact = 0.5 + frame / 53
            found = shot.motion.scale.at(shot.source, Fraction(frame - shot.start_frame))
            assert found[0] == pytest.approx(exact)


def test_a_shot_with_a_place_of_its_own_cannot_be_moved_twice() -> None:
    _, heard = resolved(
        [{"shot": "brawl", "from": "fight", "scale": 0.5}], {"fight": [{**FIGHT[0], "position": [0.2, 0.5]}]}
    )
    assert "'punch' inside the sequence has a place or size of its own" in heard[0]


def test_anchors_find_shots_inside() -> None:
    once = [{"gap": "10f"}, {"shot": "brawl", "from": "fight", "in": "6f", "for": "40f"}]
    for at, frame in (("brawl", 10), ("brawl@8f", 12), ("kick", 28), ("brawl/kick+2f", 30), ("punch@20f", 14)):
        layer = {"shot": "x", "from": "still", "for": "1f", "at": at}
        flat, heard = resolved(once, {"fight": FIGHT}, [layer])
        assert (heard, flat.layers[0].shot.start_frame) == ([], frame), at


def test_anchors_of_what_was_trimmed_away_are_orphans() -> None:
    once = [{"gap": "10f"}, {"shot": "brawl", "from": "fight", "in": "6f", "for": "40f"}]
    for at in ("punch", "punch+2f", "punch@12f", "still"):
        _, heard = resolved(once, {"fight": FIGHT}, [{"shot": "x", "from": "still", "for": "1f", "at": at}])
        assert "cut away" in heard[0] or "is not in the programme" in heard[0], at


def test_an_anchor_that_could_mean_two_uses_must_say_which() -> None:
    twice = [{"shot": "brawl", "from": "fight"}, {"shot": "again", "from": "fight"}]
    _, heard = resolved(twice, {"fight": FIGHT}, [{"shot": "x", "from": "still", "for": "1f", "at": "punch"}])
    assert "say which: brawl/punch, again/punch" in heard[0]


def test_a_sequence_over_the_cut_is_one_layer_a_shot() -> None:
    flat, heard = resolved(
        [{"shot": "a", "from": "pier", "for": "100f"}],
        {"fight": FIGHT},
        [{"shot": "pip", "from": "fight", "at": "a+10f", "fade_in": "10f", "scale": 0.5}],
    )
    assert heard == []
    assert [(layer.shot.shot, layer.shot.range.start_frame) for layer in flat.layers] == [
        ("pip/punch", 10),
        ("pip/kick", 34),
        ("pip/fall", 50),
        ("pip/still", 62),
    ]
    assert flat.layers[1].opacities(FrameRange(34, 35)) == (1.0,)
    assert flat.layers[0].opacities(FrameRange(10, 11))[0] == pytest.approx(1 / 11)


def test_what_is_wrong_inside_is_told_at_its_own_line_once() -> None:
    wrong = [{"shot": "punch", "from": "pier", "in": "990f", "for": "20f"}]
    _, heard = resolved([{"shot": "brawl", "from": "fight"}, {"shot": "again", "from": "fight"}], {"fight": wrong})
    assert len(heard) == 1
    assert heard[0].startswith("sequences.fight.0: the shot runs 10 frames past the end")


def test_windows_keep_the_shots_own_clock() -> None:
    flat, _ = resolved([{"shot": "brawl", "from": "fight", "in": "6f"}], {"fight": FIGHT})
    first = flat.events[0]
    assert isinstance(first, Shot)
    assert (first.start_frame, first.range) == (-6, FrameRange(0, 14))
