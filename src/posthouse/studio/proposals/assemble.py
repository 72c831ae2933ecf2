"""A rough cut proposed from a paper edit, or from a screenplay and the slates of its takes.

``assemble_gathering`` finds the footage and its slates, ``assemble_plan`` chooses, ``assemble_writing`` writes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from posthouse.assistant.paper import paper_lines
from posthouse.assistant.script import SlatePattern, screenplay_of
from posthouse.editorial.anchors import source_seconds
from posthouse.errors import DocumentProblems, Place, PosthouseError, ProductionError
from posthouse.fields.names import is_name
from posthouse.interchange.plain_text import text_of
from posthouse.media.library import MediaLibrary
from posthouse.production.draft import Draft
from posthouse.studio.proposals.assemble_gathering import Clip, Gathering
from posthouse.studio.proposals.assemble_plan import RoughScene, scene_of_paper, scenes_of_script
from posthouse.studio.proposals.assemble_writing import RoughWriter, add_media
from posthouse.studio.proposals.proposal import Bench, Proposal
from posthouse.studio.proposals.syncing import By, Synced, Syncing
from posthouse.studio.sources import open_sources
from posthouse.studio.work_folder import WORK_FOLDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path as FilePath

    from posthouse.production.production import Production
    from posthouse.production.splice import Value
    from posthouse.studio.proposals.assemble_plan import RoughShot
    from posthouse.studio.sources import StudioMedia
    from posthouse.timing import Length

_SCRIPTS = {".fountain", ".spmd"}


@dataclass(frozen=True, slots=True, kw_only=True)
class AssemblyWanted:
    """What a rough cut is made from, and where it goes."""

    logs: tuple[FilePath, ...] = ()
    footage: tuple[FilePath, ...] = ()
    """Folders of files that are no media yet."""
    pattern: str = ""
    """How file names say scene and take; empty: the usual ways."""
    sequence: str = ""
    """The sequence it becomes; empty: the cut itself."""
    replaces: bool = False
    """Whether shots that are there already give way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """What was laid out, and what one should know of it."""

    scenes: tuple[RoughScene, ...]
    notes: tuple[str, ...]
    sounds: Mapping[str, str] = field(default_factory=dict)
    """By media, the recording its sound is proposed to be taken from."""


def proposed_assembly(folder: FilePath, paper: FilePath, wanted: AssemblyWanted) -> tuple[Proposal, Assembled]:
    """Return a rough cut as a change of the document, and what was chosen.

    Args:
        folder: the production.
        paper: a paper edit (CSV, TSV, Markdown, plain text) or a screenplay (.fountain).
        wanted: logs, folders of dailies, and where the cut goes.

    Raises:
        DocumentProblems: every line of a paper edit that cannot be.
        ProductionError: nothing to make a cut of, or shots that would be lost.
        MediaError: a file that cannot be read.
    """
    draft = Draft.open(folder)
    production = draft.checked()
    gathering = Gathering(production=production, pattern=SlatePattern.of(wanted.pattern))
    for log in wanted.logs:
        gathering.read_log(log, production.document.format.rate)
    clips = gathering.clips(wanted.footage)
    problems: list[ProductionError] = []
    scenes, notes = _scenes(paper, clips, problems)
    if not any(scene.shots for scene in scenes):
        DocumentProblems.raise_if_any(problems)
    _refuse_what_would_be_lost(production, wanted)
    writer = RoughWriter(draft=draft, rate=production.document.format.rate, sequence=wanted.sequence)
    writer.write(scenes, production.folder)
    sounds: dict[str, str] = {}
    with_sound = _Checking(draft, scenes, clips, paper.name, problems)
    notes += gathering.notes + with_sound.checked(sounds)
    draft.checked()
    if wanted.sequence and any(scene.scene for scene in scenes):
        notes.append("a sequence has no markers and no cards: its headings and missing scenes are comments")
    return Proposal(draft=draft), Assembled(scenes=tuple(scenes), notes=tuple(notes), sounds=sounds)


def _scenes(
    paper: FilePath, clips: Sequence[Clip], problems: list[ProductionError]
) -> tuple[list[RoughScene], list[str]]:
    if paper.suffix.lower() not in _SCRIPTS:
        lines = paper_lines(text_of(paper, title="a paper edit"), paper.name, problems)
        return [scene_of_paper(lines, clips, paper.name, problems)], []
    script = screenplay_of(text_of(paper, title="a screenplay"))
    if not script.scenes:
        place = Place(file=paper.name)
        hint = "a heading is a line of its own, as INT. HOUSE - DAY, with an empty line before and after it"
        raise ProductionError("there is no scene in this screenplay", hint=hint, place=place)
    scenes, notes = scenes_of_script(script, clips)
    return scenes, [*script.notes, *notes]


def _refuse_what_would_be_lost(production: Production, wanted: AssemblyWanted) -> None:
    """Refuse to write over a cut somebody made.

    Raises:
        ProductionError: there is one, and it was not said that it may go.
    """
    document = production.document
    if wanted.sequence and not is_name(wanted.sequence):
        raise ProductionError(f"{wanted.sequence!r} is no name", hint="use letters, digits, _ - and .")
    if wanted.replaces:
        return
    if wanted.sequence in document.sequences:
        hint = "say another name, or --replace"
        raise ProductionError(f"there is a sequence {wanted.sequence} already", hint=hint)
    shots = [item for item in document.cut if hasattr(item, "media")]
    if shots and not wanted.sequence:
        hint = "say --into assembly to make a sequence of it, or --replace to put it in the cut's place"
        raise ProductionError(f"the cut has {len(shots)} shots already", hint=hint)


class _Checking:
    """Opens what a rough cut uses: its times must be there, and sound of the same take is laid to it."""

    def __init__(
        self,
        draft: Draft,
        scenes: Sequence[RoughScene],
        clips: Sequence[Clip],
        paper: str,
        problems: list[ProductionError],
    ) -> None:
        self.draft, self.paper, self.problems = draft, paper, problems
        self.shots = [shot for scene in scenes for shot in scene.shots if shot.clip is not None]
        self.used = {shot.clip.name: shot.clip for shot in self.shots if shot.clip is not None}
        self.sounds = [clip for clip in clips if clip.is_sound and clip.slate is not None]

    def checked(self, sounds: dict[str, str]) -> list[str]:
        """Write what sound is laid to what, fill ``sounds``, and return notes.

        Raises:
            DocumentProblems: the lines that were wrong before, and times that the media has not.
            PosthouseError: a media cannot be opened.
        """
        pairs = [(clip, each) for clip in self.used.values() for each in self._recorded_with(clip)]
        before = Draft(self.draft.text, self.draft.file)
        add_media(before, list({each.name: each for _, each in pairs if each.is_new}.values()), before.file.parent)
        production = before.checked()
        work = production.folder / WORK_FOLDER
        work.mkdir(parents=True, exist_ok=True)
        wanted = {*self.used, *(each.name for _, each in pairs)}
        problems: list[PosthouseError] = []

        def complain(name: str, error: PosthouseError) -> None:
            if name in wanted:
                problems.append(error)

        with MediaLibrary(work) as library:
            media = open_sources(production, library, complain)
            if problems:
                raise problems[0]
            self._check_times(media)
            bench = Bench(draft=self.draft, production=production, library=library, media=media)
            return [note for pair in pairs if (note := self._laid(pair, bench, sounds))]

    def _recorded_with(self, clip: Clip) -> list[Clip]:
        """Return the recordings of a clip's scene and take, if it is footage without a recording yet."""
        slate = clip.slate
        if slate is None or clip.is_sound or self.draft.at(("media", clip.name, "sound_from")) is not None:
            return []
        key = slate.scene, slate.take
        return [each for each in self.sounds if each.slate and (each.slate.scene, each.slate.take) == key][:1]

    def _laid(self, pair: tuple[Clip, Clip], bench: Bench, sounds: dict[str, str]) -> str:
        """Write one pair where its timecodes say where it lies; return what a person should know, or nothing."""
        clip, recording = pair
        row = Syncing(bench=bench, by=By.TIMECODE).tried(clip.name, recording.name)
        if row.found is None:
            reason = getattr(row.verdict, "reason", "")
            return (
                f"{clip.name}: {recording.path.name} is of the same take, not laid to it: {reason}; try posthouse sync"
            )
        if recording.is_new:
            add_media(self.draft, [recording], self.draft.file.parent)
        self._write_sound(clip.name, recording.name, row)
        sounds[clip.name] = recording.name
        low, high = row.found.overlap_seconds
        info = bench.media[clip.name].info
        whole = info.pictures[0].duration_s if info and info.pictures else high
        return "" if low == 0 and high >= whole else f"{clip.name}: {recording.path.name} does not run for all of it"

    def _write_sound(self, name: str, recording: str, row: Synced) -> None:
        said: dict[str, Value] = {"media": recording, "sample": row.first_sample}
        written = self.draft.at(("media", name))
        if isinstance(written, str):
            self.draft.set(("media", name), {"file": written, "sound_from": said})
        else:
            self.draft.set(("media", name, "sound_from"), said)

    def _check_times(self, media: Mapping[str, StudioMedia]) -> None:
        problems = list(self.problems)
        for shot in self.shots:
            for word, at in (("in", shot.in_point), ("out", shot.out_point)):
                cause = "" if at is None else _outside(shot, at, media)
                if cause:
                    problems.append(
                        ProductionError(f"{word} {at} {cause}", place=Place(file=self.paper, line=shot.line))
                    )
        DocumentProblems.raise_if_any(problems)


def _outside(shot: RoughShot, at: Length, media: Mapping[str, StudioMedia]) -> str:
    """Return what is wrong with a time of a shot; empty where its media has it."""
    assert shot.clip is not None
    source = media[shot.clip.name].editorial
    if source is None:
        return f"cannot be: {shot.clip.name} has no pictures"
    try:
        seconds = source_seconds(at, source)
    except ValueError as problem:
        return f"is no time of {shot.clip.name}: {problem}"
    whole = None if source.grid_frames is None else source.rate.seconds_at(source.grid_frames)
    if seconds < 0 or (whole is not None and seconds > whole):
        start = f"which begins at {source.start_timecode}" if source.start_timecode else "whose times count from 0"
        return f"is outside of {shot.clip.name}, {start} and lasts {float(whole or 0):.2f} s"
    return ""
