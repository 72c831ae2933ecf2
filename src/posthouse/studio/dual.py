"""Dual-system sound: media that are heard from another machine's recording."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from posthouse.errors import ProductionError
from posthouse.production.media_spec import FileMediaSpec, SequenceMediaSpec
from posthouse.sound.alignment import Alignment
from posthouse.sound.heard import FileSound

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from posthouse.errors import PosthouseError
    from posthouse.sound.sourcetime import SourceClock
    from posthouse.studio.sources import StudioMedia


def with_recordings(
    media: dict[str, StudioMedia],
    time_of: Callable[[StudioMedia], tuple[SourceClock, Fraction]],
    complain: Callable[[str, PosthouseError], None],
) -> dict[str, StudioMedia]:
    """Return all media of a production, those that have a recorder's sound heard from there.

    Args:
        media: by name, each with its own sound.
        time_of: the clock a media's source times are written by, and how fast its time runs.
        complain: told of each that cannot be heard.
    """
    found = dict(media)
    for name, each in media.items():
        said = each.spec.sound_from if isinstance(each.spec, FileMediaSpec | SequenceMediaSpec) else None
        if said is None or said.sample is None or said.media not in media:
            continue  # the reason stands beside the recording
        recorded = _recorded(media[said.media], Alignment(first_sample=said.sample, clock=said.drift))
        if recorded is None:
            hint = "name a recording with sound"
            complain(name, ProductionError(f"{said.media}, of which {name} takes its sound, has none", hint=hint))
            continue
        clock, tempo = time_of(each)
        pitch = each.spec.pitch if isinstance(each.spec, FileMediaSpec) else recorded.pitch
        found[name] = replace(each, heard=replace(recorded, clock=clock, tempo=tempo, pitch=pitch))
    return found


def _recorded(recording: StudioMedia, alignment: Alignment) -> FileSound | None:
    if not isinstance(recording.heard, FileSound) or recording.info is None:
        return None
    return recording.heard.aligned(alignment, recording.info)
