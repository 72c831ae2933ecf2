"""The sounds of a programme as they are handed over: each with its handles, and where on its source it comes from.

A sound goes out in its source's own channels at the programme's sample rate, untouched; what is no plain piece of its
source (another speed, a ramp, a loop, a recorder's drift) is rendered, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from posthouse.delivery.stems import SHORT_NAMES
from posthouse.errors import MediaError
from posthouse.interchange.bwf import read_slate
from posthouse.sound.conform import source_layout
from posthouse.sound.heard import FileSound
from posthouse.sound.joins import join_sounds
from posthouse.sound.plan import STEM_NAMES, place_sounds
from posthouse.sound.spec import Pitch
from posthouse.timing import Rate, Timecode

if TYPE_CHECKING:
    from posthouse.interchange.bwf import SoundSlate
    from posthouse.signal import ChannelLayout
    from posthouse.sound.clip import Fade
    from posthouse.sound.joins import PlacedSound
    from posthouse.studio.film import Film
    from posthouse.studio.programme import Programme
    from posthouse.studio.sources import StudioMedia

_DAY_SECONDS = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a sound comes from; ``start_seconds`` is when its source's first picture or sample was taken."""

    file: str
    rate: Rate
    reel: str = ""
    scene: str = ""
    take: str = ""
    start_seconds: Fraction | None = None
    """Seconds since midnight of the sample that placed sounds count from; None: nobody knows."""
    is_drop_frame: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One sound that goes out; ``head`` and ``tail`` are the handles in its file, in samples."""

    name: str
    """Of its files, without channel and suffix."""
    sound: PlacedSound
    layout: ChannelLayout
    origin: Origin
    head: int
    tail: int
    notes: tuple[str, ...] = ()
    is_rendered: bool = False

    @property
    def title(self) -> str:
        """Return what the clip is called: the shot, cue or bed."""
        return self.sound.owner.partition(" ")[2]

    @property
    def kind(self) -> str:
        """Return what it is: a shot, a cue, music or ambience."""
        return self.sound.owner.partition(" ")[0]

    @property
    def fades(self) -> tuple[Fade, Fade]:
        """Return its fades, in and out; those of a crossfade too."""
        assert self.sound.fade_in is not None
        assert self.sound.fade_out is not None
        return self.sound.fade_in, self.sound.fade_out

    @property
    def samples(self) -> int:
        """Return how long its files are."""
        return self.head + self.sound.length_samples + self.tail

    def source_seconds(self, source_samples: int, sample_rate: int) -> Fraction | None:
        """Return a place of its source in seconds since midnight; None where that has no time of its own."""
        if self.origin.start_seconds is None or self.is_rendered:
            return None
        return self.origin.start_seconds + Fraction(source_samples, sample_rate)

    def source_timecode(self, source_samples: int, sample_rate: int) -> Timecode | None:
        """Return the label of a place of its source; None where it has none."""
        seconds = self.source_seconds(source_samples, sample_rate)
        if seconds is None:
            return None
        rate = self.origin.rate
        frame = rate.floor_frame_at(seconds)
        return Timecode(frame_count=frame, rate=rate, is_drop_frame=self.origin.is_drop_frame)


def takes_of(film: Film, handles_samples: int) -> tuple[Take, ...]:
    """Return every sound that is heard, stem by stem in the order of time, with handles as far as there are any."""
    scene = film.programme.scene
    placed = join_sounds(place_sounds(scene), scene.form.sample_rate)
    found: list[Take] = []
    for stem in STEM_NAMES:
        of_stem = sorted((each for each in placed if each.stem == stem), key=lambda each: each.start_samples)
        for number, sound in enumerate(of_stem, 1):
            name = "".join(letter if letter.isalnum() else "_" for letter in sound.owner.partition(" ")[2])
            found.append(_take(film.programme, sound, f"{SHORT_NAMES[stem]}{number:03}_{name}", handles_samples))
    return tuple(found)


def stamp_samples(take: Take, programme: Programme) -> int:
    """Return the time stamp of a take's file, in samples since midnight.

    It is the source's own time; of what has none, or runs at another speed, its place in the programme.
    """
    form = programme.scene.form
    first = take.source_seconds(take.sound.source_start_samples - take.head, form.sample_rate)
    if first is not None:
        stamp = (first * form.sample_rate + Fraction(1, 2)).__floor__()
    else:
        start = programme.cut.start
        begins = form.floor_sample(start.frame_count) if start else 0
        stamp = begins + take.sound.start_samples - take.head
    return stamp if stamp >= 0 else stamp + _DAY_SECONDS * form.sample_rate  # handles before midnight


def _take(programme: Programme, sound: PlacedSound, name: str, handles: int) -> Take:
    heard, form = programme.scene.media[sound.media], programme.scene.form
    layout, origin, notes = form.layout, Origin(file="", rate=form.rate), ["made by posthouse"]
    is_rendered = sound.loop is not None
    if isinstance(heard, FileSound):
        media = programme.media[sound.media]
        recording = next(each for each in programme.media.values() if each.info and each.info.digest == heard.digest)
        assert recording.info is not None
        facts = recording.info.sounds[heard.stream]
        layout, origin = source_layout(facts.channels), _origin(media, recording, heard, form.rate)
        notes = _changes(sound, heard)
        is_rendered = is_rendered or bool(notes)
        if facts.sample_rate != form.sample_rate:
            notes.append(f"{facts.sample_rate} Hz brought to {form.sample_rate} Hz")
    if sound.loop is not None:
        notes.append("its loop is rendered")
    return Take(
        name=name, sound=sound, layout=layout, origin=origin, notes=tuple(notes), is_rendered=is_rendered,
        head=max(0, min(handles, sound.source_start_samples - sound.available[0])),
        tail=handles if sound.loop else max(0, min(handles, sound.available[1] - sound.source_end_samples)),
    )  # fmt: skip


def _changes(sound: PlacedSound, heard: FileSound) -> list[str]:
    """Return what is done to a sound before it goes out, in words; nothing for a plain piece of its source."""
    speed = sound.speed * heard.tempo
    kept = ", its pitch kept" if sound.pitch is Pitch.KEPT else ""
    if sound.ramp is not None:
        return [f"its speed ramp is rendered{kept}"]
    if speed != 1:
        return [f"rendered at {float(speed):.6g} times its speed{kept}"]
    if heard.alignment is not None and heard.alignment.clock != 1:
        return ["the drift of its recorder is taken out"]
    return []


def _origin(media: StudioMedia, recording: StudioMedia, heard: FileSound, rate: Rate) -> Origin:
    """Return where a sound was taken: on the recorder, by its slate; in the camera, by its timecode."""
    assert recording.path is not None
    assert recording.info is not None
    slate = _slate(recording)
    start, label_rate, is_drop = _start(media, heard, slate, rate)
    return Origin(
        file=recording.path.name,
        reel=(slate.tape if slate else "") or recording.reel or recording.path.stem,
        scene=slate.scene if slate else "",
        take=slate.take if slate else "",
        rate=label_rate,
        start_seconds=start,
        is_drop_frame=is_drop,
    )


def _slate(recording: StudioMedia) -> SoundSlate | None:
    assert recording.path is not None
    if recording.path.suffix.lower() not in {".wav", ".bwf", ".rf64"}:
        return None
    try:
        return read_slate(recording.path)
    except MediaError:
        return None


def _start(
    media: StudioMedia, heard: FileSound, slate: SoundSlate | None, rate: Rate
) -> tuple[Fraction | None, Rate, bool]:
    """Return when a sound's sample 0 was taken, and how its timecode counts."""
    if slate is not None and slate.start_seconds is not None:
        first = Fraction(heard.alignment.first_sample, slate.sample_rate) if heard.alignment else Fraction(0)
        return slate.start_seconds + first, slate.timecode_rate or rate, slate.is_drop_frame
    label = media.editorial.start_timecode if media.editorial else None
    if label is None:
        return None, rate, False
    return label.rate.seconds_at(label.frame_count), label.rate, label.is_drop_frame
