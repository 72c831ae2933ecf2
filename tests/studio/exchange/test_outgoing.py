"""A film as timelines."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest

from posthouse.interchange import MediaKind, Outcome, TransitionKind
from posthouse.pixels.blending import Blend
from posthouse.studio.exchange.outgoing import Outgoing, outgoing
from posthouse.studio.exchange.outgoing.blends import CODES_OFF
from posthouse.timing import FrameRange
from tests.studio.exchange.pretending import Said

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange import Clip, Track
    from tests.studio.exchange.pretending import Pretended

MEDIA = {
    "a.mov": Said(rate=Fraction(25), start="10:00:00:00"),
    "b.mov": Said(rate=Fraction(25)),
    "slow.mov": Said(rate=Fraction(24)),
    "hit.wav": Said(rate=None),
}


@pytest.fixture
def went_out(pretend: Pretended, tmp_path: Path) -> Any:
    """Return a function that takes parts of a document out."""

    def go(**parts: Any) -> Outgoing:
        document = {
            "posthouse": 1,
            "title": "Out",
            "format": {"size": [1920, 1080], "rate": 25},
            "media": {
                "a": "a.mov",
                "b": "b.mov",
                "slow": "slow.mov",
                "hit": "hit.wav",
                "dark": {"generate": {"color": "#102030"}},
                "rain": {"generate": {"soundscape": "rain"}},
            },
            **parts,
        }
        return outgoing(pretend.film(document, MEDIA, tmp_path))

    return go


def _tracks(out: Outgoing) -> dict[str, Track]:
    return {track.name: track for track in out.timelines[0].tracks}


def _span(clip: Clip) -> tuple[FrameRange, Fraction, Fraction]:
    return clip.record, clip.source.start, clip.source.duration


def test_a_shot_is_a_clip_by_its_label_with_its_sound(went_out: Any) -> None:
    out = went_out(cut=[{"gap": "5f"}, {"shot": "one", "from": "a", "in": "10:00:04:00", "for": "50f"}])
    tracks = _tracks(out)
    expected = (FrameRange(5, 55), Fraction(900100), Fraction(50))
    assert _span(tracks["V1"].clips[0]) == expected
    assert _span(tracks["A1"].clips[0]) == expected
    assert tracks["V1"].clips[0].link == tracks["A1"].clips[0].link == "one"
    assert tracks["V1"].clips[0].media.reel == "a"


def test_media_of_another_rate_stand_on_their_own_whole_frames(went_out: Any) -> None:
    out = went_out(cut=[{"shot": "one", "from": "slow", "in": "30f", "for": "50f"}])
    clip = _tracks(out)["V1"].clips[0]
    assert (_span(clip)[1:], str(clip.source.rate)) == ((Fraction(30), Fraction(48)), "24")


def test_a_reversed_shot_begins_at_its_earliest_frame(went_out: Any) -> None:
    out = went_out(cut=[{"shot": "one", "from": "b", "in": "100f", "for": "20f", "speed": "-200%"}])
    clip = _tracks(out)["V1"].clips[0]
    assert (_span(clip), clip.speed) == ((FrameRange(0, 20), Fraction(100), Fraction(40)), Fraction(-2))


def test_a_ramp_goes_out_as_points_that_keep_every_frame(went_out: Any) -> None:
    speed = [{"at": "100f", "to": "100%"}, {"at": "160f", "to": "25%"}]
    clip = _tracks(went_out(cut=[{"shot": "one", "from": "b", "in": "100f", "for": "80f", "speed": speed}]))[
        "V1"
    ].clips[0]
    assert clip.ramp[0].source == 0
    assert clip.ramp[-1].record == 80
    assert len(clip.ramp) > 3
    assert [point.source for point in clip.ramp] == sorted(point.source for point in clip.ramp)


def test_a_picture_that_fills_the_frame_goes_out_larger_and_shifted(went_out: Any) -> None:
    cut = [{"shot": "one", "from": "b", "in": "0f", "for": "20f", "fit": "fill", "pan": [0.5, 0.0]}]
    out = went_out(cut=cut, format={"size": [1920, 800], "rate": 25})
    shape = _tracks(out)["V1"].clips[0].transform
    assert shape is not None
    assert shape.scale is not None
    assert shape.position is not None
    assert shape.scale.keys[0].value == pytest.approx((1.35, 1.35), rel=1e-3)  # 96 x 54 in 1920 x 800
    assert shape.position.keys[0].value == pytest.approx((0.5, 0.675), rel=1e-3)


def test_the_halves_of_a_dip_are_one_transition_and_a_dissolve_from_black_is_a_fade(went_out: Any) -> None:
    cut = [
        {"gap": "10f"},
        {"dissolve": {"length": "8f", "align": "start"}},
        {"shot": "one", "from": "b", "in": "20f", "for": "20f"},
        {"dip": {"length": "6f", "color": "white"}},
        {"shot": "two", "from": "b", "in": "90f", "for": "20f"},
    ]
    fade, dip = _tracks(went_out(cut=cut))["V1"].transitions
    assert (fade.kind, fade.record, fade.join) == (TransitionKind.FADE_IN, FrameRange(10, 18), 10)
    assert (dip.kind, dip.record, dip.join, dip.color) == (TransitionKind.DIP, FrameRange(27, 33), 30, (1.0, 1.0, 1.0))


def test_sound_under_a_dissolve_crossfades_on_one_track(went_out: Any) -> None:
    cut = [
        {"shot": "one", "from": "a", "in": "10:00:04:00", "for": "50f"},
        {"dissolve": "10f"},
        {"shot": "two", "from": "b", "in": "100f", "for": "50f"},
    ]
    track = _tracks(went_out(cut=cut))["A1"]
    assert [clip.record for clip in track.clips] == [FrameRange(0, 50), FrameRange(50, 100)]
    assert [(each.record, each.join) for each in track.transitions] == [(FrameRange(45, 55), 50)]


def test_a_lead_lies_on_a_track_of_its_own_with_its_level(went_out: Any) -> None:
    cut = [
        {"shot": "one", "from": "a", "in": "10:00:04:00", "for": "50f"},
        {"shot": "two", "from": "b", "in": "100f", "for": "50f", "sound": {"lead": "10f", "gain": "-3 dB"}},
    ]
    clip = _tracks(went_out(cut=cut))["A2"].clips[0]
    assert _span(clip) == (FrameRange(40, 100), Fraction(90), Fraction(60))
    assert clip.gain_db is not None
    assert clip.gain_db.keys[0].value == (-3.0,)


def test_layers_that_meet_lie_above_each_other_and_titles_above_all(went_out: Any) -> None:
    over = [
        {"shot": "x", "from": "b", "in": "10f", "for": "20f", "at": "one+5f"},
        {"shot": "y", "from": "b", "in": "10f", "for": "20f", "at": "one+15f", "fade_in": "4f"},
        {"shot": "z", "from": "b", "in": "10f", "for": "10f", "at": "one+60f"},
    ]
    titles = [{"title": "t", "text": "Words", "at": "one+6f", "for": "10f"}]
    cut = [{"shot": "one", "from": "b", "in": "0f", "for": "90f"}]
    tracks = _tracks(went_out(cut=cut, over=over, titles=titles))
    names = {name: [clip.name for clip in track.clips] for name, track in tracks.items() if name[0] == "V"}
    assert names == {"V1": ["one"], "V2": ["x", "z"], "V3": ["y"], "V4": ["t"]}
    assert tracks["V4"].clips[0].media.text == "Words"


def test_a_blend_in_linear_light_is_told_with_how_far_off_codes_are(went_out: Any) -> None:
    over = [
        {
            "shot": name,
            "from": "b",
            "in": "10f",
            "for": "20f",
            "at": f"one+{at}f",
            "blend": {"mode": name, "light": light},
        }
        for at, name, light in ((5, "screen", "linear"), (25, "multiply", "linear"), (45, "overlay", "display"))
    ]
    out = went_out(cut=[{"shot": "one", "from": "b", "in": "0f", "for": "90f"}], over=over)
    assert [clip.blend for clip in _tracks(out)["V2"].clips] == ["screen", "multiply", "overlay"]
    told = {entry.item: entry.reason for entry in out.ledger.losses if entry.feature == "effect"}
    why = "it blends in linear light here, in code values elsewhere"
    alike = "alike where it is whole, not where it is dimmed"
    assert told == {"screen": f"{why}: up to 30 of 255 codes off", "multiply": f"{why}: {alike}"}


def test_the_most_a_screen_in_linear_light_is_off_is_what_is_told() -> None:
    codes = [code / 255 for code in range(256)]
    light = [code**2.4 for code in codes]
    apart = (
        abs((light[under] + light[above] - light[under] * light[above]) ** (1 / 2.4) - _screened(codes, under, above))
        for under in range(256)
        for above in range(256)
    )
    assert round(max(apart) * 255) == CODES_OFF[Blend.SCREEN]


def _screened(codes: list[float], under: int, above: int) -> float:
    return codes[under] + codes[above] - codes[under] * codes[above]


def test_a_loop_goes_out_as_its_rounds_and_made_sound_as_a_place(went_out: Any) -> None:
    sound = {
        "music": [
            {"music": "m", "from": "hit", "under": ["one"], "loop": {"in": "0f", "out": "40f", "crossfade": "0f"}}
        ],
        "ambience": [{"ambience": "r", "from": "rain", "under": ["one"]}],
    }
    out = went_out(cut=[{"shot": "one", "from": "dark", "for": "100f"}], sound=sound)
    by_role = {track.role: track for track in out.timelines[0].tracks if track.role}
    records = [(clip.record.start_frame, clip.record.end_frame) for clip in by_role["music"].clips]
    assert records == [(0, 40), (40, 80), (80, 100)]
    assert by_role["effects"].clips[0].media.kind is MediaKind.MISSING


def test_only_a_grade_that_is_a_cdl_goes_out_and_the_rest_is_told(went_out: Any) -> None:
    cut = [
        {"shot": "one", "from": "b", "in": "0f", "for": "20f"},
        {"shot": "two", "from": "b", "in": "30f", "for": "20f"},
    ]
    grades = {"one": {"cdl": {"slope": [1.1, 1, 1]}}, "two": {"cdl": {"slope": [1.1, 1, 1]}, "exposure": 1}}
    out = went_out(cut=cut, color={"grades": grades}, effects=[{"shot": "one", "rain": {}}])
    first, second = _tracks(out)["V1"].clips
    assert first.cdl is not None
    assert first.cdl.slope == (1.1, 1.0, 1.0)
    assert second.cdl is None
    dropped = [(entry.item, entry.feature) for entry in out.ledger.entries if entry.outcome is Outcome.DROPPED]
    assert dropped == [("two", "effect"), ("one", "effect")]


def test_a_nested_sequence_goes_out_flat_with_all_its_frames(went_out: Any) -> None:
    fight = [
        {"shot": "punch", "from": "b", "in": "10f", "for": "20f"},
        {"shot": "fall", "from": "b", "in": "60f", "for": "20f"},
    ]
    out = went_out(sequences={"fight": fight}, cut=[{"shot": "brawl", "from": "fight", "in": "5f", "for": "30f"}])
    clips = _tracks(out)["V1"].clips
    assert [(clip.record, clip.source.start) for clip in clips] == [
        (FrameRange(0, 15), Fraction(15)),
        (FrameRange(15, 30), Fraction(60)),
    ]
    assert [clip.record for clip in _tracks(out)["A1"].clips] == [FrameRange(0, 15), FrameRange(15, 30)]


def test_sequences_and_groups_are_told_as_laid_flat(went_out: Any) -> None:
    media = {"a": "a.mov", "b": "b.mov", "table": {"multicam": {"wide": "b", "close": {"media": "b", "offset": "2f"}}}}
    out = went_out(
        media=media,
        sequences={"fight": [{"shot": "punch", "from": "b", "in": "0f", "for": "10f"}]},
        cut=[{"shot": "brawl", "from": "fight"}, {"shot": "talk", "from": "table", "in": "5f", "for": "10f"}],
    )
    told = {(e.item, e.feature): e.reason for e in out.ledger.losses}
    assert "the sequence fight is laid flat" in told["brawl", "nested"]
    assert "the group table is laid flat" in told["talk", "multicam"]


def test_the_reel_a_document_says_goes_out(went_out: Any) -> None:
    out = went_out(media={"b": {"file": "b.mov", "reel": "A007"}}, cut=[{"from": "b", "in": "0f", "for": "10f"}])
    assert out.timelines[0].tracks[0].clips[0].media.reel == "A007"
