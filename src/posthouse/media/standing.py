"""Where an open picture stream stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.media.index import PictureIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What comes next without a seek, from which packet, and whether nothing comes any more."""

    next_picture: int
    next_ordinal: int
    is_ended: bool
    kept: range = range(0)
    """Pictures already decoded and kept for a backward run."""

    def continues_to(self, picture: int, index: PictureIndex) -> bool:
        """Return whether going on from here reaches a picture sooner than a seek would."""
        if picture < self.next_picture or self.is_ended:
            return False
        return picture == self.next_picture or index.entry_for(picture) <= self.next_ordinal
