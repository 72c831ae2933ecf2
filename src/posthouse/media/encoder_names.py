"""The names of FFmpeg's encoders, for those who check a name before anything is encoded."""

from __future__ import annotations

import functools

import av

_KINDS = {"video": "pictures", "audio": "sound", "subtitle": "captions"}


@functools.cache  # what this build of FFmpeg has never changes
def encoder_kinds() -> dict[str, str]:
    """Return the name of every encoder, and whether it encodes pictures, sound or captions."""
    kinds: dict[str, str] = {}
    for name in sorted(av.codec.codecs_available):
        try:
            kinds[name] = _KINDS.get(av.Codec(name, "w").type, "other")
        except ValueError:
            continue  # a decoder only
    return kinds
