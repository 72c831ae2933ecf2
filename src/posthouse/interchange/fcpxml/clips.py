"""Clips of media, titles, generators, compound and multicam clips, as pieces of picture and sound."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.interchange.fcpxml.adjust import LocalClock, blend_of, transform_of
from posthouse.interchange.fcpxml.notes import effects_of, facts_of, markers_of, notes_of, role_of, title_text
from posthouse.interchange.fcpxml.pieces import Piece, TimeMap
from posthouse.interchange.fcpxml.resources import metadata_of
from posthouse.interchange.fcpxml.retime import map_of
from posthouse.interchange.fcpxml.sound import channels_of, components_of, sound_range, sounding
from posthouse.interchange.timeline import Clip, MediaKind, MediaRef, SourceSpan, TrackKind
from posthouse.interchange.xml_reading import children, line_of, plain_float
from posthouse.timing import FrameRange
from posthouse.timing.timecode import can_drop

if TYPE_CHECKING:
    from posthouse.interchange.fcpxml.state import Story, Use
    from posthouse.interchange.timeline import Timeline
    from posthouse.interchange.xml_reading import Element
    from posthouse.timing import Rate

_STUDIO = "com.apple.proapps.studio."


def draft_of(story: Story, use: Use, media: MediaRef, rate: Rate) -> Clip:
    """Return a clip with all that its element says of it, but neither place nor source."""
    clock = LocalClock(start=use.start, frames_a_second=story.rate.fraction * use.stretch)
    media = _slated(use, media, rate)
    transform, remarks = transform_of(use.element, clock, story.size, media.size)
    for remark in remarks:
        story.state.ledger.approximate(use.name, "transform", remark, place=story.state.document.place(use.element))
    opacity, blend = blend_of(use.element, clock)
    return Clip(
        id="",
        name=use.element.get("name", "") or media.name,
        record=FrameRange(0, 0),
        source=SourceSpan(rate=rate, start=Fraction(0), duration=Fraction(0)),
        media=media,
        is_enabled=use.element.get("enabled") != "0",
        transform=transform,
        opacity=opacity,
        blend=blend,
        role=role_of(use.element.get("videoRole", "") or use.element.get("role", "")),
        markers=markers_of(story, use),
        notes=notes_of(use.element),
        effects=effects_of(story, use),
        facts=facts_of(use.element),
    )


def _slated(use: Use, media: MediaRef, rate: Rate) -> MediaRef:
    """Return a clip's media with the scene, take and reel its element says."""
    words = metadata_of(use.element)
    asks_drop = media.has_timecode and use.element.get("tcFormat") == "DF"
    return dataclasses.replace(
        media,
        scene=words.get(f"{_STUDIO}scene", "") or media.scene,
        take=words.get(f"{_STUDIO}shot", "") or media.take,
        reel=words.get(f"{_STUDIO}reel", "") or media.reel,
        is_drop_frame=media.is_drop_frame or (asks_drop and can_drop(rate)),
    )


def shown_by(use: Use, begin: Fraction, own: Fraction) -> TimeMap:
    """Return which moment of a clip's content the timeline shows, where ``own`` of its clock stands at ``begin``."""
    return map_of(use.element).after(TimeMap.line(begin, own, 1 / use.stretch))


def add_picture(story: Story, use: Use, clip: Clip, shows: TimeMap, take: str) -> None:
    """Add a clip's picture."""
    story.pieces.append(
        Piece(
            clip=clip,
            kind=TrackKind.PICTURE,
            lane=use.lane,
            group=use.group,
            start=use.begin,
            end=use.end,
            shows=shows,
            take=take,
            line=line_of(use.element),
        )
    )


def add_sound(story: Story, use: Use, clip: Clip, role: str, take: str, moved: Fraction = Fraction(0)) -> None:
    """Add a clip's sounds; ``moved`` is added to what its clock shows."""
    begin, end, own = sound_range(story, use)
    shows = TimeMap.line(Fraction(0), moved).after(shown_by(use, begin, own))
    for component in components_of(story, use, own, role):
        story.pieces.append(
            Piece(
                clip=sounding(clip, component),
                kind=TrackKind.SOUND,
                lane=use.lane,
                group=use.group,
                start=begin,
                end=end,
                shows=shows,
                take=take,
                line=line_of(use.element),
            )
        )


def place_asset_clip(story: Story, use: Use) -> None:
    """Place a clip of a file: its picture, its sound, or both."""
    asset = story.state.resources.named(use.element)
    if asset.tag != "asset":
        raise story.state.document.wrong(
            use.element, f"{use.name} names a <{asset.tag}>, and an asset clip shows an asset"
        )
    media, rate = story.state.resources.media_of(asset, story.rate)
    clip = draft_of(story, use, media, rate)
    enable = use.element.get("srcEnable", "all")
    take = story.new_take()
    if media.has_picture and enable != "audio":
        add_picture(story, use, clip, shown_by(use, use.begin, use.start), take)
    if media.sound_channels is not None and enable != "video":
        sound_only = clip if media.has_picture and enable != "audio" else dataclasses.replace(clip, markers=())
        add_sound(story, use, sound_only, use.element.get("audioRole", "") or "dialogue", take)
        if sound_only is not clip:
            _keep_words(story, clip)


def _keep_words(story: Story, clip: Clip) -> None:
    """Give markers and notes of a sound without a picture to the first of its pieces."""
    last = story.pieces[-1]
    kept = dataclasses.replace(last.clip, markers=clip.markers, notes=clip.notes, effects=clip.effects)
    story.pieces[-1] = dataclasses.replace(last, clip=kept)


def place_video(story: Story, use: Use) -> None:
    """Place a picture: of a file, or made by a generator."""
    resource = story.state.resources.named(use.element)
    if resource.tag == "asset":
        media, rate = story.state.resources.media_of(resource, story.rate)
    else:
        media, rate = _generated(story, use, resource), story.rate
    clip = draft_of(story, use, media, rate)
    add_picture(story, use, clip, shown_by(use, use.begin, use.start), story.new_take())


def _generated(story: Story, use: Use, resource: Element) -> MediaRef:
    name = resource.get("name", "") or "generator"
    media = MediaRef(
        name=name, kind=MediaKind.MISSING, has_timecode=False, facts={"generator": resource.get("uid", "")}
    )
    if "Solids.localized" in resource.get("uid", ""):
        said = next(
            (each.get("value", "") for each in children(use.element, "param") if each.get("name") == "Color"), ""
        )
        parts = [plain_float(part) for part in said.split()[:3]]
        known = [part for part in parts if part is not None]
        color = (known[0], known[1], known[2]) if len(known) == 3 else None
        is_black = color == (0.0, 0.0, 0.0)
        return dataclasses.replace(
            media, kind=MediaKind.BLACK if is_black else MediaKind.COLOR, color=None if is_black else color
        )
    why = f"{name} is a generator only Final Cut can make"
    story.state.ledger.approximate(use.name, "media", why, place=story.state.document.place(use.element))
    return media


def place_audio(story: Story, use: Use) -> None:
    """Place a sound of a file."""
    asset = story.state.resources.named(use.element)
    media, rate = story.state.resources.media_of(asset, story.rate)
    clip = draft_of(story, use, media, rate)
    clip = dataclasses.replace(clip, source_channels=channels_of(use.element.get("srcCh", "")))
    add_sound(story, use, clip, use.element.get("role", "") or "dialogue", story.new_take())
    _keep_words(story, clip)


def place_title(story: Story, use: Use) -> None:
    """Place a title with its words."""
    words = title_text(use.element)
    media = MediaRef(name=use.name, kind=MediaKind.TITLE, text=words, has_timecode=False)
    clip = draft_of(story, use, media, story.rate)
    add_picture(story, use, clip, shown_by(use, use.begin, use.start), story.new_take())
    why = "the words of a title are kept, their style is not"
    story.state.ledger.approximate(use.name, "media", why, place=story.state.document.place(use.element))


def place_reference(story: Story, use: Use) -> None:
    """Place a compound clip as a nested timeline."""
    from posthouse.interchange.fcpxml.timelines import compound_of  # compounds hold storylines, which hold compounds

    timeline, first = compound_of(story.state, use.element)
    enable = use.element.get("srcEnable", "all")
    place_nested(story, use, timeline, -first, enable)


def place_nested(story: Story, use: Use, timeline: Timeline, moved: Fraction, enable: str) -> None:
    """Place picture and sound of a nested timeline; ``moved`` brings its clip's clock to the timeline's own 0."""
    media = MediaRef(name=timeline.name, size=timeline.size, has_timecode=False)
    clip = dataclasses.replace(draft_of(story, use, media, timeline.rate), nested=timeline.id)
    take = story.new_take()
    if enable != "audio" and any(track.clips for track in timeline.of_kind(TrackKind.PICTURE)):
        shows = TimeMap.line(Fraction(0), moved).after(shown_by(use, use.begin, use.start))
        add_picture(story, use, clip, shows, take)
    if enable != "video" and any(track.clips for track in timeline.of_kind(TrackKind.SOUND)):
        add_sound(story, use, clip, "", take, moved)


def place_multicam(story: Story, use: Use) -> None:
    """Place a multicam clip: the angle that is seen, and the one that is heard."""
    from posthouse.interchange.fcpxml.timelines import angles_of  # as above

    angles, first = angles_of(story.state, use.element)
    group = story.state.resources.named(use.element).get("name", "")
    names = {timeline.name: timeline.id for timeline in angles.values()}
    take = story.new_take()
    sources = list(children(use.element, "mc-source"))
    for each in sources:
        timeline = angles.get(each.get("angleID", ""))
        if timeline is None:
            raise story.state.document.wrong(each, f"{use.name} takes an angle that its multicam clip does not have")
        media = MediaRef(name=group or use.name, size=timeline.size, has_timecode=False)
        clip = dataclasses.replace(draft_of(story, use, media, timeline.rate), nested=timeline.id, angles=names)
        enable = each.get("srcEnable", "all")
        if enable in {"all", "video"} and use.element.get("srcEnable", "all") != "audio":
            shows = TimeMap.line(Fraction(0), -first).after(shown_by(use, use.begin, use.start))
            add_picture(story, use, clip, shows, take)
        if enable in {"all", "audio"} and use.element.get("srcEnable", "all") != "video":
            add_sound(story, use, clip, "", take, -first)
    if not sources:
        why = "it does not say which angle is seen"
        story.state.ledger.drop(use.name, "multicam", why, place=story.state.document.place(use.element))
