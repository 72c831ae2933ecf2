"""FLAC a part at a time: the parts are one stream, to the bit, for a reader of another make as well."""

from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from posthouse.media.flac import coded_number, flac_facts, flac_frame_samples, flac_frames, renumbered
from posthouse.signal import ChannelLayout

RATE = 48000


def grid_sound(channels: int, samples: int) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """Return sound whose samples lie on the 16-bit grid, so that nothing is rounded."""
    steps = np.random.default_rng(channels).integers(-300, 301, (channels, samples))
    return (np.clip(np.cumsum(steps, axis=1), -32768, 32767) / 32768).astype(np.float32)


def in_parts(sound: np.ndarray[tuple[int, int], np.dtype[np.float32]], layout: ChannelLayout, frames: int) -> bytes:
    """Return a FLAC file whose frames were made a few at a time."""
    step, samples = flac_frame_samples(RATE), sound.shape[1]
    parts = [
        flac_frames(sound[:, at : at + frames * step], layout, RATE, first_frame=at // step)
        for at in range(0, samples, frames * step)
    ]
    facts = bytearray(flac_facts(layout, RATE).extradata)
    facts[14:18] = samples.to_bytes(4, "big")  # STREAMINFO's number of samples: libsndfile asks for it
    return b"fLaC\x80\0\0\x22" + bytes(facts) + b"".join(payload for part in parts for payload, _ in part)


@pytest.mark.parametrize("layout", list(ChannelLayout))
def test_parts_are_one_stream_to_libflac_to_the_bit(layout: ChannelLayout) -> None:
    """LibFLAC checks the numbers and both checksums of every frame (RFC 9639, 9.1.5, 9.1.8, 9.3)."""
    sound = grid_sound(layout.channels, 5 * flac_frame_samples(RATE) + 777)
    heard, _ = soundfile.read(io.BytesIO(in_parts(sound, layout, 2)), dtype="int16", always_2d=True)
    assert np.array_equal(heard.T, (sound * 32768).astype(np.int16))


def test_a_part_made_alone_is_what_the_whole_has_there() -> None:
    layout, step = ChannelLayout.STEREO, flac_frame_samples(RATE)
    sound = grid_sound(2, 6 * step)
    whole = flac_frames(sound, layout, RATE, first_frame=0)
    assert flac_frames(sound[:, 3 * step :], layout, RATE, first_frame=3) == whole[3:]


@given(number=st.integers(0, (1 << 31) - 1))
def test_a_number_is_coded_the_way_of_utf_8(number: int) -> None:
    if number < 0x110000 and not 0xD800 <= number < 0xE000:
        assert coded_number(number) == chr(number).encode()
    assert len(coded_number(number)) == max(1, -(-(number.bit_length() - 1) // 5)) or number < 1 << 11


@given(there=st.integers(0, (1 << 31) - 1))
def test_renumbering_there_and_back_changes_nothing(there: int) -> None:
    frame, _ = flac_frames(grid_sound(1, 100), ChannelLayout.MONO, RATE, first_frame=0)[0]
    assert renumbered(renumbered(frame, there), 0) == frame


def test_nothing_is_no_frames() -> None:
    assert flac_frames(np.zeros((2, 0), np.float32), ChannelLayout.STEREO, RATE, first_frame=0) == []
