"""Playlists against RFC 8216."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posthouse.editorial import Chunk
from posthouse.editorial.cut import Gap
from posthouse.review.playlists import Rendition, media_playlist, programme_playlist
from posthouse.review.segments import picture_segments, sound_segments
from posthouse.timing import BROADCAST_RATES, FrameRange, Rate

RENDITION = Rendition(
    width=640,
    height=360,
    rate=Fraction(24000, 1001),
    picture_codec="avc1.42c01e",
    sound_codec="fLaC",
    channels=2,
    bits_per_second=5_000_000,
)


def durations(text: str) -> list[Fraction]:
    return [Fraction(found) for found in re.findall(r"^#EXTINF:([\d.]+),$", text, re.MULTILINE)]


@given(lengths=st.lists(st.integers(1, 96), min_size=1, max_size=60), rate=st.sampled_from(BROADCAST_RATES))
def test_segments_add_up_to_the_programme_within_a_microsecond(lengths: list[int], rate: Rate) -> None:
    ends = [sum(lengths[: place + 1]) / rate.fraction for place in range(len(lengths))]
    assert abs(sum(durations(media_playlist(ends, "picture"))) - ends[-1]) <= Fraction(1, 1_000_000)


@given(lengths=st.lists(st.integers(1, 96), min_size=1, max_size=30), rate=st.sampled_from(BROADCAST_RATES))
def test_no_segment_rounded_is_longer_than_the_target(lengths: list[int], rate: Rate) -> None:
    """RFC 8216, 4.3.3.1."""
    ends = [sum(lengths[: place + 1]) / rate.fraction for place in range(len(lengths))]
    text = media_playlist(ends, "picture")
    target = re.search(r"^#EXT-X-TARGETDURATION:(\d+)$", text, re.MULTILINE)
    assert target is not None
    assert max(round(each) for each in durations(text)) <= int(target[1])


def test_half_a_second_counts_as_a_whole_one() -> None:
    assert "#EXT-X-TARGETDURATION:3" in media_playlist([Fraction(5, 2)], "picture")


def test_a_media_playlist_has_what_the_rfc_demands() -> None:
    """RFC 8216, 4.1 (first line), 4.3.1.2, 4.3.2.5 (map before segments), 4.3.3.4, 4.3.3.5, 4.3.5.1."""
    lines = media_playlist([Fraction(2), Fraction(4)], "sound").splitlines()
    assert lines[0] == "#EXTM3U"
    assert lines[-1] == "#EXT-X-ENDLIST"
    assert lines.index('#EXT-X-MAP:URI="sound.mp4"') < lines.index("#EXTINF:2.000000,")
    assert lines[lines.index("#EXTINF:2.000000,") + 1] == "sound-0.m4s"
    for tag in ("#EXT-X-VERSION:7", "#EXT-X-PLAYLIST-TYPE:VOD", "#EXT-X-INDEPENDENT-SEGMENTS"):
        assert lines.count(tag) == 1


def test_the_programme_names_codecs_sound_and_size() -> None:
    """RFC 8216, 4.3.4.1 and 4.3.4.2: the group of the stream is one that is declared."""
    text = programme_playlist(RENDITION)
    assert 'CODECS="avc1.42c01e,fLaC",RESOLUTION=640x360,FRAME-RATE=23.976,AUDIO="sound"' in text
    assert '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound"' in text
    assert text.splitlines()[-1] == "picture.m3u8"


def chunks_of_lengths(lengths: list[int]) -> list[Chunk]:
    starts = [sum(lengths[:place]) for place in range(len(lengths))]
    gap = Gap(start_frame=0, duration_frames=sum(lengths))
    return [Chunk(range=FrameRange.lasting(s, n), base=gap) for s, n in zip(starts, lengths, strict=True)]


@given(lengths=st.lists(st.integers(1, 96), max_size=60), rate=st.sampled_from(BROADCAST_RATES))
def test_picture_segments_are_whole_chunks_end_to_end(lengths: list[int], rate: Rate) -> None:
    segments = picture_segments(chunks_of_lengths(lengths), rate)
    assert [number for segment in segments for number in segment.chunks] == list(range(len(lengths)))
    assert sum(segment.frames.duration_frames for segment in segments) == sum(lengths)
    for segment in segments:
        assert len(segment.chunks) == 1 or segment.frames.duration_frames / rate.fraction <= Fraction(5, 2)


@pytest.mark.parametrize("samples", [0, 1, 4608, 92160, 92161, 1_000_000])
def test_sound_segments_begin_on_flac_frames_and_cover_every_sample(samples: int) -> None:
    segments = sound_segments(samples, 48000, 4608)
    assert sum(each.end_samples - each.start_samples for each in segments) == samples
    assert all(each.start_samples == each.first_frame * 4608 for each in segments)
