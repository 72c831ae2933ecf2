"""Slates from file names, and the takes that are cut first."""

from __future__ import annotations

import pytest

from posthouse.assistant.script import Slated, SlatePattern, plain_scene, plain_take, takes_of
from posthouse.errors import ProductionError


def _slated(scene: str, take: str, *, camera: str = "A", circled: bool = False) -> Slated:
    return Slated(clip=f"{camera}-{scene}-{take}", scene=scene, take=take, camera=camera, is_circled=circled)


@pytest.mark.parametrize(
    ("stem", "said"),
    [
        ("A012_3-04", ("3", "4", "A")),
        ("12A-3", ("12A", "3", "")),
        ("S012_T03", ("12", "3", "")),
        ("SC12A_TK3", ("12A", "3", "")),
        ("Scene1_Take2", ("1", "2", "")),
        ("Scene_1_Take_2", ("1", "2", "")),
        ("5B_2_A", ("5B", "2", "A")),
        ("5B_2PU", ("5B", "2PU", "")),
        ("2AG-T001_Tr1", ("2AG", "1", "")),
        ("A003_C012", None),
        ("IMG_1234", None),
        ("pier", None),
    ],
)
def test_the_usual_names_of_files_say_scene_and_take(stem: str, said: tuple[str, str, str] | None) -> None:
    assert SlatePattern.of().read(stem) == said


def test_a_pattern_of_ones_own_says_where_they_stand() -> None:
    assert SlatePattern.of("{roll}_{scene}_{take}").read("R1_12B_007") == ("12B", "7", "")


@pytest.mark.parametrize("written", ["{scene}", "{take}", "{foo}_{scene}_{take}", "{scene}_{scene}_{take}", "{scene"])
def test_a_pattern_without_scene_or_take_is_refused(written: str) -> None:
    with pytest.raises(ProductionError, match=r"pattern|says no"):
        SlatePattern.of(written)


def test_numbers_are_compared_plain() -> None:
    assert [plain_scene(each) for each in ("012a", "12-A", " 12 A")] == ["12A"] * 3
    assert [plain_take(each) for each in ("04", "T4", "Take 4", "tk04")] == ["4"] * 4


def test_the_last_circled_take_is_best_and_else_the_last() -> None:
    takes = [_slated("1", "1", circled=True), _slated("1", "2", circled=True), _slated("1", "10")]
    found, _ = takes_of(["1", "2"], [*takes, _slated("2", "9"), _slated("2", "10")])
    assert (found["1"].setups[0].best.take, found["1"].setups[0].reason) == ("2", "circled")
    assert (found["2"].setups[0].best.take, found["2"].setups[0].reason) == ("10", "the last")


def test_a_lettered_slate_is_a_setup_unless_the_script_has_that_scene() -> None:
    slated = [_slated("12", "1"), _slated("12A", "1"), _slated("12B", "1")]
    found, left = takes_of(["12", "12B"], slated)
    assert [setup.scene for setup in found["12"].setups] == ["12", "12A"]
    assert [setup.scene for setup in found["12B"].setups] == ["12B"]
    assert left == ()


def test_each_camera_of_a_setup_is_an_alternative() -> None:
    found, _ = takes_of(["1"], [_slated("1", "2", camera="B"), _slated("1", "2")])
    assert [setup.best.camera for setup in found["1"].setups] == ["A", "B"]


def test_a_slate_of_no_scene_is_told_of() -> None:
    _, left = takes_of(["1"], [_slated("77", "1")])
    assert [each.scene for each in left] == ["77"]
