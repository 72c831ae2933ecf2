"""Sound, sample for sample."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, cast

import av
import numpy as np
import pytest
import soundfile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posthouse.errors import MediaError
from posthouse.media.sound_in import SoundReader
from posthouse.media.sound_segments import SEGMENT_SAMPLES

if TYPE_CHECKING:
    from pathlib import Path

    from av.audio.stream import AudioStream

    from posthouse.media.library import MediaLibrary
    from posthouse.signal import Sound

FILES = (
    "sound/sd_A101_3.WAV", "sound/ami_dev00.wav", "sound/sfx_rockHit2.wav", "sound/sp_perc_swash.flac",
    "sound/sp_loop_tabla.flac", "sound/countdown.mp3", "sound/guitar.mp3", "sound/voices-around-a-fire.mp3",
    "sound/glacier-bay-humpback.ogg", "sound/456440__inspectorj__bird-whistling-robin-single-13.ogg",
    "sound/stems_Metal_madness_song.ogg", "conformance/adm/Test_ADM_ProTools.wav",
    "conformance/adm/ear_rect_24bit_rf64.wav",
)  # fmt: skip
LOSSLESS = {".wav", ".flac"}


def whole(reader: SoundReader) -> Sound:
    return reader.read(0, reader.duration_samples)


@pytest.mark.parametrize("name", FILES)
def test_samples_are_those_libsndfile_reads(name: str, media: Path, library: MediaLibrary) -> None:
    path = media / name
    expected, rate = soundfile.read(path, dtype="float32", always_2d=True)
    with SoundReader(path, library.info(path), library=library) as reader:
        assert (reader.sample_rate, reader.channels, reader.duration_samples) == (rate, *expected.T.shape)
        tolerance = 0 if path.suffix.lower() in LOSSLESS else 1e-5
        assert np.abs(whole(reader) - expected.T).max() <= tolerance


@pytest.mark.parametrize(
    "name",
    ["bbb_330-390s.mp4", "sample_edit_list.mp4", "tears-of-steel-battle-clip-medium.webm", "rotate-buck-bunny.mp4"],
)
def test_reading_anywhere_gives_what_reading_through_gives(name: str, media: Path, library: MediaLibrary) -> None:
    path = media / "footage" / name
    info = library.info(path)
    with SoundReader(path, info, library=library) as through, SoundReader(path, info, library=library) as anywhere:
        expected = np.concatenate(list(through.blocks(31_111)), axis=1)
        ends = [0, SEGMENT_SAMPLES, through.duration_samples - 500]
        for start in [*ends[::-1], *map(int, np.random.default_rng(2).integers(0, through.duration_samples - 500, 4))]:
            length = min(500, expected.shape[1] - start)
            assert np.array_equal(anywhere.read(start, 500)[:, :length], expected[:, start : start + 500])


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=st.integers(-3000, 12_000), count=st.integers(0, 9000))
def test_outside_the_sound_is_silence(start: int, count: int, media: Path, library: MediaLibrary) -> None:
    path = media / "sound/sfx_hurt1.wav"
    with SoundReader(path, library.info(path), library=library) as reader:
        padded = np.pad(whole(reader), ((0, 0), (3000, 30_000)))
        assert np.array_equal(reader.read(start, count), padded[:, start + 3000 : start + 3000 + count])


def test_sound_keeps_its_offset_against_the_picture(media: Path, library: MediaLibrary) -> None:
    for name, offset in (("rotate-buck-bunny.mp4", -4000), ("sample_portrait.mp4", 1896), ("friday.mp4", 0)):
        path = media / "footage" / name
        with SoundReader(path, library.info(path), library=library) as reader:
            assert reader.picture_offset_samples == offset


def click_movie(path: Path, codec: str, rate: int, delay_s: Fraction) -> Path:
    """Write a movie whose picture starts at 0 and whose sound, a click at sample 12,000, starts ``delay_s`` later."""
    with av.open(str(path), "w") as container:
        picture = container.add_stream("mpeg4", rate=25)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        sound = cast("AudioStream", container.add_stream(codec, rate=rate, layout="stereo"))
        clicks = click_frames(sound, codec, rate)
        for number in range(25):
            shown = av.VideoFrame(64, 48, "yuv420p")
            shown.pts = number
            container.mux(picture.encode(shown))
        for part in clicks:
            part.pts = (part.pts or 0) + int(delay_s * rate)
            container.mux(sound.encode(part))
        container.mux(sound.encode(None))
        container.mux(picture.encode(None))
    return path


def click_frames(sound: AudioStream, codec: str, rate: int) -> list[av.AudioFrame]:
    """Return a second of silence with its click, in frames as long as the codec's."""
    layout = "fltp" if codec == "libmp3lame" else sound.codec_context.format.name
    sound.codec_context.format = layout
    samples = np.zeros((2, rate), np.float32)
    samples[:, 12_000] = 0.9
    frame = av.AudioFrame.from_ndarray(samples if layout.endswith("p") else packed(samples, layout), layout, "stereo")
    frame.sample_rate, frame.pts, frame.time_base = rate, 0, Fraction(1, rate)
    fifo = av.AudioFifo()
    fifo.write(frame)
    return fifo.read_many(sound.codec_context.frame_size or rate, partial=True)


def packed(samples: Sound, layout: str) -> np.ndarray:
    scaled = samples if layout == "flt" else np.rint(samples * 32767).astype(np.int16)
    return np.ascontiguousarray(scaled.T).reshape(1, -1)


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [
        ("aac.mp4", "aac", 48000),
        ("aac.mov", "aac", 44100),
        ("pcm.mov", "pcm_s16le", 48000),
        ("mp3.mp4", "libmp3lame", 48000),
        ("opus.mkv", "libopus", 48000),
        ("aac.mkv", "aac", 48000),
        ("ac3.mp4", "ac3", 48000),
    ],
)
@pytest.mark.parametrize("delay_s", [Fraction(0), Fraction(1, 5)])
def test_click_lands_on_its_sample_against_the_picture(
    name: str, codec: str, rate: int, delay_s: Fraction, tmp_path: Path, library: MediaLibrary
) -> None:
    path = click_movie(tmp_path / name, codec, rate, delay_s)
    with SoundReader(path, library.info(path), library=library) as reader:
        click = int(np.argmax(np.abs(whole(reader)[0]))) + reader.picture_offset_samples
    # Matroska counts milliseconds, and so does an MP4 edit list that delays a stream
    rounding = rate // 1000 if path.suffix == ".mkv" or delay_s else 0
    assert abs(click - 12_000 - int(delay_s * rate)) <= max(rounding, 1)


@pytest.mark.parametrize("layout", ["mono", "stereo", "5.1", "7.1"])
@pytest.mark.parametrize(
    ("subtype", "suffix"), [("PCM_24", ".wav"), ("FLOAT", ".wav"), ("PCM_16", ".flac"), ("PCM_24", ".flac")]
)
def test_every_layout_and_depth_is_exact(
    layout: str, subtype: str, suffix: str, tmp_path: Path, library: MediaLibrary
) -> None:
    channels = {"mono": 1, "stereo": 2, "5.1": 6, "7.1": 8}[layout]
    path = tmp_path / f"{layout}{suffix}"
    noise = np.random.default_rng(3).uniform(-1, 1, (9600, channels)).astype(np.float32)
    soundfile.write(path, noise, 96000, subtype=subtype)
    expected = soundfile.read(path, dtype="float32", always_2d=True)[0].T
    info = library.info(path)
    assert (info.sounds[0].sample_rate, info.sounds[0].bits) == (96000, int(subtype[-2:]) if "PCM" in subtype else 32)
    with SoundReader(path, info, library=library) as reader:
        assert np.array_equal(whole(reader), expected)


def test_hours_of_sound_take_no_more_memory_than_two_segments(media: Path, library: MediaLibrary) -> None:
    path = media / "footage/bbb_330-390s.mp4"
    with SoundReader(path, library.info(path), library=library) as reader:
        for start in range(0, reader.duration_samples, 200_000):
            reader.read(start, 10)
            assert len(reader._segments) <= 2


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_sound_that_is_no_number_is_refused(bad: float, tmp_path: Path, library: MediaLibrary) -> None:
    noise = np.random.default_rng(1).uniform(-0.1, 0.1, (48_000, 2)).astype(np.float32)
    noise[24_000, 1] = bad
    path = tmp_path / "broken.wav"
    soundfile.write(path, noise, 48_000, subtype="FLOAT")
    with (
        SoundReader(path, library.info(path), library=library) as reader,
        pytest.raises(MediaError, match="no numbers"),
    ):
        whole(reader)
