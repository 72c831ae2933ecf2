"""Color tags of ITU-T H.273 by FFmpeg's names, and what posthouse guesses where a file is silent."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from posthouse.signal import ChromaSiting, Family, Matrix, Range

PRIMARIES = {
    1: "bt709", 4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020", 10: "smpte428",
    11: "smpte431", 12: "smpte432", 22: "ebu3213",
}  # fmt: skip
"""ColourPrimaries, ITU-T H.273 table 2."""

TRANSFERS = {
    1: "bt709", 4: "gamma22", 5: "gamma28", 6: "smpte170m", 7: "smpte240m", 8: "linear", 9: "log100", 10: "log316",
    11: "iec61966-2-4", 12: "bt1361e", 13: "iec61966-2-1", 14: "bt2020-10", 15: "bt2020-12", 16: "smpte2084",
    17: "smpte428", 18: "arib-std-b67",
}  # fmt: skip
"""TransferCharacteristics, ITU-T H.273 table 3."""

MATRICES = {
    1: Matrix.BT709, 4: Matrix.FCC, 5: Matrix.BT601, 6: Matrix.BT601, 7: Matrix.SMPTE240M, 8: Matrix.YCGCO,
    9: Matrix.BT2020, 10: Matrix.BT2020, 14: Matrix.ICTCP,
}  # fmt: skip
"""MatrixCoefficients, ITU-T H.273 table 4; for 10, constant luminance, BT.2020's own is used."""
OTHER_MATRICES = frozenset({11, 12, 13, 15, 16, 17})
"""Those that are known and not worked out: Y'D'zD'x, those derived from primaries, IPT-C2, YCgCo-R."""

_SD_LINES = 576
_CENTERED = frozenset(("mjpeg", "mpeg1video", "vp8", "svq1", "svq3", "indeo3", "cinepak"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ColorTags:
    """What a stream's tags come to; ``guessed`` names the ones that were not in the file."""

    matrix: Matrix
    range: Range
    primaries: str
    transfer: str
    siting: ChromaSiting
    guessed: tuple[str, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedTags:
    """The numbers of H.273 as FFmpeg gives them (2 or 0 is unspecified), and what the pictures are."""

    matrix: int
    range: int
    primaries: int
    transfer: int
    family: Family
    height: int
    codec: str
    is_subsampled: bool
    is_full_by_name: bool
    is_xyz: bool = False
    """The planes are X', Y' and Z' of digital cinema (SMPTE ST 428-1)."""


def read_tags(coded: CodedTags) -> ColorTags:
    """Return the meaning of coded tags: without a matrix, up to 576 lines are taken as BT.601, the rest as BT.709."""
    guessed: list[str] = []
    matrix, warnings = _matrix(coded, guessed)
    color_range = _range(coded, guessed)
    primaries = PRIMARIES.get(coded.primaries) or _guess_primaries(coded, matrix, guessed)
    transfer = TRANSFERS.get(coded.transfer) or _guess_transfer(coded, primaries, guessed)
    siting = ChromaSiting.LEFT
    if coded.is_subsampled:
        siting = _guess_siting(coded, primaries)
        guessed.append("siting")
    return ColorTags(
        matrix=matrix,
        range=color_range,
        primaries=primaries,
        transfer=transfer,
        siting=siting,
        guessed=tuple(guessed),
        warnings=warnings,
    )


def _matrix(coded: CodedTags, guessed: list[str]) -> tuple[Matrix, tuple[str, ...]]:
    if coded.family is Family.RGB:
        return Matrix.RGB, ()
    known = MATRICES.get(coded.matrix) or (Matrix.OTHER if coded.matrix in OTHER_MATRICES else None)
    if known is not None:
        told = coded.matrix == 10
        return known, ("its constant luminance is taken as BT.2020's usual matrix",) if told else ()
    guessed.append("matrix")
    matrix = Matrix.BT601 if coded.height <= _SD_LINES else Matrix.BT709
    if coded.primaries in {9, 10} and coded.height > _SD_LINES:
        matrix = Matrix.BT2020
    return matrix, ()


def _range(coded: CodedTags, guessed: list[str]) -> Range:
    if coded.range in {1, 2}:
        return Range.NARROW if coded.range == 1 else Range.FULL
    if coded.is_full_by_name or coded.family is Family.RGB:
        return Range.FULL
    guessed.append("range")
    return Range.NARROW


def _guess_primaries(coded: CodedTags, matrix: Matrix, guessed: list[str]) -> str:
    """Return primaries for a matrix: BT.601 material of 480 or 576 lines is SD camera or tape, the rest is BT.709."""
    if coded.is_xyz:
        return "smpte428"
    guessed.append("primaries")
    if matrix is Matrix.BT2020:
        return "bt2020"
    if matrix is Matrix.BT601 and coded.height in {480, 486, 576}:
        return "bt470bg" if coded.height == 576 else "smpte170m"
    return "bt709"


def _guess_transfer(coded: CodedTags, primaries: str, guessed: list[str]) -> str:
    if coded.is_xyz:
        return "smpte428"
    guessed.append("transfer")
    if coded.family is Family.RGB:
        return "iec61966-2-1"
    return "bt2020-10" if primaries == "bt2020" else "bt709"


def _guess_siting(coded: CodedTags, primaries: str) -> ChromaSiting:
    """Return the codec's default (H.264/HEVC: left; BT.2020 delivery: top left, H.265 VUI; JPEG and MPEG-1: center)."""
    if coded.codec in _CENTERED:
        return ChromaSiting.CENTER
    return ChromaSiting.TOP_LEFT if primaries == "bt2020" else ChromaSiting.LEFT


def aspect(numbers: Fraction | None) -> Fraction:
    """Return a sample aspect ratio, 1 where a file gives none or nonsense."""
    return numbers if numbers is not None and numbers > 0 else Fraction(1)
