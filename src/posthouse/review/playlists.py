"""Playlists (RFC 8216): one of the renditions, one of the pictures' segments, one of the sound's."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

CONTENT_TYPE = "application/vnd.apple.mpegurl"
_VERSION = 7
"""EXT-X-MAP in a playlist that is not of I-frames only asks for 6 (section 7); fragmented MP4 players expect 7."""
_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """What a player must know of the programme before it opens it."""

    width: int
    height: int
    rate: Fraction
    picture_codec: str
    sound_codec: str
    channels: int
    bits_per_second: int


def programme_playlist(rendition: Rendition) -> str:
    """Return the multivariant playlist: one picture, and its sound beside it."""
    sound = {
        "TYPE": "AUDIO",
        "GROUP-ID": '"sound"',
        "NAME": '"Programme"',
        "DEFAULT": "YES",
        "AUTOSELECT": "YES",
        "CHANNELS": f'"{rendition.channels}"',
        "URI": '"sound.m3u8"',
    }
    picture = {
        "BANDWIDTH": f"{rendition.bits_per_second}",
        "CODECS": f'"{rendition.picture_codec},{rendition.sound_codec}"',
        "RESOLUTION": f"{rendition.width}x{rendition.height}",
        "FRAME-RATE": f"{float(rendition.rate):.3f}",
        "AUDIO": '"sound"',
    }
    lines = (
        "#EXTM3U",
        f"#EXT-X-VERSION:{_VERSION}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f"#EXT-X-MEDIA:{_attributes(sound)}",
        f"#EXT-X-STREAM-INF:{_attributes(picture)}",
        "picture.m3u8",
    )
    return _text(lines)


def media_playlist(ends: Sequence[Fraction], name: str) -> str:
    """Return the playlist of segments that end at these seconds: ``name-0.m4s`` and on, their header ``name.mp4``.

    Durations are differences of rounded ends, so that what a player adds up stays within a microsecond of the truth
    at any length (4.3.2.1).
    """
    rounded = [round(end, _DIGITS) for end in ends]
    lasts = [end - start for start, end in itertools.pairwise([Fraction(0), *rounded])]
    lines = [
        "#EXTM3U",
        f"#EXT-X-VERSION:{_VERSION}",
        f"#EXT-X-TARGETDURATION:{max((_nearest_seconds(each) for each in lasts), default=1) or 1}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        "#EXT-X-PLAYLIST-TYPE:VOD",
        "#EXT-X-INDEPENDENT-SEGMENTS",
        f'#EXT-X-MAP:URI="{name}.mp4"',
    ]
    for number, seconds in enumerate(lasts):
        lines += [f"#EXTINF:{_decimal(seconds)},", f"{name}-{number}.m4s"]
    return _text([*lines, "#EXT-X-ENDLIST"])


def _attributes(attributes: Mapping[str, str]) -> str:
    return ",".join(f"{name}={value}" for name, value in attributes.items())


def _nearest_seconds(seconds: Fraction) -> int:
    return (seconds + Fraction(1, 2)).__floor__()  # halves up, as players round: 2.5 s are longer than a target of 2


def _decimal(seconds: Fraction) -> str:
    whole, part = divmod(int(seconds * 10**_DIGITS), 10**_DIGITS)
    return f"{whole}.{part:0{_DIGITS}}"


def _text(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
