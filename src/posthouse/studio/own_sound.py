"""Versions of footage: what is heard of the footage where a shot shows what was made of it."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.editorial import CutResolver
from posthouse.production.document import Shot as ShotEntry
from posthouse.production.media_spec import FileMediaSpec, SequenceMediaSpec
from posthouse.sound.baked_time import footage_timing

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.editorial import Shot
    from posthouse.production.dual_spec import SoundFromSpec
    from posthouse.production.production import Production
    from posthouse.sound.placement import ShotTiming
    from posthouse.studio.groups import Groups

_RANGE = {"in_point": "in", "out_point": "out", "length": "for", "speed": "speed", "freeze": "freeze", "angle": "angle"}


@dataclass(frozen=True, slots=True)
class OwnSound:
    """The media of a production that are heard from the footage they were made of."""

    production: Production
    groups: Groups
    timed: Callable[[Shot, ShotEntry], ShotTiming]
    """Tells what a use of the footage is heard with: of a multicam, another angle than is seen."""

    def heard(self, timing: ShotTiming) -> ShotTiming | None:
        """Return what is played where a shot plays this; None: what it says itself."""
        document, seen, found = self.production.document, set(), timing
        while found.media not in seen:
            seen.add(found.media)
            spec = document.media.get(found.media)
            said = spec.sound_from if isinstance(spec, FileMediaSpec | SequenceMediaSpec) else None
            if said is None or said.sample is not None:
                break
            made = self._made_of(found, said)
            if made is None:
                break
            found = made
        return None if found is timing else found

    def _made_of(self, timing: ShotTiming, said: SoundFromSpec) -> ShotTiming | None:
        rate, place = self.production.document.format.rate, ("media", timing.media, "sound_from")
        footage = self._use(said, place)
        if footage is None:
            return None
        found = footage_timing(timing, footage, said.at.exact_seconds(rate) if said.at else Fraction(0), rate)
        if found is None:
            cause = f"the sound of {timing.shot} cannot follow: a speed is baked into {timing.media} already"
            self.groups.complain(place, cause, "take its speed: out, or cut the footage itself")
        return found

    def _use(self, said: SoundFromSpec, place: tuple[str | int, ...]) -> ShotTiming | None:
        """Return the footage as a shot would play it that is what the media stands for."""
        words = {word: getattr(said, name) for name, word in _RANGE.items() if name in said.model_fields_set}
        entry = ShotEntry.model_validate({"shot": "footage", "from": said.media, **words})
        problems: list[tuple[tuple[str | int, ...], str, str]] = []
        resolver = CutResolver(
            rate=self.production.document.format.rate,
            sources=self.groups.sources,
            complain=lambda path, cause, hint: problems.append(((*place, *path[2:]), cause, hint)),
        )
        cut = resolver.track((entry,), ("cut",))
        for problem in problems:
            self.groups.complain(*problem)
        return None if problems or cut.unsure else self.timed(cut.by_id["footage"], entry)
