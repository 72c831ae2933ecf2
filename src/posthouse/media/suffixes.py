"""Which names are stills, so that telling needs no image reader."""

from __future__ import annotations

STILL_SUFFIXES = frozenset(
    (".png", ".tif", ".tiff", ".jpg", ".jpeg", ".exr", ".dpx", ".cin", ".tga", ".bmp", ".webp", ".hdr")
)
_PICTURES = (
    ".mov",
    ".mp4",
    ".m4v",
    ".mxf",
    ".mkv",
    ".avi",
    ".webm",
    ".mts",
    ".m2ts",
    ".mpg",
    ".mpeg",
    ".ts",
    ".dv",
    ".y4m",
)
_SOUNDS = (".wav", ".bwf", ".w64", ".aif", ".aiff", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".opus")
MEDIA_SUFFIXES = STILL_SUFFIXES | {*_PICTURES, *_SOUNDS}
"""Of files that are looked at when media is searched for in a folder."""
