"""A timeline as a document: what a person would have written."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from posthouse.errors import ProductionError
from posthouse.interchange import (
    Cdl,
    Clip,
    Curve,
    Effect,
    Key,
    Marker,
    MediaKind,
    MediaRef,
    Reading,
    SourceSpan,
    Timeline,
    TimePoint,
    Track,
    TrackKind,
    Transform,
    Transition,
    TransitionKind,
)
from posthouse.production.reader import production_from_text
from posthouse.studio.exchange.incoming import Wishes, incoming
from posthouse.timing import FrameRange, Rate

RATE = Rate.parse("25")
PIER = MediaRef(name="A001_C003.mov", file="/rushes/A001_C003.mov", reel="A001", size=(3840, 2160))
HOUR = 3600 * 25


def _clip(start: int, end: int, at: int = HOUR, media: MediaRef = PIER, **said: Any) -> Clip:
    span = SourceSpan(rate=RATE, start=Fraction(at), duration=Fraction(end - start))
    return Clip(
        id=f"{media.name}-{start}", name=media.name, record=FrameRange(start, end), source=span, media=media, **said
    )


def _timeline(*tracks: Track, **said: Any) -> Timeline:
    return Timeline(id="cut", name="Harbour", rate=RATE, tracks=tracks, size=(1920, 1080), **said)


def _picture(*clips: Clip, name: str = "V1", **said: Any) -> Track:
    return Track(name=name, kind=TrackKind.PICTURE, clips=clips, **said)


def _sound(*clips: Clip, name: str = "A1", **said: Any) -> Track:
    return Track(name=name, kind=TrackKind.SOUND, clips=clips, **said)


def _document(timeline: Timeline, *nested: Timeline) -> dict[str, Any]:
    reading = Reading(format="test", timelines=(timeline,), nested=nested)
    text = incoming(reading, Wishes(folder=Path("new"))).text()
    production_from_text(text, Path("new/production.yaml"))
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def _shots(document: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in document["cut"] if "shot" in item]


def test_shots_are_named_after_their_clips_and_timed_by_timecode() -> None:
    document = _document(_timeline(_picture(_clip(0, 50))))
    assert document["media"] == {"A001_C003": {"file": "A001_C003.mov", "reel": "A001"}}
    assert document["cut"] == [{"shot": "A001_C003", "from": "A001_C003", "in": "01:00:00:00", "out": "01:00:02:00"}]


def test_numbered_images_are_a_sequence() -> None:
    stars = MediaRef(name="stars", file="/plates/stars.%04d.exr", has_timecode=False)
    assert _document(_timeline(_picture(_clip(0, 50, media=stars))))["media"] == {
        "stars": {"sequence": "stars.%04d.exr"}
    }


def test_two_uses_of_a_media_are_two_shots_of_one_media() -> None:
    document = _document(_timeline(_picture(_clip(0, 50), _clip(50, 60))))
    assert [shot["shot"] for shot in _shots(document)] == ["A001_C003", "A001_C003-2"]
    assert len(document["media"]) == 1


@pytest.mark.parametrize("name", ["001", "12f", "take-2f.mov", "90+00", "opening@3", " ", "Ünï cödé 7"])
def test_any_clip_name_becomes_an_id_that_anchors_can_hold(name: str) -> None:
    clip = replace(_clip(0, 50), name=name)
    title = _clip(10, 20, media=MediaRef(name="t", kind=MediaKind.TITLE, text="Words"))
    document = _document(_timeline(_picture(clip), _picture(title, name="V2")))
    assert document["titles"][0]["at"] == f"{_shots(document)[0]['shot']}+10f"


def test_holes_are_gaps_and_the_programme_is_as_long_as_its_sound() -> None:
    document = _document(_timeline(_picture(_clip(10, 50)), _sound(_clip(0, 80, at=0))))
    assert [item.get("gap") for item in document["cut"]] == ["10f", None, "30f"]


@pytest.mark.parametrize(
    ("start", "align"), [(45, None), (50, "start"), (40, "end"), (43, "7f")], ids=["center", "start", "end", "exact"]
)
def test_a_dissolve_keeps_its_place_against_the_cut(start: int, align: str | None) -> None:
    record = FrameRange(start, start + 10)
    join = Transition(kind=TransitionKind.DISSOLVE, record=record, join=50)
    document = _document(_timeline(_picture(_clip(0, 50), _clip(50, 100), transitions=(join,))))
    said = {"length": "10f", "align": align} if align else "10f"
    assert document["cut"][1] == {"dissolve": said}


def test_a_wipe_by_code_and_a_dip_by_color() -> None:
    joins = (
        Transition(kind=TransitionKind.WIPE, record=FrameRange(45, 55), join=50, wipe=201, softness=0.1),
        Transition(kind=TransitionKind.DIP, record=FrameRange(95, 105), join=100, color=(1.0, 1.0, 1.0)),
    )
    document = _document(_timeline(_picture(_clip(0, 50), _clip(50, 100), _clip(100, 150), transitions=joins)))
    assert document["cut"][1] == {"wipe": {"length": "10f", "pattern": "clock", "softness": 0.1}}
    assert document["cut"][3] == {"dip": {"length": "10f", "color": [1.0, 1.0, 1.0]}}


def test_a_fade_from_nothing_is_the_shots_opacity() -> None:
    fade = Transition(kind=TransitionKind.FADE_IN, record=FrameRange(0, 12), join=0)
    document = _document(_timeline(_picture(_clip(0, 50), transitions=(fade,))))
    assert _shots(document)[0]["opacity"] == [{"at": "start", "to": 0}, {"at": "+12f", "to": 1}]


def test_speeds_freezes_and_ramps() -> None:
    ramp = (
        TimePoint(record=Fraction(0), source=Fraction(0)),
        TimePoint(record=Fraction(20), source=Fraction(20)),
        TimePoint(record=Fraction(40), source=Fraction(30)),
    )
    track = _picture(
        _clip(0, 50, speed=Fraction(-1, 2)),
        _clip(50, 100, speed=Fraction(0)),
        _clip(100, 140, ramp=ramp, speed=Fraction(3, 4)),
    )
    first, second, third = _shots(_document(_timeline(track)))
    assert (first["speed"], first["for"]) == ("-50%", "50f")
    assert second["freeze"] is True
    assert third["speed"] == [
        {"at": "01:00:00:00", "to": "100%"},
        {"at": "01:00:00:20", "to": "50%", "ease": "hold"},
    ]


def test_a_scale_in_pixels_is_told_of_the_fitted_size() -> None:
    shape = Transform(scale=Curve.constant(0.75, 0.75), is_scale_of_fit=False)
    document = _document(_timeline(_picture(_clip(0, 50, transform=shape))))
    assert _shots(document)[0]["scale"] == 1.5


def test_a_scale_that_just_fills_the_frame_is_fit_fill_with_its_pan() -> None:
    tall = replace(PIER, size=(1440, 1080))
    shape = Transform(scale=Curve.constant(4 / 3, 4 / 3), position=Curve.constant(0.5, 0.5 + 1 / 6))
    document = _document(_timeline(_picture(_clip(0, 50, media=tall, transform=shape))))
    assert (_shots(document)[0]["fit"], _shots(document)[0]["pan"]) == ("fill", [0.5, 0.0])


def test_keyframes_stand_on_the_shots_frames_with_the_way_to_each() -> None:
    keys = (Key(at=Fraction(0), value=(0.0,), ease="smooth"), Key(at=Fraction(12), value=(1.0,)))
    document = _document(_timeline(_picture(_clip(0, 50, opacity=Curve(keys=keys)))))
    assert _shots(document)[0]["opacity"] == [{"at": "+0f", "to": 0}, {"at": "+12f", "to": 1, "ease": "smooth"}]


def test_a_shots_own_sound_leads_and_trails_and_what_else_is_heard_is_a_cue() -> None:
    other = MediaRef(name="gulls.wav", file="/rushes/gulls.wav", has_timecode=False)
    own = _clip(10, 60, at=HOUR - 10, gain_db=Curve.constant(-6.0), fade_in=4)
    track = _picture(_clip(0, 20), _clip(20, 50))
    second = replace(_clip(20, 50, at=HOUR + 0), id="x")
    track = replace(
        track, clips=(replace(_clip(0, 20, at=0, media=replace(PIER, file="/b.mov", name="b.mov"))), second)
    )
    document = _document(_timeline(track, _sound(own), _sound(_clip(5, 30, at=12, media=other), name="A2")))
    first, shot = _shots(document)
    assert first["sound"] == {"mute": True}
    assert shot["sound"] == {"lead": "10f", "trail": "10f", "gain": "-6 dB", "fade_in": "4f"}
    assert document["sound"]["cues"] == [{"cue": "gulls", "at": "b+5f", "play": "gulls", "in": "12f", "for": "25f"}]


def test_a_crossfade_just_under_the_dissolve_is_the_documents_own() -> None:
    join = Transition(kind=TransitionKind.DISSOLVE, record=FrameRange(45, 55), join=50)
    clips = (_clip(0, 50), _clip(50, 100, at=HOUR + 500))
    both = _timeline(_picture(*clips, transitions=(join,)), _sound(*clips, transitions=(join,)))
    hard = _timeline(_picture(*clips, transitions=(join,)), _sound(*clips))
    assert all("sound" not in shot for shot in _shots(_document(both)))
    assert [shot["sound"] for shot in _shots(_document(hard))] == [{"trail": "0f"}, {"lead": "0f"}]


def test_an_effect_its_reader_told_is_not_told_again() -> None:
    clip = _clip(0, 50, effects=(Effect(name="Glow is fun"), Effect(name="Blur")))
    reading = Reading(format="test", timelines=(_timeline(_picture(clip)),))
    reading.ledger.drop("pier", "effect", "Glow is fun is an effect of Final Cut")
    told = [entry.reason for entry in incoming(reading, Wishes()).ledger.losses if entry.feature == "effect"]
    assert told == ["Blur is another system's effect"]


def test_a_list_of_markers_is_refused_with_the_way_to_take_them() -> None:
    timeline = _timeline(_sound(), markers=(Marker(at=3, name="a"), Marker(at=9, name="b")))
    with pytest.raises(ProductionError, match="holds 2 markers and no clips") as refused:
        incoming(Reading(format="test", timelines=(timeline,)), Wishes())
    assert "--into" in refused.value.hint


def test_a_muted_sound_track_is_a_muted_track() -> None:
    document = _document(_timeline(_picture(_clip(0, 50)), _sound(_clip(0, 30, at=9), is_enabled=False)))
    assert document["sound"]["cues"][0]["track"] == "A1"
    assert document["tracks"] == {"A1": {"mute": True}}


def test_higher_tracks_lie_over_the_cut_with_their_blend_and_titles_are_titles() -> None:
    above = _clip(10, 20, blend="screen", fade_in=3)
    title = _clip(30, 40, media=MediaRef(name="name", kind=MediaKind.TITLE, text="HARBOUR"))
    document = _document(
        _timeline(_picture(_clip(0, 50)), _picture(above, name="V2"), _picture(above, title, name="V3"))
    )
    assert [(each["at"], each["blend"], each.get("track")) for each in document["over"]] == [
        ("A001_C003+10f", "screen", None),
        ("A001_C003+10f", "screen", "V3"),
    ]
    assert document["titles"] == [{"title": "name", "text": "HARBOUR", "at": "A001_C003+30f", "for": "10f"}]


def test_notes_become_markers_and_comments_and_a_cdl_a_grade() -> None:
    marker = Marker(at=7, duration=2, name="fix", note="the lamp", color="red", author="Kim")
    clip = _clip(0, 50, markers=(marker,), notes=("VFX 010",), cdl=Cdl(slope=(1.1, 1.0, 0.9), saturation=0.8))
    timeline = _timeline(_picture(clip))
    document = _document(timeline)
    assert document["markers"] == [
        {"marker": "fix", "at": "A001_C003+7f", "for": "2f", "note": "the lamp", "color": "red", "author": "Kim"}
    ]
    assert document["color"]["grades"] == {"A001_C003": {"cdl": {"slope": [1.1, 1.0, 0.9], "saturation": 0.8}}}
    reading = Reading(format="test", timelines=(timeline,))
    assert "# VFX 010" in incoming(reading, Wishes(folder=Path("new"))).text()


def test_a_nested_timeline_is_a_sequence_as_long_as_it_is_asked_for() -> None:
    inside = Timeline(id="in", name="Fight", rate=RATE, tracks=(_picture(_clip(0, 30)),))
    clip = replace(_clip(0, 40, at=5), nested="in")
    document = _document(_timeline(_picture(clip)), inside)
    assert document["sequences"]["Fight"][1] == {"gap": "15f"}
    assert _shots(document)[0]["from"] == "Fight"


def _angle(name: str, late: int) -> Timeline:
    media = MediaRef(name=name, file=f"/rushes/{name}", has_timecode=False)
    return Timeline(id=name, name=name, rate=RATE, tracks=(_picture(_clip(late, late + 200, at=0, media=media)),))


def test_a_multicam_clip_is_a_media_with_angles_on_one_clock() -> None:
    angles = {"wide": "cam1.mov", "close": "cam2.mov"}
    table = MediaRef(name="table", has_timecode=False)
    clips = (
        replace(_clip(0, 40, at=60, media=table), nested="cam1.mov", angles=angles),
        replace(_clip(40, 90, at=100, media=table), nested="cam2.mov", angles=angles),
    )
    heard = (replace(clips[0], nested="cam2.mov"), replace(clips[1], nested="cam2.mov"))
    timeline = _timeline(_picture(*clips), _sound(*heard))
    document = _document(timeline, _angle("cam1.mov", 0), _angle("cam2.mov", 12))
    assert document["media"]["table"] == {
        "multicam": {"wide": {"media": "cam1", "offset": "0f"}, "close": {"media": "cam2", "offset": "12f"}}
    }
    shots = [(shot["from"], shot["angle"], shot["in"], shot.get("sound")) for shot in _shots(document)]
    assert shots == [
        ("table", "wide", "60f", {"angle": "close"}),
        ("table", "close", "100f", None),
    ]


def test_a_multicam_clip_beyond_its_camera_is_a_sequence_with_black() -> None:
    clip = replace(_clip(0, 40, at=0), nested="cam2.mov", angles={"close": "cam2.mov"})
    document = _document(_timeline(_picture(clip)), _angle("cam2.mov", 12))
    assert document["sequences"]["cam2"][0] == {"gap": "12f"}


def test_a_source_between_frames_is_said_in_seconds_where_it_matters() -> None:
    media = MediaRef(name="slow.mov", file="/rushes/slow.mov", has_timecode=False)
    span = SourceSpan(rate=Rate.parse("10"), start=Fraction(7, 5) * 2, duration=Fraction(8))
    clip = replace(_clip(0, 20, media=media), source=span)
    assert _shots(_document(_timeline(_picture(clip))))[0]["in"] == "0.28s"


def test_a_file_of_media_only_is_refused() -> None:
    with pytest.raises(ProductionError, match="no cut, but 1 media"):
        incoming(Reading(format="ale", timelines=(), media=(PIER,)), Wishes())


def test_a_cut_that_is_not_there_is_refused_with_those_that_are() -> None:
    reading = Reading(format="test", timelines=(_timeline(_picture(_clip(0, 5))),))
    with pytest.raises(ProductionError, match="no cut 'other'") as refused:
        incoming(reading, Wishes(timeline="other"))
    assert "Harbour" in refused.value.hint
