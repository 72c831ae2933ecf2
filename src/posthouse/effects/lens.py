"""A camera as far as rain is concerned: how large, how blurred, and how drawn out a thing at a distance is."""

from __future__ import annotations

from dataclasses import dataclass

SENSOR_METRES = 0.036


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """A camera: ``width_px`` of picture over a sensor 36 mm wide, exposure of one frame in seconds."""

    width_px: int
    focal_metres: float
    aperture: float
    focus_metres: float
    exposure_s: float

    @property
    def focal_px(self) -> float:
        """Return the pixels a length covers at a distance as long as itself."""
        return self.focal_metres * self.width_px / SENSOR_METRES

    @property
    def blur_px_far(self) -> float:
        """Return the circle of confusion, in pixels, of a point endlessly far away (thin lens).

        At distance z it is this times |z - focus| / z.
        """
        opening = self.focal_metres / self.aperture
        return opening * self.focal_px / max(self.focus_metres - self.focal_metres, 1e-3)
