"""A good movie meets every check; whatever is wrong with one is named with what was measured and required."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from posthouse.delivery.measure import measure_packets
from posthouse.delivery.report import write_report
from posthouse.delivery.verify import LoudnessLimits, verify_movie
from posthouse.errors import DeliveryError
from posthouse.signal import ChannelLayout
from posthouse.timing import Rate

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.delivery.verify import Expected
    from tests.delivery.conftest import House

MOVIES: list[object] = [
    "web",
    "prores-422-hq",
    "dnxhr-hqx",
    {"as": "custom", "codec": "libx265", "pixel_format": "yuv420p10le", "options": {"preset": "ultrafast"}},
    {"as": "custom", "codec": "ffv1", "container": "mkv", "pixel_format": "gbrp10le", "lossless": True,
     "sound": {"codec": "flac"}},
    {"as": "custom", "codec": "libx264", "container": "mov", "options": {"qp": 0}, "lossless": True,
     "sound": {"codec": "pcm_s16le"}},
]  # fmt: skip


@pytest.mark.parametrize("entry", MOVIES, ids=str)
@pytest.mark.parametrize("full", [False, True])
def test_every_movie_meets_every_check(house: House, entry: object, full: bool) -> None:  # noqa: FBT001 - a case
    limits = LoudnessLimits(integrated_lufs=-20.0, true_peak_dbtp=-1.0)
    path, expected = house.made(house.movie(entry), limits)
    report = verify_movie(path, expected, full=full)
    report.raise_failures()
    assert len(report.checks) > 15
    assert report.is_full == full


def test_sound_known_from_its_packets_reads_the_same_as_from_the_file(house: House) -> None:
    path, expected = house.made(house.movie("web"))
    known = measure_packets(house.folder / "sound.pkt", ChannelLayout.STEREO)
    assert verify_movie(path, expected, sound=known).checks == verify_movie(path, expected).checks


def faster(expected: Expected) -> Expected:
    picture = replace(expected.movie.picture, rate=Rate.parse(30))
    return replace(expected, movie=replace(expected.movie, picture=picture))


def wider(expected: Expected) -> Expected:
    picture = expected.movie.picture
    changed = replace(picture, format=replace(picture.format, primaries="bt2020", width=258))
    return replace(expected, movie=replace(expected.movie, picture=changed))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda e: replace(e, chunk_frames=(1, 9, 21)), r"frames is 30, required 31"),
        (
            lambda e: replace(e, chunk_digests=("00", *e.chunk_digests[1:])),
            r"chunks changed by joining is 1, required 0",
        ),
        (lambda e: replace(e, sound_digest="00"), "sound changed by joining is 1"),
        (lambda e: replace(e, samples=e.samples + 1), r"sound decoded is 48048 samples, required 48049 samples"),
        (lambda e: replace(e, start=e.start.plus(1)), r"start timecode is 01:00:00;02, required 01:00:00;03"),
        (
            lambda e: replace(e, loudness=LoudnessLimits(integrated_lufs=-23.0)),
            r"loudness is -20\.0 LUFS, required -23\.0",
        ),
        (faster, r"frame rate is 30000/1001, required 30"),
        (wider, r"picture size is 256x128, required 258x128; color is bt709 bt709"),
    ],
)
def test_what_is_wrong_is_named_with_measured_and_required(house: House, change: object, told: str) -> None:
    assert callable(change)
    path, expected = house.made(house.movie("web"))
    with pytest.raises(DeliveryError, match=told):
        verify_movie(path, change(expected)).raise_failures()


def test_a_true_peak_over_the_ceiling_fails_pcm_and_may_reach_full_scale_in_aac(house: House) -> None:
    limits = LoudnessLimits(true_peak_dbtp=-30.0)
    path, expected = house.made(house.movie("prores-422-hq"), limits)
    with pytest.raises(DeliveryError, match=r"true peak, at most is -20\.0 dBTP, required -30\.0 dBTP"):
        verify_movie(path, expected).raise_failures()
    path, expected = house.made(house.movie("web"), limits)
    verify_movie(path, expected).raise_failures()


@pytest.mark.parametrize("place", [0.5, 0.9])
def test_one_changed_byte_of_the_payload_is_found(house: House, place: float) -> None:
    path, expected = house.made(house.movie("prores-422-hq"))
    octets = bytearray(path.read_bytes())
    start = octets.index(b"mdat")
    octets[start + int((octets.index(b"moov") - start) * place)] ^= 0x10
    path.write_bytes(octets)
    assert verify_movie(path, expected).failures


@pytest.mark.parametrize("kept", [0.0, 0.3, 0.95])
def test_a_file_cut_short_is_found(house: House, kept: float) -> None:
    path, expected = house.made(house.movie("web"))
    octets = path.read_bytes()
    path.write_bytes(octets[: int(len(octets) * kept)])
    with pytest.raises(DeliveryError):
        verify_movie(path, expected).raise_failures()


def test_the_report_beside_the_file_says_the_same_in_text_and_json(house: House) -> None:
    path, expected = house.made(house.movie("web"), LoudnessLimits(integrated_lufs=-23.0))
    report = verify_movie(path, expected)
    text, plain = write_report(report, path)
    assert (text.name, plain.name) == ("harbour-web.mp4.report.txt", "harbour-web.mp4.report.json")
    told = json.loads(plain.read_text())
    assert told["is_met"] is False
    assert [check["what"] for check in told["checks"] if not check["is_met"]] == ["loudness"]
    assert "1 of" in text.read_text()
    assert all(check.what in text.read_text() for check in report.checks)


def test_a_missing_file_is_a_delivery_error(house: House, tmp_path: Path) -> None:
    _, expected = house.made(house.movie("web"))
    with pytest.raises(DeliveryError, match="cannot be read again"):
        verify_movie(tmp_path / "nothing.mp4", expected)
