"""How bright a picture is, as HDR metadata counts it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureLight:
    """The light of one picture, or of many: in units of 0.0001 cd/m2, the unit of SMPTE ST 2086.

    A pixel's light is the largest of its linear R, G and B (CTA-861.3). Of many pictures, the largest.
    """

    brightest_pixel_units: int
    mean_units: int

    def joined(self, other: PictureLight) -> PictureLight:
        """Return the light of both: the brightest pixel of all, the brightest picture's mean."""
        return PictureLight(
            brightest_pixel_units=max(self.brightest_pixel_units, other.brightest_pixel_units),
            mean_units=max(self.mean_units, other.mean_units),
        )
