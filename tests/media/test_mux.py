"""Joined chunks decode to what each chunk decodes to alone, in time with the sound, in the same bytes every run."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from posthouse.errors import DeliveryError
from posthouse.media.encode import encode_chunk
from posthouse.media.frames import FramePool
from posthouse.media.mux import join_chunks, nearest_ticks
from posthouse.media.packets import PacketFile
from posthouse.media.sound_out import SoundEncoding, encode_sound
from posthouse.media.witness import decoded_frames
from posthouse.signal import ChannelLayout
from posthouse.timing import BROADCAST_RATES, Timecode, floor_sample_at_frame

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from posthouse.signal import Picture, Sound
    from tests.media.conftest import Studio

JOINS = [
    ("libx264", "mp4"),
    ("libx264", "mov"),
    ("libx264", "mkv"),
    ("libx265", "mp4"),
    ("prores_ks", "mov"),
    ("dnxhd", "mov"),
    ("ffv1", "mkv"),
]


def pictures_of(frames: list[av.VideoFrame]) -> list[bytes]:
    return [b"".join(bytes(plane) for plane in frame.planes) for frame in frames]


def decoded(path: Path) -> list[av.VideoFrame]:
    with av.open(str(path)) as container:
        return list(container.decode(container.streams.video[0]))


@pytest.mark.parametrize(("codec", "container"), JOINS)
def test_joined_chunks_decode_as_each_does_alone(studio: Studio, codec: str, container: str) -> None:
    chunks = studio.chunks(studio.encoding(codec), [1, 1, 2, 9, 1, 5])
    target = studio.folder / f"film.{container}"
    assert join_chunks(chunks, None, target, container=container).frames == 19
    alone = [frame for chunk in chunks for frame in decoded_frames(PacketFile(chunk))]
    assert pictures_of(decoded(target)) == pictures_of(alone)


@settings(max_examples=15, deadline=None)
@given(order=st.lists(st.sampled_from([1, 2, 3, 6]), min_size=1, max_size=8))
def test_chunks_in_any_order_are_shown_on_time(kept_studio: Studio, order: list[int]) -> None:
    chunks = {frames: kept_studio.chunk(kept_studio.encoding("libx264", "29.97"), 0, frames) for frames in set(order)}
    target = kept_studio.folder / "film.mp4"
    join_chunks([chunks[frames] for frames in order], None, target, container="mp4")
    frames = decoded(target)
    assert [frame.pts for frame in frames] == [1001 * number for number in range(sum(order))]
    alone = [frame for length in order for frame in decoded_frames(PacketFile(chunks[length]))]
    assert pictures_of(frames) == pictures_of(alone)


def test_decoding_times_rise_and_no_picture_is_due_before_it_is_decoded(studio: Studio) -> None:
    chunks = studio.chunks(studio.encoding("libx264"), [1, 7, 1, 2, 12])
    join_chunks(chunks, None, studio.folder / "film.mp4", container="mp4")
    with av.open(str(studio.folder / "film.mp4")) as container:
        times = [(packet.dts or 0, packet.pts or 0) for packet in container.demux(video=0) if packet.size]
    assert np.diff([decoded_at for decoded_at, _ in times]).min() > 0
    assert all(shown_at >= decoded_at for decoded_at, shown_at in times)


def test_a_bare_stream_of_one_picture_chunks_parses_into_as_many_pictures(studio: Studio) -> None:
    """Two IDR pictures with one idr_pic_id in a row are told apart by the delimiter before each (H.264, 7.4.1.2.4)."""
    chunks = studio.chunks(studio.encoding("libx264"), [1] * 5)
    join_chunks(chunks, None, studio.folder / "film.mp4", container="mp4")
    bare = studio.folder / "film.h264"
    with av.open(str(studio.folder / "film.mp4")) as source, av.open(str(bare), "w", format="h264") as sink:
        stream = sink.add_stream_from_template(source.streams.video[0], opaque=True)
        for packet in source.demux(video=0):
            if packet.size:
                packet.stream = stream
                sink.mux(packet)
    assert len(decoded(bare)) == 5


def test_chunks_of_another_encoding_do_not_join(studio: Studio) -> None:
    one, two = (
        studio.chunk(studio.encoding("libx264", rate), 0, 2 + number) for number, rate in enumerate(("24", "25"))
    )
    with pytest.raises(DeliveryError, match=r"differ in .*ticks_per_second"):
        join_chunks([one, two], None, studio.folder / "film.mp4", container="mp4")


def test_a_container_that_cannot_hold_a_codec_says_so(studio: Studio) -> None:
    chunk = studio.chunk(studio.encoding("prores_ks"), 0, 1)
    with pytest.raises(DeliveryError, match="mp4"):
        join_chunks([chunk], None, studio.folder / "film.mp4", container="mp4")


@pytest.mark.parametrize("container", ["mp4", "mov", "mkv"])
def test_two_joins_give_the_same_bytes_and_tell_no_time(studio: Studio, container: str) -> None:
    chunks = studio.chunks(studio.encoding("libx264"), [3, 4])
    encode_sound(
        studio.pcm(noise(2, 14_000)), SoundEncoding(codec="aac", layout=ChannelLayout.STEREO), studio.folder / "s"
    )
    films = [studio.folder / f"{number}.{container}" for number in range(2)]
    for film in films:
        join_chunks(chunks, studio.folder / "s", film, container=container)
    assert films[0].read_bytes() == films[1].read_bytes()
    with av.open(str(films[0])) as opened:
        assert "creation_time" not in opened.metadata


def test_the_index_of_a_web_file_is_in_front(studio: Studio) -> None:
    join_chunks([studio.chunk(studio.encoding("libx264"), 0, 3)], None, studio.folder / "f.mp4", container="mp4")
    octets = (studio.folder / "f.mp4").read_bytes()
    assert octets.index(b"moov") < octets.index(b"mdat")
    assert b"colrnclx" in octets


def test_tags_aspect_and_rate_are_in_the_finished_file(studio: Studio) -> None:
    encoding = replace(studio.encoding("prores_ks", "23.976"), sample_aspect=Fraction(16, 15))
    join_chunks([studio.chunk(encoding, 0, 2)], None, studio.folder / "f.mov", container="mov")
    with av.open(str(studio.folder / "f.mov")) as container:
        stream = container.streams.video[0]
        assert (stream.average_rate, stream.sample_aspect_ratio) == (Fraction(24000, 1001), Fraction(16, 15))
        assert stream.codec_tag == "apch"
        context = stream.codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (1, 1, 1, 1)


@pytest.mark.parametrize(("rate", "label"), [("29.97", "00:59:59;28"), ("59.94", "01:00:00;04"), ("25", "10:00:00:24")])
@pytest.mark.parametrize(("codec", "container"), [("libx264", "mp4"), ("prores_ks", "mov")])
def test_the_timecode_track_reads_back(studio: Studio, codec: str, container: str, rate: str, label: str) -> None:
    encoding = studio.encoding(codec, rate)
    start = Timecode.parse(label, encoding.rate)
    target = studio.folder / f"f.{container}"
    join_chunks([studio.chunk(encoding, 0, 2)], None, target, container=container, start=start)
    with av.open(str(target)) as opened:
        assert [stream.metadata["timecode"] for stream in opened.streams.data] == [label]


def noise(channels: int, samples: int) -> Sound:
    return (np.random.default_rng(5).standard_normal((channels, samples)) * 0.02).astype(np.float32)


def flashing(studio: Studio, flash_frame: int) -> Path:
    """Return a chunk of 40 black pictures with a white one among them, at 29.97."""
    encoding = studio.encoding("libx264", "29.97")
    pool = FramePool(encoding.format)

    def painted(number: int) -> Picture:
        picture = pool.picture()
        for plane, code in zip(picture.planes, (235 if number == flash_frame else 16, 128, 128), strict=True):
            plane[:] = code
        return picture

    encode_chunk((painted(number) for number in range(40)), encoding, studio.folder / "flash.pkt")
    return studio.folder / "flash.pkt"


def heard(path: Path) -> tuple[float, NDArray[np.float32]]:
    """Return the time of the first sample and the first channel."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        frames = list(container.decode(stream))
    values = [
        f.to_ndarray() if f.format.is_planar else f.to_ndarray().reshape(-1, f.layout.nb_channels).T for f in frames
    ]
    first = frames[0]
    assert first.pts is not None
    assert first.time_base is not None
    return float(first.pts * first.time_base), np.concatenate(values, axis=1)[0].astype(np.float32)


@pytest.mark.parametrize(
    ("codec", "container"), [("aac", "mp4"), ("aac", "mov"), ("pcm_s24le", "mov"), ("flac", "mkv")]
)
@pytest.mark.parametrize("layout", list(ChannelLayout))
def test_a_burst_is_heard_at_the_sample_of_its_flash(
    studio: Studio, codec: str, container: str, layout: ChannelLayout
) -> None:
    flash_frame, rate = 17, studio.encoding("libx264", "29.97").rate
    click = floor_sample_at_frame(flash_frame, rate, 48_000)
    sound = noise(layout.channels, floor_sample_at_frame(40, rate, 48_000)) * 0.01
    burst = noise(1, 480)[0] * 10
    sound[:, click : click + 480] = burst
    encode_sound(studio.pcm(sound), SoundEncoding(codec=codec, layout=layout), studio.folder / "s.pkt")
    target = studio.folder / f"f.{container}"
    join_chunks([flashing(studio, flash_frame)], studio.folder / "s.pkt", target, container=container)
    bright = [
        number
        for number, frame in enumerate(decoded(target))
        if np.frombuffer(bytes(frame.planes[0]), np.uint8)[0] > 200
    ]
    starts_at, channel = heard(target)
    assert bright == [flash_frame]
    places = np.correlate(channel[click - 1000 : click + 1480], burst, mode="valid")
    assert round(starts_at * 48_000) + click - 1000 + int(places.argmax()) == click


@pytest.mark.parametrize("rate", BROADCAST_RATES, ids=str)
def test_frames_become_ticks_without_drift(rate: object) -> None:
    fraction = rate.fraction  # type: ignore[attr-defined] # a Rate, by id
    day = np.arange(0, 24 * 3600 * 120, 9973)
    exact = nearest_ticks(day, fraction, Fraction(1, fraction.numerator))
    assert np.array_equal(exact, day * fraction.denominator)
    coarse = nearest_ticks(day, fraction, Fraction(1, 1000))
    assert np.abs(coarse / 1000 - day / float(fraction)).max() <= 0.000501
