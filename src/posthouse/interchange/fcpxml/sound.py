"""The sound of a clip: its channels by role, each with level, pan, fades and mute; J and L cuts by ``audioStart``."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.adjust import LocalClock, Volume, pan_of, volume_of
from posthouse.interchange.fcpxml.notes import role_of
from posthouse.interchange.timeline import Clip, Curve
from posthouse.interchange.xml_reading import children

if TYPE_CHECKING:
    from fractions import Fraction

    from posthouse.interchange.fcpxml.state import Story, Use
    from posthouse.interchange.xml_reading import Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Channels of a clip that are one sound."""

    channels: tuple[int, ...] = ()
    role: str = ""
    volume: Volume = field(default_factory=Volume)
    pan: Curve | None = None
    is_enabled: bool = True


def sound_range(story: Story, use: Use) -> tuple[Fraction, Fraction, Fraction]:
    """Return (begin, end) on the timeline and the clip's own clock at the begin, for its sound."""
    own = story.state.time(use.element, "audioStart")
    lasting = story.state.time(use.element, "audioDuration")
    first = use.start if own is None else own
    begin = use.on_timeline(first)
    end = use.end if lasting is None else begin + lasting * use.stretch
    return begin, max(begin, end), first


def components_of(story: Story, use: Use, first: Fraction, role: str) -> list[Component]:
    """Return the sounds of a clip: one for each audio-channel-source, or one of all channels."""
    clock = LocalClock(start=first, frames_a_second=story.rate.fraction * use.stretch)
    whole = Component(
        role=role_of(role),
        volume=volume_of(use.element.find("adjust-volume"), clock),
        pan=pan_of(use.element.find("adjust-panner"), clock),
    )
    parts = list(children(use.element, "audio-channel-source"))
    if not parts:
        return [whole]
    return [_component(story, use, each, clock, whole) for each in parts]


def _component(story: Story, use: Use, element: Element, clock: LocalClock, whole: Component) -> Component:
    own = volume_of(element.find("adjust-volume"), clock)
    gain = added(whole.volume.gain_db, own.gain_db)
    if gain is None and (whole.volume.gain_db or own.gain_db):
        gain = whole.volume.gain_db
        why = "the clip and its channels have keyframes of their own: the clip's are read"
        story.state.ledger.approximate(use.name, "level", why, place=story.state.document.place(element))
    volume = Volume(
        gain_db=gain,
        fade_in=own.fade_in or whole.volume.fade_in,
        fade_out=own.fade_out or whole.volume.fade_out,
    )
    return Component(
        channels=channels_of(element.get("srcCh", "")),
        role=role_of(element.get("role", "")) or whole.role,
        volume=volume,
        pan=pan_of(element.find("adjust-panner"), clock) or whole.pan,
        is_enabled=_is_heard(story, use, element),
    )


def _is_heard(story: Story, use: Use, element: Element) -> bool:
    muted = list(children(element, "mute"))
    if any(each.get("start") is not None or each.get("duration") is not None for each in muted):
        why = "a part of it is muted: it is heard whole"
        story.state.ledger.drop(use.name, "level", why, place=story.state.document.place(element))
        muted = []
    return not muted and element.get("enabled") != "0" and element.get("active") != "0"


def channels_of(said: str) -> tuple[int, ...]:
    """Return the channels that ``1, 2`` names."""
    parts = [part.strip() for part in said.split(",")]
    return tuple(int(part) for part in parts if part.isascii() and part.isdigit() and len(part) < 4 and int(part) > 0)


def added(one: Curve | None, other: Curve | None) -> Curve | None:
    """Return two levels as one, None where neither says anything or both have keyframes."""
    if one is None or other is None:
        return one or other
    if len(other.keys) > 1:
        one, other = other, one
    if len(other.keys) > 1:
        return None
    more = other.keys[0].value[0]
    return Curve(keys=tuple(dataclasses.replace(key, value=(key.value[0] + more,)) for key in one.keys))


def sounding(clip: Clip, component: Component) -> Clip:
    """Return a clip as one of its sounds; its own level, if it has one, is added."""
    total = clip.media.sound_channels
    channels = component.channels or clip.source_channels
    return dataclasses.replace(
        clip,
        source_channels=() if total and channels == tuple(range(1, total + 1)) else channels,
        role=component.role or clip.role,
        gain_db=added(component.volume.gain_db, clip.gain_db) or component.volume.gain_db,
        pan=component.pan or clip.pan,
        fade_in=component.volume.fade_in or clip.fade_in,
        fade_out=component.volume.fade_out or clip.fade_out,
        is_enabled=clip.is_enabled and component.is_enabled,
        transform=None,
        opacity=None,
        blend="normal",
        effects=(),
        markers=(),
        notes=(),
    )
