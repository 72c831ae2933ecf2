"""Clips that show a sequence, and how they sound: one clip for all that is heard inside."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange import OURS, Clip, Curve, SourceSpan
from posthouse.studio.exchange.outgoing.nestable import reach_of
from posthouse.timing import FrameRange

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from posthouse.editorial import Shot
    from posthouse.interchange import MediaRef
    from posthouse.sound.joins import PlacedSound
    from posthouse.sound.spec import ShotSoundSpec
    from posthouse.studio.exchange.outgoing.crossfades import Crossfade
    from posthouse.studio.exchange.outgoing.desk import Desk


def timeline_id(sequence: str) -> str:
    """Return the id of a sequence's timeline."""
    return f"sequence/{sequence}"


def nest_clip(clip: Clip, desk: Desk) -> Clip:
    """Return the picture of a shot that plays a sequence as a clip that shows its timeline."""
    sequence = desk.sheet.nests[clip.id]
    desk.ledger.keep(f"V1/{clip.id}", "nested")
    return dataclasses.replace(clip, nested=timeline_id(sequence), media=_media(sequence, desk))


def _media(sequence: str, desk: Desk) -> MediaRef:
    length = Fraction(desk.lengths[sequence])
    whole = SourceSpan(rate=desk.rate, start=Fraction(0), duration=length)
    return dataclasses.replace(desk.nested_media(sequence), available=whole)


def nest_sound(
    nest: Shot, heard: Sequence[PlacedSound], crossfades: Mapping[tuple[str, str], Crossfade], desk: Desk
) -> Clip:
    """Return the sound of a nest, from what is heard of it; where it crossfades it is cut back to the join."""
    name, sequence = nest.shot, desk.sheet.nests[nest.shot]
    said, form = desk.sound_of(name), desk.sheet.scene.form
    head, tail = reach_of(nest, heard, form)
    if any(after == name for _, after in crossfades):
        head = 0
    if any(before == name for before, _ in crossfades):
        tail = 0
    frames = nest.source.duration_frames
    places = [nest.source.position(Fraction(at)) for at in (-head, frames + tail)]
    desk.ledger.keep(f"{name} sound", "nested")
    return Clip(
        id=f"{name}.sound",
        name=name,
        record=FrameRange(nest.range.start_frame - head, nest.range.end_frame + tail),
        source=SourceSpan(rate=desk.rate, start=min(places), duration=abs(places[1] - places[0])),
        media=_media(sequence, desk),
        nested=timeline_id(sequence),
        speed=getattr(nest.source, "speed", Fraction(1)),
        gain_db=Curve.constant(said.gain) if said.gain else None,
        pan=Curve.constant(said.pan) if said.pan else None,
        fade_in=_fade(said, "fade_in", head, desk),
        fade_out=_fade(said, "fade_out", tail, desk),
        role=said.stem,
        link=name,
        facts={OURS: {"sound": f"shot {name}"}},
    )


def _fade(said: ShotSoundSpec, end: str, reach: int, desk: Desk) -> int:
    """Return the fade the document says; else, under a dissolve of the picture, as long as it reaches over it."""
    asked = said.fade_in if end == "fade_in" else said.fade_out
    moved = said.lead if end == "fade_in" else said.trail
    if asked is not None:
        return asked.nearest_frames(desk.rate)
    return 0 if moved else reach
