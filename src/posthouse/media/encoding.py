"""What an encoder is asked for: the stream that pictures become."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from posthouse.media.facts import FieldOrder
from posthouse.signal import PictureFormat  # noqa: TC001 - a field's type, kept at run time for job keys
from posthouse.timing import Rate  # noqa: TC001 - as above


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureEncoding:
    """How pictures become a stream. ``encoder`` and ``options`` are FFmpeg's; kernels must deliver ``format``.

    ``is_lossless`` makes the check of a chunk demand the very same code values; otherwise the mean PSNR of sampled
    code values must reach ``psnr_floor_db``, which only broken or swapped pictures miss.
    """

    encoder: str
    format: PictureFormat
    rate: Rate
    options: tuple[tuple[str, str], ...] = ()
    sample_aspect: Fraction = Fraction(1)
    is_lossless: bool = False
    psnr_floor_db: float = 15.0
    fields: FieldOrder = FieldOrder.PROGRESSIVE
    """Which field of each picture is shown first, where the stream is interlaced."""
