"""The sound tracks: what shots, cues and beds play, on as few tracks as hold them apart, dialogue first."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange import OURS, Clip, Curve, Track, TrackKind, Transition, TransitionKind
from posthouse.sound.plan import STEM_NAMES
from posthouse.studio.exchange.outgoing.crossfades import Crossfade, crossfades_of
from posthouse.studio.exchange.outgoing.multicams import on_clock
from posthouse.studio.exchange.outgoing.nests import nest_sound
from posthouse.studio.exchange.outgoing.recorders import from_recorder
from posthouse.timing import FrameRange, RampMap

if TYPE_CHECKING:
    from posthouse.editorial import Shot
    from posthouse.sound.clip import Fade
    from posthouse.sound.joins import PlacedSound
    from posthouse.sound.placement import ShotTiming
    from posthouse.studio.exchange.outgoing.desk import Desk


def sound_tracks(desk: Desk) -> tuple[Track, ...]:
    """Return the sound tracks."""
    sheet = desk.sheet
    nested = sheet.heard_by_nest()
    alone = nested.pop("")
    owners = {each.owner for each in alone} | {f"shot {name}" for name, heard in nested.items() if heard}
    crossfades = crossfades_of(desk, owners)
    clips = [(sound.stem, clip) for sound in alone for clip in _clips(sound, crossfades, desk)]
    clips += [
        (desk.sound_of(nest.shot).stem, nest_sound(nest, nested[nest.shot], crossfades, desk))
        for nest in sheet.cut.shots()
        if nested.get(nest.shot)
    ]
    lanes: list[tuple[str, list[Clip], list[Transition]]] = []
    for stem in STEM_NAMES:
        of_stem = [clip for name, clip in clips if name == stem]
        lanes += _laid(stem, sorted(of_stem, key=lambda clip: clip.record), crossfades)
    if not lanes and sheet.scene.shots:
        lanes.append((STEM_NAMES[0], [], []))
    return tuple(
        Track(name=f"A{number}", kind=TrackKind.SOUND, clips=tuple(clips), transitions=tuple(joins), role=stem)
        for number, (stem, clips, joins) in enumerate(lanes, 1)
    )


def _laid(
    stem: str, clips: list[Clip], crossfades: dict[tuple[str, str], Crossfade]
) -> list[tuple[str, list[Clip], list[Transition]]]:
    """Return clips in the order of time on tracks where they do not meet; what crossfades lies on one."""
    lanes: list[tuple[str, list[Clip], list[Transition]]] = []
    for clip in clips:
        joined = None
        for lane in lanes:
            last = lane[1][-1]
            fade = crossfades.get((last.link, clip.link))
            if fade is not None and last.record.end_frame == clip.record.start_frame and last.link and clip.link:
                lane[2].append(_crossfade(fade))
                joined = lane
        free = (each for each in lanes if each[1][-1].record.end_frame <= clip.record.start_frame)
        lane = joined or next(free, None)  # type: ignore[assignment] # None: a new one
        if lane is None:
            lanes.append((stem, [clip], []))
        else:
            lane[1].append(clip)
    return lanes


def _crossfade(fade: Crossfade) -> Transition:
    return Transition(kind=TransitionKind.DISSOLVE, record=fade.range, join=fade.join, name="crossfade")


def _clips(sound: PlacedSound, crossfades: dict[tuple[str, str], Crossfade], desk: Desk) -> list[Clip]:
    """Return a placed sound as clips: one, or, of a loop, one each time round."""
    kind, _, name = sound.owner.partition(" ")
    record = _record(sound, desk)
    if record.is_empty:
        desk.ledger.drop(sound.owner, "clip", "it is shorter than half a frame")
        return []
    if kind == "shot":
        return [_shot_clip(sound, name, record, crossfades, desk)]
    base = _plain_clip(sound, record, desk)
    if sound.loop:
        return _rounds(sound, base, desk)
    first = _first_of(sound, desk)
    return [from_recorder(base, sound.media, (first, first + record.duration_frames), desk)]


def _record(sound: PlacedSound, desk: Desk) -> FrameRange:
    form = desk.sheet.scene.form
    ends = []
    for sample in (sound.start_samples, sound.end_samples):
        frame = desk.rate.nearest_frames(Fraction(sample, form.sample_rate))
        ends.append(frame)
        if form.floor_sample(frame) != sample and abs(form.floor_sample(frame) - sample) > 1:
            off = (sample - form.floor_sample(frame)) * 1000 / form.sample_rate
            desk.ledger.approximate(sound.owner, "clip", f"it goes out on whole frames, {off:+.1f} ms from its place")
    return FrameRange(ends[0], max(ends))


def _plain_clip(sound: PlacedSound, record: FrameRange, desk: Desk) -> Clip:
    first = _first_of(sound, desk)
    name = sound.owner.replace(" ", "/", 1)
    media = desk.reference(sound.media)
    if not media.file:
        desk.ledger.approximate(
            sound.owner, "clip", "posthouse makes this sound: a named clip without media holds its place"
        )
    else:
        desk.ledger.keep(sound.owner, "clip")
    return Clip(
        id=name,
        name=sound.owner.partition(" ")[2],
        record=record,
        source=desk.span(sound.media, first, first + record.duration_frames),
        media=media,
        gain_db=Curve.constant(sound.gain_db) if sound.gain_db else None,
        pan=Curve.constant(sound.pan) if sound.pan else None,
        fade_in=_fade_frames(sound, sound.fade_in, desk),
        fade_out=_fade_frames(sound, sound.fade_out, desk),
        role=sound.stem,
        facts={OURS: {"sound": sound.owner}},
    )


def _first_of(sound: PlacedSound, desk: Desk) -> Fraction:
    """Return where in its media a sound begins, on the programme's grid."""
    return _snapped(Fraction(sound.source_start_samples, desk.sheet.scene.form.sample_rate) * desk.rate.fraction)


def _snapped(frames: Fraction) -> Fraction:
    """Return a position that is within a sample of a whole frame as that frame."""
    nearest = (frames + Fraction(1, 2)).__floor__()
    return Fraction(nearest) if abs(frames - nearest) < Fraction(1, 500) else frames


def _fade_frames(sound: PlacedSound, fade: Fade | None, desk: Desk) -> int:
    if fade is None or not fade.samples:
        return 0
    exact = Fraction(fade.samples, desk.sheet.scene.form.sample_rate) * desk.rate.fraction
    nearest = (exact + Fraction(1, 2)).__floor__()
    if abs(exact - nearest) > Fraction(1, 100):
        desk.ledger.approximate(sound.owner, "level", f"its fade of {float(exact):.2f} frames goes out as {nearest}")
    return nearest


def _shot_clip(
    sound: PlacedSound, name: str, record: FrameRange, crossfades: dict[tuple[str, str], Crossfade], desk: Desk
) -> Clip:
    """Return a shot's own sound; where it crossfades with its neighbour it is cut back to their join."""
    clip = _plain_clip(sound, record, desk)
    start, end = record.start_frame, record.end_frame
    head = next((fade for (_, after), fade in crossfades.items() if after == name), None)
    tail = next((fade for (before, _), fade in crossfades.items() if before == name), None)
    cut = FrameRange(head.join if head else start, tail.join if tail else end)
    shot = desk.sheet.flat.by_id[name]
    places, later, speed = _played(name, shot, cut, desk)
    if speed is None:
        speed = (places[1] - places[0]) / cut.duration_frames
        desk.ledger.approximate(sound.owner, "speed", "its sound follows the ramp here; it goes out at the mean speed")
    found = dataclasses.replace(
        clip,
        id=f"{name}.sound",
        name=name,
        record=cut,
        source=desk.span(sound.media, min(places) + later, max(places) + later),
        speed=speed,
        fade_in=0 if head else clip.fade_in,
        fade_out=0 if tail else clip.fade_out,
        link="/".join(shot.ids),
    )
    group = desk.group_of(shot)
    if group is None:
        return from_recorder(found, sound.media, (min(places) + later, max(places) + later), desk)
    seen = group[1]
    heard = desk.sound_of(shot.ids[-1]).angle or desk.heard_angle(group[0].name) or seen
    return on_clock(found, group[0], (seen, heard), (min(places), max(places)), desk)


def _played(
    name: str, shot: Shot, cut: FrameRange, desk: Desk
) -> tuple[tuple[Fraction, Fraction], Fraction, Fraction | None]:
    """Return where a shot's sound stands in its media at two programme frames, how much later, and its speed.

    Later, on one clock, is the sound of another angle than is seen; the speed is None where it changes.
    """
    sounding = next(each for each in desk.sheet.scene.shots if each.timing.shot == name)
    if sounding.heard is None:
        places = [shot.source.position(Fraction(at - shot.start_frame)) for at in (cut.start_frame, cut.end_frame)]
        speed = None if isinstance(shot.source, RampMap) else shot.source.speed
        return (places[0], places[1]), _later(sounding.timing, shot, desk), speed
    heard = sounding.heard
    frames = [Fraction(at - heard.start_frame) for at in (cut.start_frame, cut.end_frame)]
    if heard.ramp is not None:
        places = [heard.ramp.curve.position(heard.ramp_frame + at) for at in frames]
        return (places[0], places[1]), Fraction(0), None
    first = heard.source_start_seconds(desk.rate) * desk.rate.fraction
    places = [first + at * heard.speed for at in frames]
    return (places[0], places[1]), Fraction(0), heard.speed


def _later(timing: ShotTiming, shot: Shot, desk: Desk) -> Fraction:
    """Return how many frames later than a shot's picture its sound lies in its media: of a multicam, in another's."""
    if timing.media == shot.media:
        return Fraction(0)
    seen = shot.range.shifted(-shot.start_frame)
    low = min(shot.source.position(Fraction(at)) for at in (seen.start_frame, seen.end_frame))
    return timing.source_in_seconds * desk.rate.fraction - low


def _rounds(sound: PlacedSound, base: Clip, desk: Desk) -> list[Clip]:
    """Return a loop written out: the clip up to the loop's end, then the loop again and again."""
    loop = sound.loop
    assert loop is not None
    frames = desk.rate.fraction / desk.sheet.scene.form.sample_rate
    first = max(1, round((loop.end_samples - sound.source_start_samples) * frames))
    around = max(1, round((loop.end_samples - loop.start_samples - loop.crossfade_samples) * frames))
    made: list[Clip] = []
    at = base.record.start_frame
    while at < base.record.end_frame:
        lasting = min(around if made else first, base.record.end_frame - at)
        begins = _snapped(loop.start_samples * frames) if made else _snapped(sound.source_start_samples * frames)
        source = desk.span(sound.media, begins, begins + lasting)
        record = FrameRange.lasting(at, lasting)
        name = f"{base.id}-{len(made) + 1}" if made else base.id
        plain = dataclasses.replace(base, id=name, record=record, source=source, fade_in=0, fade_out=0)
        made.append(from_recorder(plain, sound.media, (begins, begins + lasting), desk))
        at += lasting
    desk.ledger.approximate(sound.owner, "clip", f"its loop goes out as {len(made)} clips, without crossfades")
    made[0] = dataclasses.replace(made[0], fade_in=base.fade_in)
    made[-1] = dataclasses.replace(made[-1], fade_out=base.fade_out)
    return made
