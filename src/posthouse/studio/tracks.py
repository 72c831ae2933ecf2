"""Which tracks are seen and heard: mute and solo, as on a mixing desk.

While a track is soloed, others of its kind (picture or sound) are out; solo wins over mute. A sound lies on its own
track, if it names one, and on its stem: either's solo lets it through, either's mute silences it.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.editorial.cut import Cut, Gap
from posthouse.editorial.track_spec import CUT_TRACKS, OVER_TRACK, TrackSpec
from posthouse.sound.plan import STEM_NAMES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.production.document import Document

_PLAIN = TrackSpec()


@dataclass(frozen=True, slots=True)
class Tracks:
    """The tracks of a document, switched."""

    specs: Mapping[str, TrackSpec]
    pictures: frozenset[str] = field(default=frozenset())
    """The names of picture tracks; all others are of sound."""

    @classmethod
    def of(cls, document: Document) -> Tracks:
        """Return the tracks of a document."""
        over = {entry.track or OVER_TRACK for entry in document.over}
        sound = document.sound
        named = [*(cue.track for cue in sound.cues), *(bed.track for bed in (*sound.music, *sound.ambience))]
        heard = {*STEM_NAMES, *(name for name in named if name)}
        return cls(document.tracks, frozenset({*CUT_TRACKS, OVER_TRACK, *(over - heard)}))

    def shown(self, cut: Cut) -> Cut:
        """Return what is seen of a cut: muted layers are out, a muted cut is black."""
        if not self.specs:
            return cut
        layers = tuple(layer for layer in cut.layers if self._is_seen(layer.track))
        seen = dataclasses.replace(cut, layers=layers) if len(layers) != len(cut.layers) else cut
        if self._is_seen(*CUT_TRACKS):
            return seen
        black = Gap(start_frame=0, duration_frames=cut.duration_frames)
        return dataclasses.replace(seen, events=(black,), transitions=())

    def hears(self, track: str | None, stem: str) -> bool:
        """Return whether a sound of a track, if it has one, and a stem is heard."""
        own, bus = self.specs.get(track or stem, _PLAIN), self.specs.get(stem, _PLAIN)
        if any(spec.solo for name, spec in self.specs.items() if name not in self.pictures):
            return (own.solo or bus.solo) and (own.solo or not own.mute)
        return not own.mute and not bus.mute

    def _is_seen(self, *names: str) -> bool:
        """Return whether a picture track of some names is seen."""
        own = [self.specs.get(name, _PLAIN) for name in names]
        if any(self.specs[name].solo for name in self.specs if name in self.pictures):
            return any(spec.solo for spec in own)
        return not any(spec.mute for spec in own)
