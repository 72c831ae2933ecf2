"""Whether a media's packets may stand beside a movie's own: codec, profile, size, pixels, rate, tags."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import numpy as np

from posthouse.media.border import open_container
from posthouse.media.encode import stream_facts
from posthouse.media.facts import FieldOrder, MediaKind
from posthouse.media.nal import NAL_ENCODERS
from posthouse.media.splice.chunk import copied_facts
from posthouse.media.splice.h264_header import read_sequence_header
from posthouse.media.splice.parameter_sets import ParameterSets, SetKind

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.delivery.presets import Movie
    from posthouse.media.encoding import PictureEncoding
    from posthouse.media.facts import OpenAs, PictureFacts
    from posthouse.media.library import MediaLibrary
    from posthouse.studio.sources import StudioMedia

CODECS = {
    "libx264": "h264",
    "libx265": "hevc",
    "prores_ks": "prores",
    "prores_aw": "prores",
    "dnxhd": "dnxhd",
    "ffv1": "ffv1",
    "mjpeg": "mjpeg",
}
"""Encoders beside whose packets others may stand, and their codecs."""
_PROFILES = {"h264": frozenset({66, 77, 100, 110, 122, 244}), "hevc": frozenset({1, 2, 4})}
"""Profiles of which a higher number decodes all below: H.264 A.2 (Baseline, of whose tools none in use are its own, to
High 4:4:4), H.265 A.3 (Main, Main 10, range extensions)."""
_H264_PROFILES = {"baseline": 66, "main": 77, "high": 100, "high10": 110, "high422": 122, "high444": 244}
"""profile_idc (H.264, A.2) by x264's names."""
_LEVEL_AT = {"h264": 3, "hevc": 12}
"""Where a record says the level (ISO/IEC 14496-15, 5.3.3.1.2 and 8.3.3.1.2)."""
_LAST_NUMBER = 14
"""Up to this number a picture parameter set can be given another one."""


class UnfitError(Exception):
    """Why a media's packets cannot stand in a movie."""


def check_joins(media: StudioMedia, movie: Movie, library: MediaLibrary) -> None:
    """Return if packets of a media may stand beside the movie's own; shots are another matter.

    Raises:
        UnfitError: with the cause, in words that follow "cannot be copied:".
        ValueError: its headers cannot be read.
    """
    encoding = movie.picture
    if encoding.encoder not in CODECS:
        raise UnfitError(f"streams of {encoding.encoder} are not joined with others")
    if media.footage is None or media.info is None or media.info.kind is not MediaKind.CONTAINER:
        raise UnfitError("it is no film in a container")
    facts = media.info.pictures[media.footage.stream]
    if facts.codec != CODECS[encoding.encoder]:
        raise UnfitError(f"it is {facts.codec}, the movie {CODECS[encoding.encoder]}")
    _check_pictures(media, facts, encoding)
    if facts.codec in _PROFILES:
        _check_sequence(media, facts, movie, library)
    elif facts.codec == "prores":
        _check_equal("codec tag", facts.codec_tag, stream_facts(encoding).codec_tag)
    elif facts.codec == "dnxhd":
        profile = dict(encoding.options).get("profile", "")
        _check_equal("profile", facts.profile.lower().replace(" ", "_"), profile)
    elif _extradata(media) != stream_facts(encoding).extradata:
        raise UnfitError("its encoder was set otherwise")


def record_of(media: StudioMedia, movie: Movie) -> bytes:
    """Return the parameter sets that a media brings into a movie; empty where its codec has none."""
    return copied_facts(movie.picture, _extradata(media)).extradata if movie.picture.encoder in NAL_ENCODERS else b""


def _check_equal(what: str, found: str, wanted: str) -> None:
    if found != wanted:
        raise UnfitError(f"its {what} is {found}, the movie's {wanted}")


def _check_pictures(media: StudioMedia, facts: PictureFacts, encoding: PictureEncoding) -> None:
    assert media.footage is not None
    own, canvas = media.footage.format, encoding.format
    _check_equal("size", f"{own.width}x{own.height}", f"{canvas.width}x{canvas.height}")
    for what in ("family", "chroma", "bit_depth", "has_alpha", "range", "matrix", "primaries", "transfer", "siting"):
        _check_equal(what.replace("_", " "), str(getattr(own, what)), str(getattr(canvas, what)))
    _check_equal("sample aspect", str(facts.sample_aspect), str(encoding.sample_aspect))
    if facts.is_vfr or facts.rate != encoding.rate.fraction:
        found = "variable" if facts.is_vfr else str(facts.rate)
        raise UnfitError(f"its frame rate is {found}, the movie's {encoding.rate.fraction}")
    if {facts.field_order, encoding.fields} != {FieldOrder.PROGRESSIVE}:
        raise UnfitError("interlaced pictures are not copied")


def _check_sequence(media: StudioMedia, facts: PictureFacts, movie: Movie, library: MediaLibrary) -> None:
    encoding, codec = movie.picture, facts.codec
    size = facts.format.width, facts.format.height
    own = ParameterSets.of(codec, _extradata(media), size)
    target = ParameterSets.of(codec, stream_facts(encoding).extradata, size)
    profile, most = (
        (own.record[1], _h264_profile(encoding)) if codec == "h264" else (own.record[1] & 0x1F, target.record[1] & 0x1F)
    )
    if profile not in _PROFILES[codec] or profile > most:
        raise UnfitError(f"its profile is {facts.profile}, which the movie's does not cover")
    if "level" in dict(encoding.options) and own.record[_LEVEL_AT[codec]] > target.record[_LEVEL_AT[codec]]:
        raise UnfitError("its level is above the movie's")
    if max(own.numbers(SetKind.PICTURE), default=0) > _LAST_NUMBER:
        raise UnfitError("its headers bear numbers that cannot be changed")
    if facts.mastering is not None or facts.content_light is not None:
        raise UnfitError("it says its own mastering display and light")
    if codec == "hevc":
        _check_tags(media, facts)
        return
    headers = [read_sequence_header(unit) for unit in own.of_kind(SetKind.SEQUENCE)]
    if not all(header.has_only_frames for header in headers):
        raise UnfitError("it may hold pictures coded as fields")
    if any(header.reorder_frames is None for header in headers) and _is_reordered(media, library):
        raise UnfitError("its headers do not say how far its pictures are reordered")


def _h264_profile(encoding: PictureEncoding) -> int:
    """Return the highest profile a movie may have: the one asked for, else any its pixels need.

    That of the encoder's own headers says only which tools this preset uses.
    """
    asked = dict(encoding.options).get("profile")
    return _H264_PROFILES.get(asked, 0) if asked else max(_H264_PROFILES.values())


def _check_tags(media: StudioMedia, facts: PictureFacts) -> None:
    """Refuse a stream that does not say its color as the movie does."""
    assert media.footage is not None
    guessed = set(facts.guessed) - {"siting"}
    if guessed:
        raise UnfitError(f"its stream does not say its {', '.join(sorted(guessed))}")
    for what in ("range", "matrix", "primaries", "transfer"):
        _check_equal(f"stream's {what}", str(getattr(facts.format, what)), str(getattr(media.footage.format, what)))


def _is_reordered(media: StudioMedia, library: MediaLibrary) -> bool:
    assert media.path is not None
    assert media.info is not None
    assert media.footage is not None
    index = library.picture_index(media.path, media.info, media.footage.stream)
    return bool((np.diff(index.shown) < 0).any())


def _extradata(media: StudioMedia) -> bytes:
    assert media.path is not None
    assert media.info is not None
    assert media.footage is not None
    number = media.info.pictures[media.footage.stream].stream
    return _read_extradata(media.path, media.info.digest, number, media.info.open_as)


@functools.lru_cache(maxsize=64)
def _read_extradata(path: Path, _digest: str, number: int, open_as: OpenAs) -> bytes:
    with open_container(path, open_as) as container:
        return container.streams[number].codec_context.extradata or b""
