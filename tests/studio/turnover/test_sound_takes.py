"""Plain sounds go out bit by bit, with the slate and the time of day they were recorded with."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
import soundfile

from posthouse.interchange.bwf import SoundSlate, read_slate, write_slate
from posthouse.timing import Rate
from tests.studio.tiny import new_tiny
from tests.studio.turnover.handed import Handed, made, place, samples

if TYPE_CHECKING:
    from pathlib import Path

    from tests.studio.tiny import Document

TEN = 36_000 * 48_000
ROLL = SoundSlate(
    sample_rate=48_000, samples=0, channels=1, start_samples=TEN, timecode_rate=Rate.parse("24"),
    scene="12A", take="3", tape="SR07", project="Harbour",
)  # fmt: skip


def recorded() -> Document:
    """Return a camera's clip, one that is heard from a recorder, and the recorder's file as a cue."""
    return {
        "posthouse": 1,
        "title": "Recorded",
        "format": {"size": [96, 54], "rate": 24, "start": "01:00:00:00"},
        "media": {
            "cam": {"file": "media/pan.mov", "start": "05:00:00:00"},
            "roll": "media/roll.wav",
            "dual": {"file": "media/pan.mov", "sound_from": {"media": "roll", "sample": 10_000}},
            "late": {"file": "media/pan.mov", "sound_from": {"media": "roll", "sample": 10_000, "drift": "20 ppm"}},
        },
        "cut": [
            {"shot": "own", "from": "cam", "in": "05:00:01:00", "for": "24f"},
            {"gap": "6f"},
            {"shot": "dual", "from": "dual", "in": "12f", "for": "24f", "sound": {"gain": "-3 dB"}},
            {"gap": "6f"},
            {"shot": "drift", "from": "late", "in": "30f", "for": "12f"},
        ],
        "sound": {"cues": [{"cue": "wild", "at": "own+6f", "play": "roll", "in": "250ms", "for": "500ms"}]},
        "deliver": ["web"],
    }


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory, kit: Path) -> Handed:
    film = new_tiny(tmp_path_factory.mktemp("recorded") / "film", recorded(), kit)
    noise = np.random.default_rng(5).uniform(-0.7, 0.7, 48_000 * 4)
    bare = film.folder / "bare.wav"
    soundfile.write(bare, noise, 48_000, subtype="PCM_24")
    write_slate(bare, film.folder / "media" / "roll.wav", ROLL)
    with film.open() as opened:
        return made(opened, film.folder / "turnovers" / "v1")


def file_of(handed: Handed, clip: str) -> tuple[Path, int]:
    said = next(each for each in handed.record["clips"] if each["clip"] == clip)
    return handed.folder / "audio" / said["files"][0], said["in_file"]


def whole(path: Path) -> np.ndarray[tuple[int, ...], np.dtype[np.int32]]:
    found: np.ndarray[tuple[int, ...], np.dtype[np.int32]] = soundfile.read(path, dtype="int32", always_2d=True)[0]
    return found


@pytest.mark.parametrize(
    ("clip", "source_start"),
    [("dual", 10_000 + 12 * 2_000), ("wild", 12_000)],
)
def test_samples_are_the_recorders_own(handed: Handed, clip: str, source_start: int) -> None:
    path, first = file_of(handed, clip)
    roll = whole(handed.folder.parents[1] / "media" / "roll.wav")
    sent = whole(path)
    begins = source_start - first
    assert (sent == roll[begins : begins + len(sent)]).all()
    assert first == min(24_000, source_start)  # handles of 12 frames, or as far as there are any


def test_slate_and_time_stamp_are_the_recorders(handed: Handed) -> None:
    path, first = file_of(handed, "dual")
    slate = read_slate(path)
    assert (slate.scene, slate.take, slate.tape, slate.project) == ("12A", "3", "SR07", "Recorded")
    assert slate.start_samples == TEN + 10_000 + 24_000 - first
    assert str(slate.start_timecode()) == "10:00:00:" + f"{(34_000 - first) // 2_000:02}"


def test_a_cameras_sound_has_its_timecode(handed: Handed) -> None:
    path, first = file_of(handed, "own")
    slate = read_slate(path)
    assert slate.start_samples == (5 * 3600 + 1) * 48_000 - first
    assert slate.timecode_rate == Rate.parse("24")


def test_what_is_rendered_is_stamped_with_its_place_in_the_programme(handed: Handed) -> None:
    path, first = file_of(handed, "drift")
    assert read_slate(path).start_samples == (3600 * 24 + 60) * 2_000 - first
    assert "drift: the drift of its recorder is taken out" in handed.record["notes"]


def test_the_table_has_record_and_source_timecodes(handed: Handed) -> None:
    rows = {row["clip"]: row for row in csv.DictReader(io.StringIO(handed.text("_clips.csv")))}
    own, dual, drift = rows["own"], rows["dual"], rows["drift"]
    assert [own[name] for name in ("record in", "record out", "source in", "source out")] == [
        "01:00:00:00", "01:00:01:00", "05:00:01:00", "05:00:02:00",
    ]  # fmt: skip
    assert [dual[name] for name in ("scene", "take", "reel", "source", "source in", "gain dB")] == [
        "12A", "3", "SR07", "roll.wav", "10:00:00:17", "-3",
    ]  # fmt: skip
    assert (drift["source in"], drift["note"]) == ("", "the drift of its recorder is taken out")


def test_the_cue_sheet_goes_down_in_time(handed: Handed) -> None:
    rows = list(csv.reader(io.StringIO(handed.text("_cue_sheet.csv"))))
    assert rows[0][0] == "record"
    assert [row[0] for row in rows[1:]] == sorted(row[0] for row in rows[1:])
    assert rows[1][:2] == ["01:00:00:00", "in own (fade)"]
    assert any("in wild" in cell for row in rows for cell in row)


def test_the_aaf_names_roll_and_timecode(handed: Handed) -> None:
    clips = {clip.media.name: clip for track in handed.timeline().tracks for clip in track.clips}
    assert sorted(clips) == ["DX001_own.L", "DX001_own.R", "DX002_dual", "DX003_drift", "FX001_wild"]
    assert clips["DX002_dual"].media.reel == "SR07"
    assert place(clips["DX001_own.L"]) == (0, 48_000)
    assert samples(clips["FX001_wild"])["record"] == [12_000, 36_000]
