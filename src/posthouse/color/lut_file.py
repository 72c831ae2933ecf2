"""A LUT file of any format OpenColorIO reads, as one step of a grade."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from posthouse.color.operation import ReadFile, Rgb


def mix_lut(rgb: Rgb, looked_up: Rgb, strength: float) -> Rgb:
    """Return the picture mixed with its LUT's, in R'G'B': 0 is the picture, 1 the LUT."""
    return looked_up if strength == 1 else rgb + strength * (looked_up - rgb)


@final
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class LutFile:
    """A LUT by the name ``read_file`` knows it under; codes outside its own domain take the nearest value in it.

    Source: .cube: Adobe Cube LUT Specification 1.0; interpolation as in the Common LUT Format, S-2014-006.
    """

    file: str
    suffix: str
    strength: float = 1.0
    interpolation: str = "tetrahedral"

    @property
    def is_neutral(self) -> bool:
        """Whether nothing changes: the LUT is mixed in by nothing."""
        return self.strength == 0

    def apply(self, rgb: Rgb, read_file: ReadFile) -> Rgb:
        """Return R'G'B' through the LUT; raises ProductionError when it cannot be read."""
        from posthouse.color.ocio import apply_lut  # OpenColorIO is slow to import: only files pay

        looked_up = apply_lut(read_file(self.file), self._named, self.interpolation, rgb)
        return mix_lut(rgb, looked_up, self.strength)

    def nodes(self, read_file: ReadFile) -> int | None:
        """Return the number of nodes on each axis of the file's 3D LUT, or None if it has none."""
        from posthouse.color.ocio import lut_nodes  # as above

        return lut_nodes(read_file(self.file), self._named)

    @property
    def _named(self) -> str:
        return self.file if self.file.endswith(self.suffix) else self.file + self.suffix
