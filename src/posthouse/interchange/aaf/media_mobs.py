"""Media as the chain of mobs every editing system expects: master mob, file, and tape or import with its timecode."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.interchange.aaf.book import Book, Key
    from posthouse.timing import Rate

_DRIVE: Final = 2
_TAG_LIMIT: Final = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Master:
    """A master mob in the file, and its tracks: ``picture`` and ``sounds`` (by channel, from 1) are slot ids."""

    mob: Any
    picture: int | None
    sounds: Mapping[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaPlan:
    """One media: ``length`` counts at ``rate``, from the label ``start``."""

    name: str
    rate: Rate
    start: int
    length: int
    reel: str = ""
    file: str = ""
    id: str = ""
    is_drop_frame: bool = False
    has_timecode: bool = True
    size: tuple[int, int] | None = None
    has_picture: bool = True
    channels: int = 0
    sound_rate: int = 48_000
    comments: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> Key:
        """Return what the identities of its mobs are made of."""
        return (self.name, self.reel, self.file, self.rate, self.start, self.length)


def write_media(book: Book, plan: MediaPlan) -> Master:
    """Put the mobs of one media into a file."""
    tape = _tape(book, plan)
    master = book.mob("MasterMob", plan.name, plan.key, id_=plan.id)
    for name, value in plan.comments:
        master.comments[name] = value[:_TAG_LIMIT]
    picture = _picture(book, plan, tape, master) if plan.has_picture else None
    sounds = {channel: _sound(book, plan, tape, master, channel) for channel in range(1, plan.channels + 1)}
    return Master(mob=master, picture=picture, sounds=sounds)


def _tape(book: Book, plan: MediaPlan) -> Any:
    """Put in what the file was taken from: a tape of the reel's name, else an import of the file."""
    tape = book.mob("SourceMob", plan.reel or plan.name, ("tape", *plan.key))
    tape.descriptor = book.create.TapeDescriptor() if plan.reel else book.create.ImportDescriptor()
    if plan.file and not plan.reel:
        tape.descriptor["Locator"].append(locator(book, plan.file))
    rate = plan.rate.fraction
    kinds = (["Picture"] if plan.has_picture else []) + ["Sound"] * plan.channels
    for index, kind in enumerate(kinds):
        physical = index + 1 if not plan.has_picture else max(index, 1)
        book.slot(tape, rate, book.clip(kind, None, 0, 0, plan.length), physical=physical)
    if plan.has_timecode:
        book.slot(tape, rate, timecode(book, plan.rate, plan.start, plan.length, is_drop_frame=plan.is_drop_frame))
    return tape


def timecode(book: Book, rate: Rate, start: int, length: int, *, is_drop_frame: bool) -> Any:
    """Return the label of a track's first frame."""
    made = book.create.Timecode(fps=rate.timebase, drop=is_drop_frame, length=max(length, 1))
    made.start = start
    return made


def _picture(book: Book, plan: MediaPlan, tape: Any, master: Any) -> int:
    file = book.mob("SourceMob", plan.name, ("picture", *plan.key))
    descriptor = book.create.CDCIDescriptor()
    width, height = plan.size or (1920, 1080)
    for name, value in (("StoredWidth", width), ("StoredHeight", height), ("ComponentWidth", 8)):
        descriptor[name].value = value
    descriptor["SampleRate"].value, descriptor["Length"].value = str(plan.rate), plan.length
    descriptor["HorizontalSubsampling"].value = 2
    descriptor["ImageAspectRatio"].value = str(Fraction(width, height))
    descriptor["FrameLayout"].value, descriptor["VideoLineMap"].value = "FullFrame", [42, 0]
    return _file_and_master(book, plan, (tape, file, master), descriptor, "Picture", (1, 1))


def _sound(book: Book, plan: MediaPlan, tape: Any, master: Any, channel: int) -> int:
    file = book.mob("SourceMob", plan.name, ("sound", channel, *plan.key))
    descriptor = book.create.PCMDescriptor()
    samples = int(plan.length * plan.sound_rate / plan.rate.fraction)
    describe_pcm(descriptor, rate=plan.sound_rate, samples=samples, bits=24)
    slot = channel + (1 if plan.has_picture else 0)
    return _file_and_master(book, plan, (tape, file, master), descriptor, "Sound", (slot, channel))


def describe_pcm(descriptor: Any, *, rate: int, samples: int, bits: int) -> None:
    """Say of a descriptor that it is one channel of PCM."""
    block = bits // 8
    values = {
        "SampleRate": rate,
        "AudioSamplingRate": rate,
        "Length": samples,
        "Channels": 1,
        "QuantizationBits": bits,
        "BlockAlign": block,
        "AverageBPS": rate * block,
    }
    for name, value in values.items():
        descriptor[name].value = value


def _file_and_master(
    book: Book, plan: MediaPlan, mobs: tuple[Any, Any, Any], descriptor: Any, kind: str, at: tuple[int, int]
) -> int:
    """Link tape, file and master by one track each; ``at`` is (slot of the tape, physical track)."""
    tape, file, master = mobs
    if plan.file:
        descriptor["Locator"].append(locator(book, plan.file))
    file.descriptor = descriptor
    rate = plan.rate.fraction
    slot = book.slot(file, rate, book.clip(kind, tape, at[0], 0, plan.length), physical=at[1])
    made = book.slot(master, rate, book.clip(kind, file, slot.slot_id, 0, plan.length), physical=at[1])
    return int(made.slot_id)


def locator(book: Book, path: str) -> Any:
    """Return where a file lies, as a URL; a relative path stays relative."""
    made = book.create.NetworkLocator()
    made["URLString"].value = url(path)
    return made


def url(path: str) -> str:
    """Return a path as a URL (RFC 8089): //host/share, /absolute, C:/drive and relative."""
    if "://" in path:
        return path
    path = path.replace("\\", "/") if ":\\" in path[:4] or path.startswith("\\\\") else path
    quoted = quote(path, safe="/()!$&'*+,;=:@~")
    if path.startswith("//"):
        return f"file:{quoted}"
    if path.startswith("/"):
        return f"file://{quoted}"
    return f"file:///{quoted}" if path[1:_DRIVE] == ":" else quoted
