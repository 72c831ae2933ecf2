"""Dual-system sound, out and in again."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from posthouse.cli.new import write_production
from posthouse.interchange.bwf import read_slate, write_slate
from posthouse.interchange.formats import Multicams, format_named
from posthouse.production.media_spec import FileMediaSpec
from posthouse.studio import open_film
from posthouse.studio.exchange.exporting import export
from posthouse.studio.exchange.importing import Asked, import_cut
from posthouse.studio.exchange.outgoing import outgoing
from posthouse.timing import Rate
from tests.studio.exchange.hearing import assert_heard_alike
from tests.studio.exchange.pretending import Said
from tests.studio.tiny import Clip, make_clip

if TYPE_CHECKING:
    from tests.studio.exchange.pretending import Pretended

MEDIA = {
    "cam1.mov": Said(rate=Fraction(25), start="10:00:00:00"),
    "lavA.wav": Said(rate=None),
}


def _document(**more: Any) -> dict[str, Any]:
    return {
        "posthouse": 1,
        "title": "Dual",
        "format": {"size": [1920, 1080], "rate": 25},
        "media": {
            "cam1": {"file": "cam1.mov", "sound_from": {"media": "lavA", "sample": 504000}},
            "lavA": "lavA.wav",
        },
        "cut": [{"shot": "one", "from": "cam1", "in": "10:00:02:00", "for": "50f"}],
    } | more


def test_what_a_recorder_heard_goes_out_as_a_clip_of_it_linked_to_the_picture(
    pretend: Pretended, tmp_path: Path
) -> None:
    out = outgoing(pretend.film(_document(), MEDIA, tmp_path))
    picture, sound = (track.clips[0] for track in out.timelines[0].tracks)
    assert (picture.media.name, sound.media.name) == ("cam1.mov", "lavA.wav")
    assert picture.link == sound.link == "one"
    assert sound.source.start / sound.source.rate.fraction == Fraction(504000, 48000) + 2
    assert sound.source.duration == 50


def test_a_drift_is_told_and_the_clip_begins_on_its_sample(pretend: Pretended, tmp_path: Path) -> None:
    media = {
        "cam1": {"file": "cam1.mov", "sound_from": {"media": "lavA", "sample": 504000, "drift": "100 ppm"}},
        "lavA": "lavA.wav",
    }
    out = outgoing(pretend.film(_document(media=media), MEDIA, tmp_path))
    sound = out.timelines[0].tracks[1].clips[0]
    assert sound.source.start / 25 == Fraction("10.5") + 2 * Fraction("1.0001")
    assert sound.speed == 1
    assert [entry.reason for entry in out.ledger.entries if "ppm" in entry.reason] == [
        "its recorder's clock drifts by +100 ppm: 0.20 ms off by the clip's end"
    ]


@st.composite
def _dual(draw: st.DrawFn, rate: Rate) -> dict[str, Any]:
    cut: list[Any] = []
    for number in range(draw(st.integers(1, 4))):
        if number and draw(st.booleans()):
            cut.append({"gap": f"{draw(st.integers(1, 20))}f"})
        sounds: list[Any] = [{}, {"gain": "-6 dB"}, {"mute": True}, {"lead": "4f"}, {"trail": "5f"}]
        sound = draw(st.sampled_from(sounds)) if number else {}
        shot = {"shot": f"s{number}", "from": draw(st.sampled_from(["cam1", "cam1", "cam2"]))}
        shot |= {"in": f"{draw(st.integers(50, 400))}f", "for": f"{draw(st.integers(20, 60))}f"}
        cut.append(shot | ({"sound": sound} if sound else {}))
    heard = {"media": "lavA", "sample": draw(st.integers(0, 600_000))}
    media = {"cam1": {"file": "cam1.mov", "sound_from": heard}, "cam2": "cam2.mov", "lavA": "lavA.wav"}
    form = {"size": [1920, 1080], "rate": str(rate)}
    return _document(cut=cut, media=media, format=form)


@pytest.mark.parametrize("name", ["edl", "fcp7", "fcpxml", "otio", "otio-resolve", "aaf", "mlt"])
@settings(
    max_examples=3,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    rate=st.sampled_from([Rate.parse(each) for each in ("23.976", "24", "25", "29.97", "50", "59.94")]), data=st.data()
)
def test_out_and_in_again_the_same_samples_are_heard(
    pretend: Pretended, name: str, rate: Rate, data: st.DataObject
) -> None:
    document = data.draw(_dual(rate))
    media = {
        "cam1.mov": Said(rate=rate.fraction, start="10:00:00:00"),
        "cam2.mov": Said(rate=rate.fraction, start="11:00:00:00"),
        "lavA.wav": Said(rate=None),
    }
    with tempfile.TemporaryDirectory() as place:
        film = pretend.film(document, media, Path(place))
        form = format_named(name)
        assert form is not None
        file = Path(place) / f"cut{form.suffixes[0]}"
        export(film, name, to=file, with_sidecar=False)
        back = import_cut(file, Asked(folder=Path(place), rate=rate))
        slack = 24000 / rate.fraction + 1 if name == "mlt" else Fraction(1)  # MLT says no part of a frame
        assert_heard_alike(pretend.film_of(back.text, media, Path(place)), film, slack)


@pytest.fixture(scope="module")
def shoot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a camera's clip and a recorder's, stamped with the time of day."""
    folder = tmp_path_factory.mktemp("shoot")
    make_clip(folder / "cam1.mov", Clip(rate=Fraction(24000, 1001), frames=120))
    soundfile.write(folder / "bare.wav", np.zeros((480_000, 1)), 48000, subtype="PCM_16")
    slate = replace(
        read_slate(folder / "bare.wav"), start_samples=48000 * 36000 + 777, tape="SR01", scene="12", take="3"
    )
    write_slate(folder / "bare.wav", folder / "lavA.wav", slate)
    return folder


def _shot_production(folder: Path, shoot: Path) -> Path:
    heard = {"media": "lavA", "sample": 100_123}
    media = {"cam1": {"file": str(shoot / "cam1.mov"), "sound_from": heard}, "lavA": str(shoot / "lavA.wav")}
    cut = [
        {"shot": "a", "from": "cam1", "in": "10f", "for": "30f"},
        {"shot": "b", "from": "cam1", "in": "61f", "for": "20f", "sound": {"lead": "3f"}},
    ]
    document = _document(cut=cut, media=media, format={"size": [96, 54], "rate": 23.976})
    (folder / "production.yaml").write_text(json.dumps(document, indent=1))
    return folder


@pytest.mark.parametrize("name", ["edl", "fcp7", "otio", "aaf", "fcpxml"])
def test_media_that_agree_are_heard_from_their_recorder_again(tmp_path: Path, shoot: Path, name: str) -> None:
    with open_film(_shot_production(tmp_path, shoot)) as film:
        form = format_named(name)
        assert form is not None
        file = tmp_path / f"cut{form.suffixes[0]}"
        export(film, name, to=file, with_sidecar=False)
        back = import_cut(file, Asked(folder=tmp_path / "again", rate=Rate.parse("23.976")))
        write_production(tmp_path / "again", back.text)
        with open_film(tmp_path / "again") as again:
            assert_heard_alike(again, film)
    said = back.production.document.media["cam1"]
    assert isinstance(said, FileMediaSpec)
    assert said.sound_from is not None
    assert said.sound_from.sample == 100_123
    assert not back.production.document.sound.cues


@pytest.mark.parametrize("name", ["edl", "fcp7", "otio", "aaf", "fcpxml"])
def test_a_cue_of_a_stamped_wav_goes_out_by_its_timecode_and_comes_back_to_its_sample(
    tmp_path: Path, shoot: Path, name: str
) -> None:
    document = _document(
        media={"cam1": str(shoot / "cam1.mov"), "lavA": str(shoot / "lavA.wav")},
        cut=[{"shot": "a", "from": "cam1", "in": "10f", "for": "60f"}],
        format={"size": [96, 54], "rate": 23.976},
        sound={"cues": [{"cue": "wild", "at": "a+7f", "play": "lavA", "in": "3.0011s", "for": "20f"}]},
    )
    (tmp_path / "production.yaml").write_text(json.dumps(document, indent=1))
    again = tmp_path / "again"
    with open_film(tmp_path) as film:
        media = outgoing(film).timelines[0].tracks[-1].clips[0].media
        assert (media.reel, media.scene, media.take) == ("SR01", "12", "3")
        assert media.available is not None
        assert media.available.start == Rate.parse("23.976").floor_frame_at(Fraction(48000 * 36000 + 777, 48000))
        form = format_named(name)
        assert form is not None
        file = tmp_path / f"cut{form.suffixes[0]}"
        export(film, name, to=file, with_sidecar=False)
        write_production(again, import_cut(file, Asked(folder=again, rate=Rate.parse("23.976"))).text)
        with open_film(again) as back:
            assert_heard_alike(back, film)


def test_an_angle_is_heard_from_its_recorder(pretend: Pretended, tmp_path: Path) -> None:
    media = _document()["media"] | {
        "cam2": "cam2.mov",
        "table": {"multicam": {"wide": {"media": "cam1", "offset": "0f"}, "close": {"media": "cam2", "offset": "5f"}}},
    }
    cut = [{"shot": "one", "from": "table", "angle": "wide", "in": "50f", "for": "50f"}]
    files = MEDIA | {"cam2.mov": Said(rate=Fraction(25))}
    film = pretend.film(_document(media=media, cut=cut), files, tmp_path)
    angles = outgoing(film, multicams=Multicams.ALL).timelines[1:]
    sounds = {each.name: each.tracks[-1].clips[0] for each in angles}
    assert {name: clip.media.name for name, clip in sounds.items()} == {"wide": "lavA.wav", "close": "cam2.mov"}
    assert sounds["wide"].source.start / 25 == Fraction(504000, 48000)
    (_, flat) = (track.clips[0] for track in outgoing(film).timelines[0].tracks)
    assert (flat.media.name, flat.source.start / 25) == ("lavA.wav", Fraction("12.5"))


@pytest.mark.parametrize("name", ["fcp7", "fcpxml", "otio"])
def test_inside_a_nest_the_recorder_is_heard_again_too(tmp_path: Path, shoot: Path, name: str) -> None:
    _shot_production(tmp_path, shoot)
    document = json.loads((tmp_path / "production.yaml").read_text())
    inside = document["cut"]
    inside[1]["sound"] = {"gain": "-3 dB"}
    document |= {"sequences": {"scene": inside}, "cut": [{"shot": "nest", "from": "scene"}]}
    (tmp_path / "production.yaml").write_text(json.dumps(document))
    with open_film(tmp_path) as film:
        form = format_named(name)
        assert form is not None
        file = tmp_path / f"cut{form.suffixes[0]}"
        export(film, name, to=file, with_sidecar=False)
        again = tmp_path / "again"
        back = import_cut(file, Asked(folder=again))
        write_production(again, back.text)
        assert "sound_from" in back.text
        with open_film(again) as found:
            assert_heard_alike(found, film)


def test_a_version_is_heard_from_the_recorder_of_its_footage(pretend: Pretended, tmp_path: Path) -> None:
    version = {"file": "cam2.mov", "sound_from": {"media": "cam1", "in": "50f"}}
    cut = [{"shot": "one", "from": "comp", "in": "10f", "for": "20f"}]
    files = MEDIA | {"cam2.mov": Said(rate=Fraction(25))}
    out = outgoing(pretend.film(_document(media=_document()["media"] | {"comp": version}, cut=cut), files, tmp_path))
    picture, sound = (track.clips[0] for track in out.timelines[0].tracks)
    assert (picture.media.name, sound.media.name) == ("cam2.mov", "lavA.wav")
    assert sound.source.start / 25 == Fraction(504000, 48000) + Fraction(60, 25)
