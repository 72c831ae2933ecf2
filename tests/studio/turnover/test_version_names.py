"""Names of versions that come back."""

from __future__ import annotations

import pytest

from posthouse.studio.turnover.version_names import stem_of, version_in


@pytest.mark.parametrize(
    ("name", "shot", "stem"),
    [
        ("Harbour_tower_plate_v001", "tower", "harbour_tower"),
        ("HARBOUR_R1_V3_tower_plate_v001", "tower", "harbour_r1_v3_tower"),
        ("HARBOUR_V3_tower", "tower", "harbour_v3_tower"),
        ("v3_v3_plate_v012", "v3", "v3_v3"),
        ("S_001_v02_plate", "tower", "s_001"),
    ],
)
def test_the_version_of_a_pull_stands_behind_its_shot(name: str, shot: str, stem: str) -> None:
    assert stem_of(name, shot) == stem


@pytest.mark.parametrize(
    ("file", "version"),
    [
        ("R1_V3_tower_comp_v010.mov", 10),
        ("r1_v3_tower_v2.####.exr", 2),
        ("R1_V3_tower-comp-v4.mov", 4),
        ("R1_V3_tower.v5.mov", 5),
        ("R1_V3_tower_comp_v002_graded_v7.mov", 7),
        ("R1_V3_tower-2_comp_v001.mov", None),
        ("R1_V3_towerhall_comp_v001.mov", None),
        ("R1_V3_tower_comp.mov", None),
        ("R1_V3_roof_v001.mov", None),
    ],
)
def test_a_version_is_its_own_shots_and_no_neighbours(file: str, version: int | None) -> None:
    assert version_in((file,), "r1_v3_tower") == version
