"""What an edit is shot on and delivered as: the web film of the peers' benchmark, and a 10-bit HD mezzanine."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

RATE = 24
PRESET, CRF, KEY_FRAMES, SOUND_BIT_RATE = "veryfast", 20, 48, 192_000
"""The web film's settings, the same for every tool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One way in and out.

    Attributes:
        name: what the table calls it.
        size: width and height of footage and film.
        pixels: what is encoded, by FFmpeg's name.
        suffix: of the film.
        ffmpeg: what ffmpeg's command says of the encoders.
        melt: the same in melt's words.
        deliverable: the same in a production.
        footage: settings to encode footage of this kind from other footage; none: it is taken as it is found.
    """

    name: str
    size: tuple[int, int]
    pixels: str
    suffix: str
    ffmpeg: tuple[str, ...]
    melt: tuple[str, ...]
    deliverable: dict[str, Any] = field(hash=False)
    footage: tuple[str, ...] = ()


_X264 = {"preset": PRESET, "crf": str(CRF), "g": str(KEY_FRAMES), "profile:v": "high", "b:a": str(SOUND_BIT_RATE)}
_MELT_NAMES = {"preset": "preset", "crf": "crf", "g": "g", "profile:v": "vprofile", "b:a": "ab"}

WEB = Coding(
    name="H.264 720p in, H.264 out",
    size=(1280, 720),
    pixels="yuv420p",
    suffix=".mp4",
    ffmpeg=(
        *("-c:v", "libx264", "-pix_fmt", "yuv420p", "-c:a", "aac"),
        *(word for name, setting in _X264.items() for word in (f"-{name}", setting)),
        *("-movflags", "+faststart"),
    ),
    melt=(
        *(f"{_MELT_NAMES[name]}={setting}" for name, setting in _X264.items()),
        *("vcodec=libx264", "acodec=aac", "pix_fmt=yuv420p", "movflags=+faststart"),
    ),
    deliverable={"as": "web", "preset": PRESET, "crf": CRF, "sound_bit_rate": SOUND_BIT_RATE},
)
MEZZANINE = Coding(
    name="HEVC 1080p 10-bit in, ProRes 422 HQ out",
    size=(1920, 1080),
    pixels="yuv422p10le",
    suffix=".mov",
    ffmpeg=(
        *("-c:v", "prores_ks", "-profile:v", "hq", "-vendor", "apl0", "-pix_fmt", "yuv422p10le"),
        *("-c:a", "pcm_s24le"),
    ),
    melt=("vcodec=prores_ks", "vprofile=3", "vendor=apl0", "pix_fmt=yuv422p10le", "acodec=pcm_s24le"),
    deliverable={"as": "prores-422-hq"},
    footage=(
        *("-vf", "scale=1920:1080:flags=lanczos,format=yuv420p10le", "-c:v", "libx265", "-preset", "ultrafast"),
        *("-crf", "22", "-x265-params", "keyint=48:log-level=none", "-tag:v", "hvc1"),
        *("-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv"),
    ),
)
