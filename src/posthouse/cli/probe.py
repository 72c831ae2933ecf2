"""``posthouse probe``: everything known about a media file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from posthouse.cli.answer import say, shortened, tell_error, wants_json, write_json
from posthouse.cli.clean import spelled_bytes
from posthouse.cli.command import house_command
from posthouse.cli.exits import exit_of
from posthouse.errors import PosthouseError

if TYPE_CHECKING:
    from posthouse.media.cadence import FieldStory
    from posthouse.media.facts import MediaInfo, PictureFacts, SoundFacts

_LABEL_WIDTH = 14
_LONGEST_SHOWN = 240


@house_command(
    "probe",
    examples="""
    posthouse probe footage/A003_C012.mov
    posthouse probe footage/*.mov sound/*.wav
    posthouse probe plates/stars.%04d.exr
    posthouse probe tapes/reel4.mov --fields
    posthouse probe A003_C012.mov --json | jq '.files[0].info.start_timecode'
    """,
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--fields", is_flag=True, help="Look at every picture: field order, pulldown, phase, and its breaks.")
@click.pass_context
def command(ctx: click.Context, files: tuple[Path, ...], *, fields: bool) -> None:
    """Show all that is known of media files.

    Streams, rates, color, timecode, sound, and what is wrong. Every packet is read, so that what is shown is what
    is there, not what the header promises.
    """
    found = [_probed(file, with_fields=fields) for file in files]
    errors = [result for result in found if isinstance(result, PosthouseError)]
    if wants_json():
        rows = [_facts(file, result) for file, result in zip(files, found, strict=True)]
        write_json({"ok": not errors, "files": rows})
    for file, result in zip(files, found, strict=True):
        if not wants_json() and not isinstance(result, PosthouseError):
            _show(file, result)
    for error in errors:
        if not wants_json():
            tell_error(error, exit_of(error), as_json=False)
    if errors:
        ctx.exit(exit_of(errors[0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Probed:
    """What is known of a file; of its fields too, where that was asked."""

    info: MediaInfo
    story: FieldStory | None = None


def _probed(file: Path, *, with_fields: bool) -> _Probed | PosthouseError:
    from tempfile import TemporaryDirectory

    from posthouse.media.library import MediaLibrary  # late: opens FFmpeg

    with TemporaryDirectory() as folder, MediaLibrary(Path(folder)) as library:
        try:
            info = library.info(file)
            return _Probed(info=info, story=library.field_story(file, info) if with_fields and info.pictures else None)
        except PosthouseError as error:
            return error


def _facts(file: Path, result: _Probed | PosthouseError) -> dict[str, Any]:
    from posthouse.media.cadence import story_to_json
    from posthouse.media.library import info_to_json

    if isinstance(result, PosthouseError):
        return {"file": str(file), **result.facts()}
    story = {} if result.story is None else {"fields": json.loads(story_to_json(result.story))}
    return {"file": str(file), "info": json.loads(info_to_json(result.info)), **story}


def _show(file: Path, found: _Probed) -> None:
    info = found.info
    say(str(file), color="cyan")
    _line("file", f"{info.kind}, {info.container}, {spelled_bytes(info.byte_count)}, {float(info.duration_s):.3f} s")
    for picture in info.pictures:
        _show_picture(picture)
    _show_fields(found)
    for sound in info.sounds:
        _show_sound(sound)
    if info.start_timecode:
        _line("timecode", f"{info.start_timecode} (from {info.start_timecode_from})")
    if info.reel_name:
        _line("reel", f"{info.reel_name} (from {info.reel_name_from})")
    for chapter in info.chapters:
        _line("chapter", f"{float(chapter.start_s):.3f} s to {float(chapter.end_s):.3f} s: {chapter.title}")
    if info.broadcast is not None:
        wave = info.broadcast
        _line("recorder", f"{wave.originator} {wave.date} {wave.time}, starts at sample {wave.time_reference_samples}")
        _line("", wave.description)
    if info.sequence_numbers:
        _line(
            "numbers", f"{info.sequence_numbers[0]} to {info.sequence_numbers[-1]}, {len(info.sequence_numbers)} files"
        )
    for key, text in info.metadata:
        _line("metadata", f"{key}: {text}")
    _line("digest", info.digest)
    for warning in info.warnings:
        _line("note", warning)
    say()


def _show_picture(facts: PictureFacts) -> None:
    form = facts.format
    width, height = facts.display_size
    rate = f"{float(facts.rate):g} fps" + (" on average, variable" if facts.is_vfr else f" ({facts.rate})")
    _line(f"picture {facts.stream}", f"{facts.codec} {facts.profile}, {facts.pixel_format}, tag {facts.codec_tag}")
    shown = "" if (width, height) == (form.width, form.height) else f", shown as {width}x{height}"
    _line("size", f"{form.width}x{form.height}, pixel aspect {facts.sample_aspect}{shown}")
    _line(
        "rate",
        f"{rate}, {facts.frame_count} frames, {float(facts.duration_s):.3f} s, starts at {float(facts.start_s):.3f} s",
    )
    guessed = f" (guessed: {', '.join(facts.guessed)})" if facts.guessed else ""
    color = f"matrix {form.matrix}, range {form.range}, primaries {form.primaries}, transfer {form.transfer}"
    _line("color", f"{form.bit_depth} bit {form.family} {form.chroma}, {color}, siting {form.siting}{guessed}")
    turned = [f"turned {facts.rotation_degrees} degrees"] if facts.rotation_degrees else []
    turned += ["mirrored"] if facts.is_mirrored else []
    _line("fields", ", ".join([str(facts.field_order), *turned]))
    if facts.mastering is not None:
        _line("mastered on", f"{facts.mastering.minimum_nits} to {facts.mastering.maximum_nits} cd/m2")
    if facts.content_light is not None:
        light = facts.content_light
        _line("light", f"at most {light.maximum_nits} cd/m2, {light.maximum_frame_average_nits} on average")


def _show_fields(found: _Probed) -> None:
    story = found.story
    if story is None:
        return
    facts = found.info.pictures[0]
    counted = f"{story.top_frames} frames top first, {story.bottom_frames} bottom first"
    _line("motion says", f"{story.order} ({counted}, {story.progressive_frames} progressive, of {story.frames})")
    if story.order in {"top", "bottom"} and facts.field_order != story.order:
        _line("note", f"the file says {facts.field_order}: say fields: {{order: {story.order}}} if the motion is right")
    for run, share in zip(story.runs, story.confidence, strict=True):
        at = f"frames {run.start_frame} to {run.end_frame - 1}"
        seen = "no pulldown" if run.cadence == "video" else f"pulldown {run.cadence}, phase {run.phase}"
        _line("cadence", f"{at}: {seen}" + ("" if run.cadence == "video" else f", {float(share):.0%} of repeats seen"))


def _show_sound(facts: SoundFacts) -> None:
    bits = f", {facts.bits} bit{' float' if facts.is_float else ''}" if facts.bits else ""
    seconds = facts.duration_samples / facts.sample_rate
    layout = "1 channel" if facts.layout == "1 channels" else facts.layout
    _line(f"sound {facts.stream}", f"{facts.codec} {facts.profile}, {facts.sample_rate} Hz, {layout}{bits}")
    language = f", {facts.language}" if facts.language else ""
    priming = f", {facts.priming_samples} samples of priming" if facts.priming_samples else ""
    _line(
        "",
        f"{facts.duration_samples} samples, {seconds:.3f} s, starts at {float(facts.start_s):.3f} s{priming}{language}",
    )


def _line(label: str, text: str) -> None:
    tidy = " ".join(text.split())
    if tidy:
        say(f"  {label:<{_LABEL_WIDTH}}{shortened(tidy, _LONGEST_SHOWN)}")
