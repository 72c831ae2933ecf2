"""What an H.264 sequence parameter set says (7.3.2.1.1, E.1.1), and the same set with other color tags."""

from __future__ import annotations

from dataclasses import dataclass

from posthouse.media.splice.bits import BitReader, closed_payload, escaped, without_trailing
from posthouse.media.splice.parameter_sets import reader_of

_HIGH_PROFILES = frozenset({100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135})
_EXTENDED_ASPECT = 255
_UNSPECIFIED_FORMAT = 5
_UNSPECIFIED = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ColorTags:
    """Range and H.273 code points as a stream has them; 2 is unspecified."""

    is_full_range: bool = False
    primaries: int = _UNSPECIFIED
    transfer: int = _UNSPECIFIED
    matrix: int = _UNSPECIFIED


@dataclass(frozen=True, slots=True, kw_only=True)
class SequenceHeader:
    """The parts of a set that decide whether its pictures can stand beside others."""

    profile: int
    has_only_frames: bool
    """No picture is coded as fields."""
    reorder_frames: int | None
    """How many pictures may come before one that is shown earlier; None: it does not say."""
    tags: ColorTags
    tags_from: int
    """Where the bits of video_signal_type begin: its presence flag; -1 where the set has no VUI."""
    tags_to: int


def read_sequence_header(unit: bytes) -> SequenceHeader:
    """Return what a sequence parameter set says.

    Raises:
        ValueError: it is cut short.
    """
    reader = reader_of("h264", unit)
    profile = reader.unsigned(8)
    reader.unsigned(16)
    reader.golomb()
    _skip_formats(reader, profile)
    _skip_order(reader)
    reader.golomb()
    reader.unsigned(1)
    reader.golomb()
    reader.golomb()
    has_only_frames = bool(reader.unsigned(1))
    reader.unsigned(1 if has_only_frames else 2)
    if reader.unsigned(1):
        for _ in range(4):
            reader.golomb()
    says_more = bool(reader.unsigned(1))
    tags, start, end = _tags(reader) if says_more else (ColorTags(), -1, -1)
    return SequenceHeader(
        profile=profile,
        has_only_frames=has_only_frames,
        reorder_frames=_reorder_frames(reader) if says_more else None,
        tags=tags,
        tags_from=start,
        tags_to=end,
    )


def retagged(unit: bytes, tags: ColorTags) -> bytes:
    """Return a sequence parameter set that says other color tags; all else stays."""
    header = read_sequence_header(unit)
    if header.tags == tags:
        return unit
    text = without_trailing(reader_of("h264", unit).text)
    codes = "".join(f"{code:08b}" for code in (tags.primaries, tags.transfer, tags.matrix))
    said = f"1{_UNSPECIFIED_FORMAT:03b}{int(tags.is_full_range)}1{codes}"
    if header.tags_from < 0:  # a VUI of nothing else: no aspect, no overscan, then neither siting, times nor limits
        whole = text[:-1] + "1" + "00" + said + "0" + "0" + "00" + "0" + "0"
    else:
        whole = text[: header.tags_from] + said + text[header.tags_to :]
    return escaped(unit[:1] + closed_payload(whole))


def _skip_formats(reader: BitReader, profile: int) -> None:
    if profile not in _HIGH_PROFILES:
        return
    chroma = reader.golomb()
    reader.unsigned(1 if chroma == 3 else 0)
    reader.golomb()
    reader.golomb()
    reader.unsigned(1)
    if reader.unsigned(1):
        for place in range(8 if chroma != 3 else 12):
            if reader.unsigned(1):
                _skip_scaling_list(reader, 16 if place < 6 else 64)


def _skip_scaling_list(reader: BitReader, size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + reader.signed_golomb()) % 256
        last = following or last


def _skip_order(reader: BitReader) -> None:
    """Move past log2_max_frame_num and what says in which order pictures are shown."""
    reader.golomb()
    kind = reader.golomb()
    if kind == 0:
        reader.golomb()
    elif kind == 1:
        reader.unsigned(1)
        reader.signed_golomb()
        reader.signed_golomb()
        for _ in range(reader.golomb()):
            reader.signed_golomb()


def _tags(reader: BitReader) -> tuple[ColorTags, int, int]:
    if reader.unsigned(1) and reader.unsigned(8) == _EXTENDED_ASPECT:
        reader.unsigned(32)
    if reader.unsigned(1):
        reader.unsigned(1)
    start, tags = reader.at, ColorTags()
    if reader.unsigned(1):
        reader.unsigned(3)
        is_full, is_described = bool(reader.unsigned(1)), reader.unsigned(1)
        codes = [reader.unsigned(8) if is_described else _UNSPECIFIED for _ in range(3)]
        tags = ColorTags(is_full_range=is_full, primaries=codes[0], transfer=codes[1], matrix=codes[2])
    return tags, start, reader.at


def _reorder_frames(reader: BitReader) -> int | None:
    """Return max_num_reorder_frames; the reader stands behind the color tags."""
    if reader.unsigned(1):
        reader.golomb()
        reader.golomb()
    if reader.unsigned(1):
        reader.unsigned(65)
    has_buffers = [_skip_buffers(reader), _skip_buffers(reader)]
    reader.unsigned(1 if any(has_buffers) else 0)
    reader.unsigned(1)
    if not reader.unsigned(1):
        return None
    reader.unsigned(1)
    for _ in range(4):
        reader.golomb()
    return reader.golomb()


def _skip_buffers(reader: BitReader) -> bool:
    """Move past hrd_parameters (E.1.2) if there are any; return whether there are."""
    if not reader.unsigned(1):
        return False
    count = reader.golomb() + 1
    reader.unsigned(8)
    for _ in range(count):
        reader.golomb()
        reader.golomb()
        reader.unsigned(1)
    reader.unsigned(20)
    return True
