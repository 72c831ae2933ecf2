"""What is known of a pull from its planning to its return."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posthouse.production.splice import Value
    from posthouse.timing import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """The frames of a media that go out for a shot; pictures are counted from 0, the media's first."""

    name: str
    shot: str
    media: str
    first_picture: int
    pictures: int
    head: int
    """Handles before the first picture the shot shows."""
    tail: int
    rate: Rate
    size: tuple[int, int]
    has_timecode: bool
    speed: str = "1"
    """A number, or ramp."""
    shown: int = 0
    """How many programme frames show it, those of its transitions too."""
    leads: int = 0
    """How many of them come before the shot's first."""
    programme_rate: Rate | None = None
    form: str = "png"
    """png, exr, or a movie."""
    color: Value = ""
    """What a version that comes back means, as a media's ``color``; empty: what its own tags say."""

    @property
    def cut_pictures(self) -> int:
        """Return how many pictures it has without handles."""
        return self.pictures - self.head - self.tail

    @property
    def is_played_otherwise(self) -> bool:
        """Return whether the shot does not play it frame for frame: at another speed or rate."""
        return self.speed != "1" or (self.programme_rate is not None and self.programme_rate != self.rate)
