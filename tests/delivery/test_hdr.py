"""HDR deliverables: what is said is what was measured, found again by readers that know nothing of the writer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import av
import pytest

from posthouse.delivery.hdr import hdr_in_container, hdr_in_stream, hdr_of
from posthouse.delivery.mastering import MasteringSpec
from posthouse.delivery.measure import measure_packets
from posthouse.delivery.presets import movie_of
from posthouse.delivery.spec import HevcSpec, MezzanineSpec
from posthouse.delivery.verify import verify_movie
from posthouse.errors import DeliveryError, ProductionError
from posthouse.media.facts import ContentLight
from posthouse.media.packets import PacketLabel
from posthouse.pixels.light import LIGHT_UNITS_PER_NIT
from tests.delivery.conftest import PROGRAMME, House

if TYPE_CHECKING:
    from pathlib import Path

HDR10 = {"as": "hdr10", "preset": "ultrafast", "mastering": "p3-d65-1000nits"}
PQ_MASTERS = [
    HDR10,
    HDR10 | {"container": "mov"},
    HDR10 | {"container": "mkv"},
    {"as": "prores-422-hq", "color": "rec2100-pq", "mastering": "rec2020-4000nits"},
    {"as": "prores-4444", "color": "rec2100-pq", "fast": True, "mastering": "p3-d65-1000nits"},
    {"as": "dnxhr-hqx", "color": "rec2100-pq", "mastering": "p3-d65-1000nits"},
    {"as": "ffv1", "color": "rec2100-pq", "mastering": "p3-d65-1000nits"},
]


@pytest.mark.parametrize("entry", PQ_MASTERS, ids=lambda entry: " ".join(map(str, entry.values())))
def test_a_pq_movie_meets_every_check(house: House, entry: dict[str, object]) -> None:
    path, expected = house.made(house.movie(entry))
    heard = measure_packets(house.folder / "sound.pkt", PROGRAMME.layout)
    report = verify_movie(path, expected, sound=heard, full=path.suffix != ".mkv")
    assert report.failures == ()
    told = {check.what: check.measured for check in report.checks}
    assert str(told["content light, container"]).startswith("MaxCLL ")
    assert told["color"] == "bt2020 smpte2084 bt2020 narrow"


def test_hdr10_is_main_10_tagged_hvc1_with_closed_groups(house: House) -> None:
    path, expected = house.made(house.movie(HDR10))
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        assert (stream.profile, stream.codec_context.codec_tag, stream.codec_context.pix_fmt) == (
            "Main 10",
            "hvc1",
            "yuv420p10le",
        )
        keys = [packet.is_keyframe for packet in film.demux(stream) if packet.size]
    assert sum(keys) == len(expected.chunk_frames)


def test_content_light_is_that_of_the_brightest_chunk(house: House) -> None:
    movie = house.movie(HDR10)
    _, expected = house.made(movie)
    chunks = [house.folder / f"{number}.pkt" for number in range(len(expected.chunk_frames))]
    lights = [PacketLabel.read(chunk).payload.light for chunk in chunks]
    brightest = max(light.brightest_pixel_units for light in lights if light)
    said = hdr_of(movie, chunks)
    assert said is not None
    assert said.content_light is not None
    assert abs(said.content_light.maximum_nits - brightest / LIGHT_UNITS_PER_NIT) <= 0.5


def test_container_and_stream_are_read_apart(house: House) -> None:
    path, expected = house.made(house.movie(HDR10))
    assert hdr_in_container(path, expected.sei) == hdr_in_stream(path) == expected.hdr


def test_a_movie_that_says_other_light_fails(house: House) -> None:
    path, expected = house.made(house.movie(HDR10))
    assert expected.hdr is not None
    wrong = replace(expected.hdr, content_light=ContentLight(maximum_nits=9999, maximum_frame_average_nits=1))
    report = verify_movie(path, replace(expected, hdr=wrong))
    whats = {check.what for check in report.failures}
    assert {"content light, container", "content light, stream", "key pictures without SEI"} <= whats


def test_a_movie_that_says_what_was_not_asked_fails(house: House) -> None:
    path, expected = house.made(house.movie(HDR10))
    report = verify_movie(path, replace(expected, hdr=None))
    assert "mastering display, container" in {check.what for check in report.failures}


def test_hlg_says_no_light_and_no_display(house: House) -> None:
    path, expected = house.made(house.movie({"as": "hlg", "preset": "ultrafast"}))
    report = verify_movie(path, expected, full=True)
    assert (expected.hdr, report.failures) == (None, ())
    assert "bt2020 arib-std-b67 bt2020 narrow" in str(report)


def test_chunks_that_were_not_measured_are_refused(house: House, tmp_path: Path) -> None:
    house.made(house.movie({"as": "hlg", "preset": "ultrafast"}))
    with pytest.raises(DeliveryError, match="was not measured"):
        hdr_of(house.movie(HDR10), [tmp_path / "0.pkt"])


def test_hdr10_without_a_display_is_refused_and_takes_the_programmes() -> None:
    spec = HevcSpec.model_validate({"as": "hdr10"})
    with pytest.raises(ProductionError, match="on which display it was graded"):
        movie_of(spec, PROGRAMME)
    display = MasteringSpec(primaries="p3-d65", peak_nits=1000).display
    assert movie_of(spec, replace(PROGRAMME, mastering=display)).mastering == display


def test_an_sdr_movie_of_an_hdr_programme_says_no_display() -> None:
    display = MasteringSpec(primaries="p3-d65", peak_nits=1000).display
    spec = MezzanineSpec.model_validate({"as": "prores-422-hq", "color": "rec709"})
    assert movie_of(spec, replace(PROGRAMME, mastering=display)).mastering is None


@pytest.mark.parametrize("kind", ["web", "dnxhr-hq"])
def test_hdr_in_eight_bits_is_refused(kind: str) -> None:
    with pytest.raises(ProductionError, match=f"{kind} has 8-bit pictures, and HDR needs 10"):
        movie_of(House.spec({"as": kind, "color": "rec2100-pq"}), PROGRAMME)


def test_a_display_on_an_sdr_movie_is_refused() -> None:
    with pytest.raises(ProductionError, match="says no mastering display"):
        movie_of(House.spec({"as": "prores-422", "mastering": "p3-d65-1000nits"}), PROGRAMME)
