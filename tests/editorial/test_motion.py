"""Shots that move: from what the document says to poses, in exact time."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import ValidationError

from posthouse.editorial import Motion, exposures, pose_at
from posthouse.editorial.curve import source_position
from posthouse.editorial.spec import ShotSpec
from posthouse.pixels import Rect
from posthouse.timing import FrameRange, SourceMap

if TYPE_CHECKING:
    from posthouse.editorial import Shot
    from posthouse.pixels import Exposure
    from tests.editorial.conftest import Resolve

BOX = Rect(left=Fraction(0), top=Fraction(0), width=Fraction(200), height=Fraction(100))
SIZE = (200, 100)


def moving(resolve: Resolve, **said: Any) -> Shot:
    """Return the only shot of a cut, of 48 frames from source frame 100 on unless it says otherwise."""
    cut, heard = resolve([{"from": "pier", "shot": "a", "in": "100f", "for": "48f"} | said])
    assert heard == []
    return cut.by_id["a"]


def complaints(resolve: Resolve, **said: Any) -> list[str]:
    return resolve([{"from": "pier", "shot": "a", "in": "100f", "for": "48f"} | said])[1]


def poses(shot: Shot, frames: FrameRange) -> tuple[Exposure, ...]:
    assert shot.motion is not None
    return exposures(shot.motion, shot.source, frames, BOX, SIZE)


def scales(shot: Shot, *frames: int) -> list[float]:
    return [poses(shot, FrameRange(frame, frame + 1))[0][0].xx for frame in frames]


def test_a_shot_that_says_nothing_has_no_motion(resolve: Resolve) -> None:
    assert moving(resolve).motion is None
    assert moving(resolve, position=[0.2, 0.3], scale=0.5).motion is None


def test_a_motion_without_change_is_where_the_picture_is_placed() -> None:
    pose = pose_at(Motion(), SourceMap(in_frame=0, duration_frames=9), Fraction(3), BOX, SIZE)
    assert (pose.xx, pose.xy, pose.x, pose.yx, pose.yy, pose.y) == (1, 0, 0, 0, 1, 0)
    assert (pose.left, pose.top, pose.right, pose.bottom) == (0, 0, 200, 100)


def test_a_sweep_goes_from_the_first_frame_to_the_last(resolve: Resolve) -> None:
    shot = moving(resolve, scale={"from": 1, "to": 3}, **{"for": "5f"})
    assert scales(shot, -2, 0, 1, 2, 3, 4, 6) == [1, 1, 1.5, 2, 2.5, 3, 3]


def test_keyframes_of_the_footage_stay_on_their_frames_when_the_head_is_trimmed(resolve: Resolve) -> None:
    keys = [{"at": "110f", "to": 1}, {"at": "130f", "to": 2, "ease": "in-out"}]
    whole, trimmed = moving(resolve, scale=keys), moving(resolve, scale=keys, **{"in": "117f", "for": "31f"})
    assert poses(whole, FrameRange(17, 48)) == poses(trimmed, FrameRange(0, 31))


def test_keyframes_of_the_shot_begin_with_it(resolve: Resolve) -> None:
    keys = [{"at": "+2f", "to": 1}, {"at": "end-1f", "to": 2}]
    assert scales(moving(resolve, scale=keys, **{"for": "8f"}), 0, 2, 4, 6, 7) == [1, 1, 1.5, 2, 2]


def test_a_reversed_shot_moves_as_its_footage_does(resolve: Resolve) -> None:
    keys = [{"at": "110f", "to": 1}, {"at": "130f", "to": 2, "ease": "in"}]
    forwards = poses(moving(resolve, scale=keys), FrameRange(0, 48))
    assert poses(moving(resolve, scale=keys, speed="-100%"), FrameRange(0, 48)) == forwards[::-1]


def test_slow_footage_is_followed_between_its_frames(resolve: Resolve) -> None:
    shot = moving(resolve, scale=[{"at": "100f", "to": 1}, {"at": "120f", "to": 3}], speed="50%")
    assert [source_position(shot.source, Fraction(n)) for n in (0, 1, 2)] == [99.75, 100.25, 100.75]
    assert scales(shot, 0, 1, 2) == pytest.approx([1, 1.025, 1.075])


@pytest.mark.parametrize(("degrees", "turned"), [(90, (0, -1, 1, 0)), (180, (-1, 0, 0, -1)), (-90, (0, 1, -1, 0))])
def test_quarter_turns_are_exact(resolve: Resolve, degrees: int, turned: tuple[int, ...]) -> None:
    pose = poses(moving(resolve, rotation=degrees), FrameRange(0, 1))[0][0]
    assert (pose.xx, pose.xy, pose.yx, pose.yy) == turned


def test_the_anchor_stands_at_the_position(resolve: Resolve) -> None:
    shot = moving(resolve, anchor=[0.25, 1], position=[0.1, 0.9], rotation=33, scale=[0.7, 1.9])
    pose = poses(shot, FrameRange(0, 1))[0][0]
    at = pose.xx * 50 + pose.xy * 100 + pose.x, pose.yx * 50 + pose.yy * 100 + pose.y
    assert at == pytest.approx((20, 90))


def test_soft_edges_are_no_wider_than_what_is_cropped(resolve: Resolve) -> None:
    pose = poses(moving(resolve, crop={"left": "1%", "right": "20%", "softness": "10%"}), FrameRange(0, 1))[0][0]
    assert (pose.left, pose.right) == (2, 160)
    assert (pose.soft_left, pose.soft_top, pose.soft_right, pose.soft_bottom) == (2, 0, 10, 0)


def test_an_open_shutter_is_three_poses_where_something_moves(resolve: Resolve) -> None:
    shot = moving(resolve, position=[{"at": "+2f", "to": [0, 0]}, {"at": "+4f", "to": [1, 0]}], shutter=180)
    counts = [len(exposure) for exposure in poses(shot, FrameRange(0, 7))]
    assert counts == [1, 1, 3, 3, 3, 1, 1]
    assert [pose.x for pose in poses(shot, FrameRange(3, 4))[0]] == [-25, 0, 25]


def test_a_jump_is_not_blurred(resolve: Resolve) -> None:
    keys = [{"at": "start", "to": [0, 0]}, {"at": "+2f", "to": [1, 0], "ease": "hold"}]
    shot = moving(resolve, position=keys, shutter=360)
    assert [exposure[0].x for exposure in poses(shot, FrameRange(0, 4))] == [-100, -100, 100, 100]
    assert {len(exposure) for exposure in poses(shot, FrameRange(0, 4))} == {1}


def test_opacity_overshoots_to_nothing_beyond_whole(resolve: Resolve) -> None:
    shot = moving(resolve, opacity=[{"at": "start", "to": 0.5}, {"at": "+4f", "to": 1, "ease": [0.3, 3, 0.3, 1]}])
    assert max(shot.opacities(FrameRange(0, 5))) == 1.0
    assert shot.opacities(FrameRange(0, 1)) == (0.5,)


def key(at: str, to: object = 1, **more: object) -> dict[str, object]:
    return {"at": at, "to": to, **more}


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"scale": [key("+9f"), key("+9f", 2)]}, "cut.0.scale.1.at: the keyframe at start+9f is not after"),
        ({"scale": [key("130f"), key("110f")]}, "not after the one before"),
        ({"scale": [key("+48f"), key("end")]}, "outside of the shot, which has 48 frames"),
        ({"scale": [key("start", ease="in"), key("end")]}, "nothing comes before the first keyframe"),
        ({"scale": [key("10f"), key("40f", 2)]}, "all of this motion was cut away: the shot shows source frames 100"),
        ({"scale": [key("start"), key("10f", 2)]}, "does not show source frame 10"),
        ({"rotation": []}, "there are no keyframes"),
        ({"scale": [key("104f"), key("110f", 2)], "freeze": True}, "count keyframes from its start"),
    ],
)
def test_motion_that_cannot_be_is_told(resolve: Resolve, said: dict[str, Any], told: str) -> None:
    heard = complaints(resolve, **said)
    assert any(told in line for line in heard), heard


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ({"scale": 0}, "shows nothing"),
        ({"scale": [1, 2, 3]}, "one number, or"),
        ({"scale": -1}, "negative"),
        ({"scale": float("nan")}, "nan is not a scale"),
        ({"position": ["nan%", 0]}, "not a part of the frame"),
        ({"scale": 120}, "write 1.2 or 120%"),
        ({"position": [960, 540]}, "not pixels"),
        ({"position": "middle"}, r"\[0.5, 0.5\]"),
        ({"scale": {"from": 1, "to": 2, "ease": "soft"}}, "not an ease"),
        ({"crop": {"left": 0.6, "right": 0.4}}, "cut everything away"),
        ({"shutter": 900}, "less than or equal to 720"),
    ],
)
def test_values_that_cannot_be_are_refused(said: dict[str, object], advice: str) -> None:
    with pytest.raises(ValidationError, match=advice):
        ShotSpec.model_validate({"from": "pier", **said})
