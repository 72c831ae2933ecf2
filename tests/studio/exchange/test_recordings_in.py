"""Cuts in which pictures of one media are heard from another: said once at the media, or as cues."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import soundfile

from posthouse.interchange import Clip, MediaRef, Reading, SourceSpan, Timeline, Track, TrackKind
from posthouse.studio.exchange.finding import MediaFinder
from posthouse.studio.exchange.incoming import Wishes, incoming
from posthouse.timing import FrameRange, Rate
from tests.studio.tiny import Clip as Footage
from tests.studio.tiny import make_clip

if TYPE_CHECKING:
    from pathlib import Path

RATE = Rate.parse(25)


@pytest.fixture(scope="module")
def rushes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a camera's clip and a recorder's."""
    folder = tmp_path_factory.mktemp("rushes")
    make_clip(folder / "cam.mov", Footage(rate=Fraction(25), frames=120))
    soundfile.write(folder / "lav.wav", np.zeros((480_000, 1)), 48000, subtype="PCM_16")
    return folder


def _clip(file: Path, start: int, at: Fraction | int, **more: Any) -> Clip:
    span = SourceSpan(rate=RATE, start=Fraction(at), duration=Fraction(20))
    media = MediaRef(name=file.name, file=str(file), has_timecode=False, sound_channels=2)
    name = f"{file.stem}{start}"
    return Clip(id=name, name=name, record=FrameRange.lasting(start, 20), source=span, media=media, **more)


def _came_in(pictures: list[Clip], sounds: list[Clip], folder: Path) -> Any:
    tracks = (
        Track(name="V1", kind=TrackKind.PICTURE, clips=tuple(pictures)),
        Track(name="A1", kind=TrackKind.SOUND, clips=tuple(sounds)),
    )
    reading = Reading(format="test", timelines=(Timeline(id="t", name="t", rate=RATE, tracks=tracks),))
    finder = MediaFinder(reading)
    try:
        return incoming(reading, Wishes(folder=folder, finder=finder))
    finally:
        finder.close()


def _pictures(folder: Path) -> list[Clip]:
    return [_clip(folder / "cam.mov", at, at + 5, link=str(at)) for at in (0, 20)]


def test_linked_sounds_that_agree_are_said_once_at_the_media(rushes: Path) -> None:
    sounds = [_clip(rushes / "lav.wav", at, at + 55, link=str(at)) for at in (0, 20)]
    found = _came_in(_pictures(rushes), sounds, rushes)
    assert found.book.entries["cam"] == {"file": "cam.mov", "sound_from": {"media": "lav", "sample": 96000}}
    assert not found.cues
    assert all("sound" not in line.value for line in found.cut)


@pytest.mark.parametrize("off", [Fraction(1, 100), Fraction(3)])
def test_sounds_that_disagree_are_cues(rushes: Path, off: Fraction) -> None:
    sounds = [_clip(rushes / "lav.wav", at, 55 + at + (off if at else 0), link=str(at)) for at in (0, 20)]
    found = _came_in(_pictures(rushes), sounds, rushes)
    assert found.book.entries["cam"] == "cam.mov"
    assert [line.value["play"] for line in found.cues] == ["lav", "lav"]
    assert all(line.value["sound"] == {"mute": True} for line in found.cut)


def test_a_camera_that_is_heard_with_its_own_sound_anywhere_keeps_it(rushes: Path) -> None:
    sounds = [_clip(rushes / "lav.wav", 0, 55, link="0"), _clip(rushes / "cam.mov", 20, 25, link="20")]
    found = _came_in(_pictures(rushes), sounds, rushes)
    assert found.book.entries["cam"] == "cam.mov"
    assert [line.value.get("sound") for line in found.cut] == [{"mute": True}, None]
    assert len(found.cues) == 1


def test_music_that_lies_under_one_shot_is_no_recording_of_it(rushes: Path) -> None:
    pictures = [_clip(rushes / "cam.mov", 0, 5)]
    found = _came_in(pictures, [_clip(rushes / "lav.wav", 0, 30)], rushes)
    assert found.book.entries["cam"] == "cam.mov"
    assert len(found.cues) == 1


def test_a_recording_whose_file_is_not_here_is_a_cue(rushes: Path) -> None:
    sounds = [_clip(rushes / "gone.wav", at, at + 55, link=str(at)) for at in (0, 20)]
    found = _came_in(_pictures(rushes), sounds, rushes)
    assert found.book.entries["cam"] == "cam.mov"
    assert len(found.cues) == 2
