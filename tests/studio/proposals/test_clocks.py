"""When recorders began, as their files say."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from posthouse.media.facts import BroadcastExtension, MediaInfo, MediaKind, SoundFacts
from posthouse.media.library import MediaLibrary
from posthouse.studio.proposals.clocks import recorder_clock

if TYPE_CHECKING:
    from pathlib import Path

INFO = MediaInfo(
    kind=MediaKind.CONTAINER,
    container="wav",
    byte_count=1,
    digest="0" * 64,
    sounds=(
        SoundFacts(
            stream=0,
            codec="pcm_s24le",
            profile="",
            sample_rate=48_000,
            channels=1,
            layout="mono",
            bits=24,
            is_float=False,
            start_s=Fraction(0),
            duration_samples=480_000,
            priming_samples=0,
        ),
    ),
)
F_48048 = """<?xml version="1.0" encoding="UTF-8"?><BWFXML><SPEED><TIMECODE_RATE>24000/1001</TIMECODE_RATE>
<FILE_SAMPLE_RATE>48000</FILE_SAMPLE_RATE><DIGITIZER_SAMPLE_RATE>48048</DIGITIZER_SAMPLE_RATE>
<TIMESTAMP_SAMPLE_RATE>48048</TIMESTAMP_SAMPLE_RATE></SPEED></BWFXML>"""


def test_48048_is_read_from_ixml() -> None:
    clock = recorder_clock(INFO, BroadcastExtension(time_reference_samples=48_048 * 60, ixml=F_48048))
    assert clock is not None
    assert (clock.seconds, clock.speed, str(clock.rate)) == (Fraction(60), Fraction(1001, 1000), "24000/1001")


@pytest.mark.parametrize(
    "ixml", ["", "junk", "<BWFXML>", '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>']
)
def test_without_a_readable_ixml_the_header_is_believed(ixml: str) -> None:
    clock = recorder_clock(INFO, BroadcastExtension(time_reference_samples=96_000, ixml=ixml))
    assert clock is not None
    assert (clock.seconds, clock.speed) == (Fraction(2), Fraction(1))
    assert clock.rate is None


@pytest.mark.parametrize(
    ("name", "samples", "rate"),
    [("sd_A101_3.WAV", 2_191_661_476, "24000/1001"), ("zoomF8_Scene_1_2AG-T001_Tr1.WAV", 3_917_280_000, "25")],
)
def test_real_recorders_say_when_they_began(media: Path, tmp_path: Path, name: str, samples: int, rate: str) -> None:
    with MediaLibrary(tmp_path) as library:
        info = library.info(media / "sound" / name)
    assert info.broadcast is not None
    clock = recorder_clock(info, info.broadcast)
    assert clock is not None
    assert (clock.seconds, str(clock.rate)) == (Fraction(samples, 48_000), rate)
