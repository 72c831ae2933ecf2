"""Multiclips of Final Cut 7: those on a track, and those beside the cut that shots name in a comment."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from posthouse.errors import MediaError
from posthouse.interchange.fcp7 import read, write
from posthouse.timing import FrameRange
from tests.interchange.fcp7.test_reading import RATE, sequence

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange import Reading


def camera(name: str, said: str = "") -> str:
    streams = "<media><video/><audio><channelcount>2</channelcount></audio></media>"
    url = f"<pathurl>file://localhost/m/{name}.mov</pathurl>"
    file = f'<file id="{name}"><name>{name}.mov</name>{url}{RATE}<duration>1000</duration>{streams}</file>'
    return f'<clip id="clip {name}"><name>{name}</name>{RATE}{said}{file}</clip>'


def multiclip(*clips: str, active: int = 0, sounds: int = 0) -> str:
    angles = "".join(
        f"<angle><activevideoangle>{str(number == active).upper()}</activevideoangle>"
        f"<activeaudioangle>{str(number == sounds).upper()}</activeaudioangle>{clip}</angle>"
        for number, clip in enumerate(clips)
    )
    return f'<multiclip id="m"><name>table</name><collapsed>FALSE</collapsed><synctype>1</synctype>{angles}</multiclip>'


def shot(content: str, at: int = 0) -> str:
    times = f"<start>{at}</start><end>{at + 40}</end><in>100</in><out>140</out>"
    return f'<clipitem id="c{at}"><name>talk</name><duration>1000</duration>{RATE}{times}{content}</clipitem>'


def reading_of(tmp_path: Path, text: str) -> Reading:
    (tmp_path / "cut.xml").write_text(text)
    return read(tmp_path / "cut.xml")


def test_a_multiclip_on_a_track_shows_the_angle_each_item_calls_active(tmp_path: Path) -> None:
    whole = multiclip(camera("wide"), camera("close", "<mediadelay>30</mediadelay>"), active=1)
    again = multiclip('<clip id="clip wide"/>', '<clip id="clip close"/>', active=0)
    found = reading_of(tmp_path, sequence(shot(whole) + shot(again, at=40)))
    first, second = found.timelines[0].tracks[0].clips
    assert first.angles == second.angles == {"wide": "m/1", "close": "m/2"}
    assert (first.nested, second.nested, first.source.start) == ("m/2", "m/1", Fraction(100))
    assert [each.tracks[0].clips[0].record for each in found.nested] == [FrameRange(0, 1000), FrameRange(30, 1030)]


def test_angles_that_say_no_place_are_told(tmp_path: Path) -> None:
    found = reading_of(tmp_path, sequence(shot(multiclip(camera("wide"), camera("close")))))
    (told,) = [entry.reason for entry in found.ledger.losses if entry.feature == "multicam"]
    assert told == "nothing says how its angles lie to each other: they are taken to begin together"


def test_a_multiclip_without_angles_that_can_be_read_is_missing_media(tmp_path: Path) -> None:
    found = reading_of(tmp_path, sequence(shot('<multiclip id="gone"/>')))
    clip = found.timelines[0].tracks[0].clips[0]
    assert (clip.media.kind, clip.angles, clip.nested) == ("missing", {}, None)


def test_a_multiclip_in_itself_is_refused(tmp_path: Path) -> None:
    again = shot('<multiclip id="m"/>')
    inner = f"<media><video><track>{again}</track></video></media>"
    clip = f'<clip id="x"><name>x</name>{RATE}{inner}</clip>'
    with pytest.raises(MediaError, match="contains itself"):
        reading_of(tmp_path, sequence(shot(multiclip(clip))))


def test_a_shot_of_an_angle_is_footage_of_it_and_comes_back_as_the_angle(tmp_path: Path) -> None:
    out = reading_of(tmp_path, sequence(shot(multiclip(camera("wide"), camera("close"), active=1))))
    written = write((*out.timelines, *out.nested), name="cut").files["cut.xml"].decode()
    head, _, bins = written.partition("</sequence>")
    assert "<in>100</in>" in head
    assert "close.mov" in head
    assert "multiclip" not in head
    (clip,) = reading_of(tmp_path, written).timelines[0].tracks[0].clips
    assert (clip.nested, clip.source.start, clip.notes) == ("multiclip-1/2", Fraction(100), ())
    new = bins.replace('<file id="file-1"/>', '<file id="new"><pathurl>file:///m/new.mov</pathurl></file>')
    (other,) = reading_of(tmp_path, f"{head}</sequence>{new}").timelines[0].tracks[0].clips
    assert (other.nested, other.media.name, other.notes) == (None, "close.mov", ("ANGLE: close OF table",))
