"""The sound of shots inside sequences."""

from __future__ import annotations

from typing import Any

import pytest

from posthouse.editorial import Framing, Shot
from posthouse.sound.spec import ShotSoundSpec
from posthouse.studio.hearing import NestedShot
from posthouse.timing import FrameRange, Rate, SourceMap

WINDOW = FrameRange(100, 200)


def nested(start: int, frames: int, shown: FrameRange | None = None) -> NestedShot:
    source = SourceMap(in_frame=0, duration_frames=frames)
    shot = Shot(shot="brawl/punch", media="pier", start_frame=start, source=source, framing=Framing(), shown=shown)
    return NestedShot(shot=shot, window=WINDOW, rate=Rate.parse(24))


def heard(inside: NestedShot, own: dict[str, Any], around: dict[str, Any]) -> ShotSoundSpec:
    return inside.sound(ShotSoundSpec.model_validate(own), ShotSoundSpec.model_validate(around))


def test_gains_add_and_either_mutes() -> None:
    said = heard(nested(120, 20), {"gain": "-3 dB"}, {"gain": "-2 dB", "mute": True})
    assert (said.gain, said.mute) == (-5, True)


@pytest.mark.parametrize(("own", "stem"), [({}, "effects"), ({"stem": "music"}, "music")], ids=["says none", "own"])
def test_a_stem_of_the_whole_is_of_shots_that_say_none(own: dict[str, Any], stem: str) -> None:
    assert heard(nested(120, 20), own, {"stem": "effects"}).stem == stem


def test_a_lead_stays_inside_the_sequence() -> None:
    assert str(heard(nested(104, 20), {"lead": "12f"}, {}).lead) == "4f"
    assert str(heard(nested(150, 20), {"lead": "12f"}, {}).lead) == "12f"
    assert heard(nested(100, 20), {"lead": "12f"}, {}).lead is None


def test_a_trail_stays_inside_the_sequence() -> None:
    assert str(heard(nested(170, 20), {"trail": "1s"}, {}).trail) == "10f"
    assert heard(nested(180, 20), {"trail": "1s"}, {}).trail is None


def test_the_edges_of_the_sequence_have_its_own_leads_and_fades() -> None:
    around = {"lead": "8f", "trail": "6f", "fade_in": "3f", "fade_out": "2f"}
    first, middle, last = (heard(nested(*place), {}, around) for place in ((100, 20), (120, 20), (180, 20)))
    assert [str(first.lead), str(first.fade_in), first.trail, first.fade_out] == ["8f", "3f", None, None]
    assert [middle.lead, middle.fade_in, middle.trail, middle.fade_out] == [None] * 4
    assert [last.lead, last.fade_in, str(last.trail), str(last.fade_out)] == [None, None, "6f", "2f"]


def test_a_fade_that_was_trimmed_away_is_gone() -> None:
    trimmed = nested(90, 30, FrameRange(100, 120))
    assert heard(trimmed, {"fade_in": "5f", "fade_out": "5f"}, {}).fade_in is None
    assert str(heard(nested(100, 20), {"fade_in": "5f"}, {}).fade_in) == "5f"
