"""The document's speeds to frames: ramps from in, out and for, and what is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from posthouse.editorial import Shot, chunks_of
from posthouse.editorial.spec import ShotSpec

if TYPE_CHECKING:
    from tests.editorial.conftest import Resolve

RAMP = [{"at": "48f", "to": "100%"}, {"at": "144f", "to": "50%", "ease": "smooth"}]
BACK = [{"at": "2s", "to": "100%"}, {"at": "4s", "to": "0%"}, {"at": "3s", "to": "-100%"}]


def shot(**said: Any) -> dict[str, Any]:
    return {"shot": "one", "from": "pier", **said}


def only(resolve: Resolve, **said: Any) -> tuple[Shot, list[str]]:
    cut, heard = resolve([shot(**said)])
    assert isinstance(cut.events[0], Shot)
    return cut.events[0], heard


def test_a_ramp_shows_every_frame_of_its_range_and_no_other(resolve: Resolve) -> None:
    found, heard = only(resolve, **{"in": "24f", "out": "200f"}, speed=RAMP)
    shown = found.source.grid_range()
    assert (shown.start_frame, shown.end_frame, heard) == (24, 200, [])


@pytest.mark.parametrize("said", [{"in": "24f"}, {"out": "200f"}])
def test_for_keeps_the_edge_that_is_said(resolve: Resolve, said: dict[str, str]) -> None:
    whole, _ = only(resolve, **{"in": "24f", "out": "200f"}, speed=RAMP)
    part, _ = only(resolve, **said, **{"for": "40f"}, speed=RAMP)
    edge = 0 if "in" in said else -1
    ends = [[s.source.grid_frame(0), s.source.grid_frame(s.source.duration_frames - 1)] for s in (whole, part)]
    assert ends[0][edge] == ends[1][edge]
    assert part.source.duration_frames == 40


def test_a_head_trim_leaves_the_chunks_behind_it_alone(resolve: Resolve) -> None:
    def rendered(first: str) -> list[tuple[int, ...]]:
        cut, _ = resolve([shot(**{"in": first, "out": "300f"}, speed=RAMP)])
        return [cut.events[0].source.grid_frames(chunk.range) for chunk in chunks_of(cut)]  # type: ignore[union-attr] # a shot

    assert rendered("24f")[1:] == rendered("30f")[1:]


def test_a_shot_that_turns_starts_where_it_first_comes_to_in(resolve: Resolve) -> None:
    found, heard = only(resolve, **{"in": "60f", "for": "120f"}, speed=BACK)
    assert heard == []
    assert found.source.grid_frame(0) == 60


def test_a_shot_that_turns_and_begins_standing_still_moves(resolve: Resolve) -> None:
    there_and_back = [
        {"at": "10f", "to": "0%"},
        {"at": "30f", "to": "100%"},
        {"at": "40f", "to": "0%"},
        {"at": "20f", "to": "-100%"},
    ]
    found, heard = only(resolve, **{"in": "10f", "for": "90f"}, speed=there_and_back)
    assert heard == []
    shown = found.source.grid_frames(found.range)
    assert (shown[0], max(shown), shown[-1]) == (10, 39, 29)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"in": "2s", "out": "3s", "speed": BACK}, "turns around"),
        (
            {"in": "2s", "for": "2s", "speed": [{"at": "2s", "to": "100%"}, {"at": "1s", "to": "50%"}]},
            "never comes here",
        ),
        ({"speed": [{"at": "2s", "to": "100%"}, {"at": "4s", "to": "0%"}]}, "comes to a stop"),
    ],
)
def test_a_ramp_that_cannot_be_is_complained_about(resolve: Resolve, said: dict[str, Any], words: str) -> None:
    _, heard = only(resolve, **said)
    assert any(words in told and told.startswith("cut.0.speed") for told in heard)


def test_a_fast_shot_of_one_source_frame_shows_that_frame(resolve: Resolve) -> None:
    found, _ = only(resolve, **{"in": "10f", "out": "11f"}, speed="200%")
    assert found.source.grid_frames(found.range) == (10,)


def test_speeds_beyond_the_range_are_refused_by_their_keyframe() -> None:
    with pytest.raises(ValidationError, match="out of range"):
        ShotSpec.model_validate(shot(speed=[{"at": "0f", "to": "20000%"}]))
