"""Sound turnovers: every sample where it was, and files that strict readers take."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import aaf2
import pytest
import soundfile

from posthouse.errors import DocumentProblems, MediaError
from posthouse.interchange.aaf import (
    Carriage,
    PictureReference,
    SoundTrack,
    extract,
    mono_files,
    read,
    write_turnover,
)
from posthouse.interchange.timeline import Marker, TrackKind
from tests.interchange.aaf.made import RATE, sound, turnover, wave

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange.timeline import Timeline


def written(folder: Path, **more: object) -> Timeline:
    path = folder / "reel.aaf"
    write_turnover(turnover(folder, **more), path)
    return read(path).timelines[0]


def test_clips_come_back_to_the_sample_with_their_handles_and_fades(tmp_path: Path) -> None:
    tracks = written(tmp_path).tracks
    assert [[clip.facts["samples"] for clip in track.clips] for track in tracks] == [
        [
            {"rate": "48000", "record": [1_001, 41_001], "start": 24_000, "fade_in": 2_400},
            {"rate": "48000", "record": [41_001, 71_004], "start": 24_000, "fade_out": 4_800},
            {"rate": "48000", "record": [100_000, 150_000], "start": 12_345, "fade_in": 100, "fade_out": 200},
        ],
        [{"rate": "48000", "record": [0, 96_000], "start": 0}],
        [
            {"rate": "48000", "record": [48_000, 96_000], "start": 1},
            {"rate": "48000", "record": [96_000, 97_000], "start": 1},
        ],
    ]


def test_cross_fade_borrows_from_both_clips(tmp_path: Path) -> None:
    path = tmp_path / "reel.aaf"
    write_turnover(turnover(tmp_path), path)
    with aaf2.open(str(path)) as file:
        top = next(file.content.toplevel())
        components = list(next(slot for slot in top.slots if slot.name == "DX 1").segment.components)
        told = [(type(each).__name__, each.length) for each in components]
        cross, second = components[3], components[4]
        assert told[:5] == [
            ("Filler", 1_001 + 2_400),
            ("Transition", 2_400),
            ("OperationGroup", 41_200),
            ("Transition", 2_400),
            ("SourceClip", 31_203),
        ]
        assert (cross["CutPoint"].value, second.start) == (1_200, 22_800)


def test_gain_automation_volume_and_pan_come_back(tmp_path: Path) -> None:
    dialogue, music, effects = written(tmp_path).tracks
    assert dialogue.clips[0].gain_db is not None
    assert dialogue.clips[0].gain_db.keys[0].value == (-3.5,)
    assert music.clips[0].gain_db is not None
    assert [key.value[0] for key in music.clips[0].gain_db.keys[:3]] == [0.0, -12.0, 0.0]
    assert music.clips[0].pan is not None
    assert music.clips[0].pan.keys[0].value == (-1.0,)
    hit = effects.clips[0]
    assert hit.gain_db is not None
    assert hit.gain_db.keys[0].value[0] == pytest.approx(-6 * 0.8, abs=0.01)  # a fifth of the way up from -6 dB
    assert hit.pan is not None
    assert hit.pan.keys[0].value[0] == pytest.approx(-0.6, abs=0.01)


@pytest.mark.parametrize("rate", ["23.976", "24", "25", "29.97", "30"])
def test_timecode_marker_and_picture_stand_on_their_frame(tmp_path: Path, rate: str) -> None:
    from posthouse.timing import Rate

    is_drop = rate == "29.97"
    cut = written(
        tmp_path,
        rate=Rate.parse(rate),
        start_frame=107_892,
        is_drop_frame=is_drop,
        markers=(Marker(at=30, name="Loud", note="turn it down", color="red", author="Kim"),),
        picture=PictureReference(file="/media/ref.mov", name="ref", duration_frames=100),
    )
    assert (cut.start_frame, cut.is_drop_frame, str(cut.rate)) == (107_892, is_drop, str(Rate.parse(rate)))
    assert cut.markers == (Marker(at=30, name="Loud", note="turn it down", color="red", author="Kim"),)
    (picture,) = cut.of_kind(TrackKind.PICTURE)
    assert (str(picture.clips[0].record), picture.clips[0].media.file) == ("[0, 100)", "/media/ref.mov")


def test_embedded_sound_is_the_files_own_bit_by_bit(tmp_path: Path) -> None:
    write_turnover(turnover(tmp_path), tmp_path / "reel.aaf")
    found = {each.name: each.file for each in extract(tmp_path / "reel.aaf", tmp_path / "out")}
    assert set(found) == {"a", "b", "c", "stereo.1", "stereo.2"}
    for name, file in found.items():
        stem, _, channel = name.partition(".")
        assert file is not None
        ours, _ = soundfile.read(file, dtype="int32")
        source, _ = soundfile.read(tmp_path / f"{stem}.wav", dtype="int32", always_2d=True)
        assert (ours == source[:, int(channel or 1) - 1]).all()


def test_linked_sound_is_named_by_url_and_relative_by_path(tmp_path: Path) -> None:
    plan = turnover(tmp_path)
    plan = replace(plan, tracks=plan.tracks[:1])
    for carriage, file in ((Carriage.LINKED, str(tmp_path / "a.wav")), (Carriage.RELATIVE, "a.wav")):
        write_turnover(replace(plan, carriage=carriage), tmp_path / f"{carriage}.aaf")
        assert read(tmp_path / f"{carriage}.aaf").timelines[0].tracks[0].clips[0].media.file == file


def test_there_is_one_composition_and_every_mob_is_reached_from_it(tmp_path: Path) -> None:
    path = tmp_path / "reel.aaf"
    write_turnover(turnover(tmp_path, picture=PictureReference(file="/r.mov", name="r", duration_frames=9)), path)
    with aaf2.open(str(path)) as file:
        (top,) = list(file.content.compositionmobs())
        reached = {str(mob.mob_id) for mob in top.dependant_mobs()} | {str(top.mob_id)}
        mobs = [str(mob.mob_id) for mob in file.content.mobs]
        assert sorted(mobs) == sorted(reached)
        assert len(set(mobs)) == len(mobs)
        rates = [(slot.media_kind, slot.edit_rate) for slot in top.slots if slot.media_kind == "Sound"]
        assert rates == [("Sound", RATE)] * 3
        assert {slot.segment.length for slot in top.slots if slot.media_kind == "Sound"} == {240_000}


def test_file_is_whole_sectors_and_says_it_has_no_more_tables(tmp_path: Path) -> None:
    """LibAAF fails on pyaaf2's last sector, which is cut off after its data (MS-CFB 2.1, 2.2)."""
    write_turnover(turnover(tmp_path), tmp_path / "reel.aaf")
    made = (tmp_path / "reel.aaf").read_bytes()
    assert len(made) % 4096 == 0
    assert made[68:72] == bytes.fromhex("feffffff")


def test_same_plan_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    write_turnover(turnover(tmp_path), tmp_path / "one.aaf")
    code = (
        "from pathlib import Path; from tests.interchange.aaf.made import turnover;"
        "from posthouse.interchange.aaf import write_turnover; import sys;"
        "folder = Path(sys.argv[1]); write_turnover(turnover(folder), folder / 'two.aaf')"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert (tmp_path / "one.aaf").read_bytes() == (tmp_path / "two.aaf").read_bytes()


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    file = wave(tmp_path, "a")
    clips = (sound("short", file, (0, 90_000), 20_000), sound("over", file, (80_000, 90_000), 0, fade_in=20_000))
    plan = turnover(tmp_path, tracks=(SoundTrack(name="DX", clips=clips),))
    with pytest.raises(DocumentProblems) as caught:
        write_turnover(plan, tmp_path / "no.aaf")
    told = str(caught.value)
    for part in ("needs samples 20000 to 110000 of 96000", "begins before the last one ends", "fades are longer"):
        assert part in told
    assert not list(tmp_path.glob("no.aaf*"))


def test_stereo_files_are_split_before_they_are_linked(tmp_path: Path) -> None:
    file = wave(tmp_path, "st", channels=2)
    plan = turnover(tmp_path, tracks=(SoundTrack(name="M", clips=(sound("m", file, (0, 100), 0),)),))
    with pytest.raises(DocumentProblems, match="links mono files only"):
        write_turnover(replace(plan, carriage=Carriage.LINKED), tmp_path / "no.aaf")
    left, right = mono_files(file, tmp_path / "mono")
    source, _ = soundfile.read(file, dtype="int32")
    for index, made in enumerate((left, right)):
        assert (soundfile.read(made, dtype="int32")[0] == source[:, index]).all()


@pytest.mark.parametrize(
    ("content", "told"), [(b"", "cut short|no WAV"), (b"junk" * 20, "no WAV"), (None, "cannot be read")]
)
def test_wrong_sound_files_are_refused_in_one_sentence(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "bad.wav"
    if content is not None:
        file.write_bytes(content)
    plan = turnover(tmp_path, tracks=(SoundTrack(name="M", clips=(sound("m", file, (0, 100), 0),)),))
    with pytest.raises(MediaError, match=told):
        write_turnover(plan, tmp_path / "no.aaf")
