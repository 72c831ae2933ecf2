"""Sound turnovers as Pro Tools opens them: one composition, mono tracks in samples, sound embedded or linked.

Evidence of the shape: Pro Tools wants one and only one composition, everything linked through it (pyaaf2 37), links
mono files only (pyaaf2 24), and shows nothing of master mobs without a composition (pyaaf2 46); the adapter of
OpenTimelineIO gives none of this (otio-aaf-adapter 55). Fades are transitions next to fillers, gains are Mono Audio
Gain, pan belongs to the track, a primary timecode track is required (AAF Edit Protocol 6.3).
"""

from __future__ import annotations

import os
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from posthouse.errors import DocumentProblems, MediaError, ProductionError
from posthouse.interchange.aaf import write_parts as parts
from posthouse.interchange.aaf.book import Book, on_disk
from posthouse.interchange.aaf.media_mobs import MediaPlan, describe_pcm, locator, timecode, write_media
from posthouse.interchange.aaf.plan import Carriage, SoundClip, SoundSource, SoundTrack, TurnoverPlan
from posthouse.interchange.aaf.strips import Overlap, Strip, borrowed, sequence
from posthouse.interchange.aaf.waves import Wave, channel_of, wave_of
from posthouse.interchange.timeline import Curve
from posthouse.timing.timecode import can_drop

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_Waves = dict["Path", Wave]


def write_turnover(plan: TurnoverPlan, path: Path) -> None:
    """Write a sound turnover; nothing of it is there until all of it is.

    Raises:
        DocumentProblems: clips overlap, reach beyond their files, or ask for more handle than there is; all at once.
        MediaError: a file is missing or not PCM of 16 or 24 bits.
    """
    waves = {clip.source.file: wave_of(clip.source.file) for track in plan.tracks for clip in track.clips}
    problems = [problem for track in plan.tracks for problem in _problems(plan, track, waves)]
    DocumentProblems.raise_if_any(problems)
    if not waves:
        raise ProductionError("there is nothing to hand over: no track has a clip", hint="choose tracks with sound")
    try:
        with on_disk(path) as book:
            _Turnover(book, plan, waves, path).write()
    except OSError as error:
        raise MediaError(
            f"{path} cannot be written: {error.strerror}", hint="check the folder and its space"
        ) from error


class _Turnover:
    """Writes one composition and the sound it uses."""

    def __init__(self, book: Book, plan: TurnoverPlan, waves: _Waves, path: Path) -> None:
        self._book, self._plan, self._waves, self._path = book, plan, waves, path
        self._masters: dict[tuple[Path, int], Any] = {}
        self._rate = Fraction(plan.sample_rate)

    def write(self) -> None:
        book, plan = self._book, self._plan
        mob = book.mob("CompositionMob", plan.name, ("turnover", plan.name, plan.rate, plan.duration))
        mob.usage = "Usage_TopLevel"
        frames = -(-plan.duration * plan.rate.fraction // plan.sample_rate)
        drop = plan.is_drop_frame and can_drop(plan.rate)
        label = timecode(book, plan.rate, plan.start_frame, frames, is_drop_frame=drop)
        book.slot(mob, plan.rate.fraction, label, name="TC1")
        self._picture(mob, frames)
        for number, track in enumerate(plan.tracks, start=1):
            slot = book.slot(mob, self._rate, self._track(track), name=track.name, physical=number)
            if track.is_muted:
                slot["TimelineMobAttributeList"].append(book.tag("AudioMixerCompMute", 1))
        parts.write_markers(book, mob, plan.rate.fraction, 1, plan.markers)

    def _picture(self, mob: Any, frames: int) -> None:
        picture = self._plan.picture
        if picture is None:
            return
        lasting = min(picture.duration_frames, frames)
        media = MediaPlan(
            name=picture.name, rate=self._plan.rate, start=self._plan.start_frame, length=picture.duration_frames,
            file=picture.file, size=picture.size, is_drop_frame=self._plan.is_drop_frame and can_drop(self._plan.rate),
        )  # fmt: skip
        master = write_media(self._book, media)
        assert master.picture is not None
        clips = [self._book.clip("Picture", master.mob, master.picture, 0, lasting)]
        if frames > lasting:
            clips.append(self._book.filler("Picture", frames - lasting))
        self._book.slot(mob, self._plan.rate.fraction, self._book.sequence("Picture", clips), name="V1")

    def _track(self, track: SoundTrack) -> Any:
        plan, book = self._plan, self._book
        strips = _strips(track, self._clip, book)
        made = book.sequence("Sound", sequence(strips, plan.duration, lambda n: book.filler("Sound", n)))
        if track.volume is not None:
            made = parts.gained(book, made, track.volume, Fraction(plan.duration), Fraction(0))
        if track.pan is not None:
            made = parts.panned(book, made, [(key.at / plan.duration, key.value[0]) for key in track.pan.keys])
        return made

    def _clip(self, clip: SoundClip, head: int, tail: int) -> Any:
        book, whole = self._book, clip.duration + head + tail
        made = book.clip("Sound", self._master(clip.source), 1, clip.source_start - head, whole)
        if clip.note:
            made["ComponentAttributeList"].append(book.tag("_COMMENT", clip.note))
        if clip.gain_db:
            made = parts.gained(book, made, Curve.constant(clip.gain_db), Fraction(whole), Fraction(head))
        if clip.automation is not None:
            made = parts.gained(book, made, clip.automation, Fraction(whole), Fraction(head))
        return parts.disabled(book, "Sound", made) if clip.is_muted else made

    def _master(self, source: SoundSource) -> Any:
        """Return the master mob of one channel of a file, with the file and its tape behind it."""
        key = (source.file, source.channel)
        if key not in self._masters:
            self._masters[key] = self._new_master(source, self._waves[source.file])
        return self._masters[key]

    def _new_master(self, source: SoundSource, wave: Wave) -> Any:
        book = self._book
        name = source.name or (source.file.stem if wave.channels == 1 else f"{source.file.stem}.{source.channel}")
        key = (name, source.file.name, source.channel, wave.rate, wave.samples, wave.time_reference)
        file = book.mob("SourceMob", name, ("file", *key))
        master = book.mob("MasterMob", name, key)
        for title, value in (("Scene", source.scene), ("Take", source.take)):
            if value:
                master.comments[title] = value
        tape, rest = self._tape(source, wave, key)
        book.slot(file, self._rate, book.clip("Sound", tape, 1, rest, wave.samples))
        self._carry(file, source, wave)
        book.slot(master, self._rate, book.clip("Sound", file, 1, 0, wave.samples))
        return master

    def _tape(self, source: SoundSource, wave: Wave, key: tuple[object, ...]) -> tuple[Any, int]:
        """Return the roll a file came from, with its timecode, and where on it the file begins, in samples."""
        book, rate = self._book, self._plan.rate
        tape = book.mob("SourceMob", source.tape or source.file.stem, ("tape", *key))
        tape.descriptor = book.create.TapeDescriptor() if source.tape else book.create.ImportDescriptor()
        frame = (wave.time_reference * rate.fraction / wave.rate).__floor__()
        rest = wave.time_reference - (frame * wave.rate / rate.fraction).__floor__()
        book.slot(tape, self._rate, book.clip("Sound", None, 0, 0, wave.samples + rest))
        frames = -(-(wave.samples + rest) * rate.fraction // wave.rate)
        drop = self._plan.is_drop_frame and can_drop(rate)
        book.slot(tape, rate.fraction, timecode(book, rate, frame, int(frames), is_drop_frame=drop), name="TC1")
        return tape, rest

    def _carry(self, file: Any, source: SoundSource, wave: Wave) -> None:
        """Put a file's sound into the AAF, or say where it lies."""
        book = self._book
        if self._plan.carriage is Carriage.EMBEDDED:
            file.descriptor = book.create.PCMDescriptor()
            describe_pcm(file.descriptor, rate=wave.rate, samples=wave.samples, bits=wave.bits)
            essence = book.create.EssenceData()
            essence.mob_id = file.mob_id
            book.file.content.essencedata.append(essence)
            stream = essence.open("w")
            for block in channel_of(wave, source.channel):
                stream.write(block)
            return
        descriptor = book.create.WAVEDescriptor()
        descriptor["SampleRate"].value, descriptor["Length"].value = wave.rate, wave.samples
        descriptor["Summary"].value = bytearray(wave.summary)
        descriptor["ContainerFormat"].value = book.file.dictionary.lookup_containerdef("AAF")
        is_relative = self._plan.carriage is Carriage.RELATIVE
        where = os.path.relpath(source.file, self._path.parent) if is_relative else str(source.file.resolve())
        descriptor["Locator"].append(locator(book, where))
        file.descriptor = descriptor


def _strips(track: SoundTrack, write: Callable[[SoundClip, int, int], Any] | None, book: Book | None) -> list[Strip]:
    """Return a track's clips with their fades; without a file to write to, only to see what they borrow."""

    def fade(length: int, cut: int) -> Any:
        assert book is not None
        return parts.sound_transition(book, length, cut)

    def overlap(low: int, high: int, cut: int) -> Overlap:
        return Overlap(start=low, end=high, cut=cut, over=fade)

    made = []
    for index, clip in enumerate(track.clips):
        start, end, (before, after) = clip.record_start, clip.record_end, clip.cross
        is_cross = before + after > 0
        following = track.clips[index + 1] if index + 1 < len(track.clips) else None
        is_crossed = following is not None and sum(following.cross) > 0
        lead = overlap(start - before, start + after, start) if is_cross else None
        if clip.fade_in and lead is None:
            lead = overlap(start, start + clip.fade_in, start)
        trail = overlap(end - clip.fade_out, end, end) if clip.fade_out and not is_crossed else None
        made.append(Strip(start=start, end=end, write=_writing(clip, write), lead=lead, trail=trail, is_cross=is_cross))
    return made


def _writing(clip: SoundClip, write: Callable[[SoundClip, int, int], Any] | None) -> Callable[[int, int], Any]:
    def written(head: int, tail: int) -> Any:
        assert write is not None
        return write(clip, head, tail)

    return written


def _problems(plan: TurnoverPlan, track: SoundTrack, waves: _Waves) -> list[ProductionError]:
    found = []
    at = 0
    for clip, (head, tail) in zip(track.clips, borrowed(_strips(track, None, None)), strict=True):
        for cause, hint in _wrong(plan, clip, waves[clip.source.file], (head, tail, at)):
            found.append(ProductionError(f"{track.name}/{clip.name}: {cause}", hint=hint))
        at = clip.record_end
    return found


def _wrong(plan: TurnoverPlan, clip: SoundClip, wave: Wave, around: tuple[int, int, int]) -> list[tuple[str, str]]:
    """Return (cause, hint) of all that is wrong with a clip; ``around`` is (head, tail, end of the clip before)."""
    head, tail, at = around
    low, high = clip.source_start - head, clip.source_start + clip.duration + tail
    is_linked = plan.carriage is not Carriage.EMBEDDED
    checks = (
        (clip.duration <= 0, "it lasts no sample", "give it a length"),
        (clip.record_start < at, "it begins before the last one ends", "use another track, or trim one"),
        (clip.record_end > plan.duration, "it ends after the programme", "lengthen the turnover, or trim it"),
        (sum(clip.cross) > 0 and at != clip.record_start, "nothing abuts it to fade from", "use a fade in"),
        (clip.fade_in + clip.fade_out > clip.duration, "its fades are longer than it is", "shorten them"),
        (low < 0 or high > wave.samples, f"it needs samples {low} to {high} of {wave.samples}", "add handles"),
        (not 1 <= clip.source.channel <= wave.channels, f"its file has {wave.channels} channels", "choose one"),
        (wave.rate != plan.sample_rate, f"{wave.rate} Hz, not {plan.sample_rate}", "convert it"),
        (is_linked and wave.channels > 1, "Pro Tools links mono files only", "split it with mono_files, or embed it"),
    )  # fmt: skip
    return [(cause, hint) for is_wrong, cause, hint in checks if is_wrong]
