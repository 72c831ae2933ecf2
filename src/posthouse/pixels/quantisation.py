"""Code values to coded light and back: the numbers of one picture format (standards sheet, 2.2)."""

from __future__ import annotations

from dataclasses import dataclass

from posthouse.signal import Family, Matrix, PictureFormat, Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantisation:
    """code = value * scale + offset, for luma (or R'G'B') and for chroma."""

    luma_scale: float
    luma_offset: float
    chroma_scale: float
    chroma_offset: float
    top_code: float

    @classmethod
    def of(cls, form: PictureFormat) -> Quantisation:
        """Return the quantisation of a format: BT.709-6 item 4.6, BT.2100 table 9, full range by H.273."""
        step, top = float(1 << (form.bit_depth - 8)), float((1 << form.bit_depth) - 1)
        middle = float(1 << (form.bit_depth - 1))
        if form.range is Range.NARROW:
            return cls(
                luma_scale=219 * step,
                luma_offset=16 * step,
                chroma_scale=224 * step,
                chroma_offset=middle,
                top_code=top,
            )
        return cls(luma_scale=top, luma_offset=0.0, chroma_scale=top, chroma_offset=middle, top_code=top)

    def decoding(self) -> tuple[float, float, float, float]:
        """Return (luma scale, luma offset, chroma scale, chroma offset) of value = code * scale + offset."""
        return (
            1 / self.luma_scale,
            -self.luma_offset / self.luma_scale,
            1 / self.chroma_scale,
            -self.chroma_offset / self.chroma_scale,
        )


def to_rgb_coefficients(form: PictureFormat) -> tuple[float, float, float, float]:
    """Return (red of Cr, green of Cb, green of Cr, blue of Cb) of a format's matrix; zeros where there are none."""
    if form.family is Family.RGB or form.matrix is Matrix.YCGCO:
        return 0.0, 0.0, 0.0, 0.0
    kr, kb = form.matrix.kr_kb
    kg = 1 - kr - kb
    return 2 * (1 - kr), -2 * kb * (1 - kb) / kg, -2 * kr * (1 - kr) / kg, 2 * (1 - kb)
