"""Sound that is embedded in an AAF, taken out bit by bit."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from posthouse.errors import MediaError
from posthouse.interchange.aaf.border import BrokenAafError, opened
from posthouse.interchange.aaf.waves import Wave, write_wave

if TYPE_CHECKING:
    from collections.abc import Iterator

_BLOCK: Final = 1 << 20
_UNSAFE: Final = re.compile(r"[^\w .()+-]+")
_LONGEST_NAME: Final = 120
_WHOLE_FILES: Final = {"WAVEDescriptor": ".wav", "AIFCDescriptor": ".aif"}
"""Descriptors whose essence is a whole file already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """One essence: the source mob it belongs to, and the file it is in now; None where nothing here can write it."""

    mob: str
    name: str
    file: Path | None


def extract(path: Path, into: Path) -> tuple[Extracted, ...]:
    """Write all embedded sound of an AAF into a folder; files that are there already are left alone.

    Raises:
        MediaError: no AAF, a broken one, or the folder cannot be written.
    """
    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MediaError(f"{into} cannot be written: {error.strerror}", hint="choose another folder") from error
    with opened(path) as file:
        return tuple(_extracted(essence, into) for essence in file.content.essencedata)


def _extracted(essence: Any, into: Path) -> Extracted:
    mob = essence.mob
    name = (mob.name or "") if mob is not None else ""
    descriptor = mob.descriptor if mob is not None else None
    kind = type(descriptor).__name__
    wave = _wave(descriptor) if kind in {"PCMDescriptor", "SoundDescriptor"} else None
    suffix = ".wav" if wave else _WHOLE_FILES.get(kind)
    if suffix is None:
        return Extracted(mob=str(essence.mob_id), name=name, file=None)
    target = _free(into, name or "sound", suffix)
    if wave is not None:
        write_wave(target, _blocks(essence, wave.samples * wave.channels * wave.bits // 8), wave, description=name)
    else:
        with target.open("xb") as file:
            for block in _blocks(essence, None):
                file.write(block)
    return Extracted(mob=str(essence.mob_id), name=name, file=target)


def _wave(descriptor: Any) -> Wave:
    values = {name: int(descriptor[name].value) for name in ("Channels", "QuantizationBits", "Length")}
    return Wave(
        path=Path(),
        rate=int(descriptor["SampleRate"].value),
        channels=values["Channels"],
        bits=values["QuantizationBits"],
        samples=values["Length"],
        data_at=0,
    )


def _blocks(essence: Any, size: int | None) -> Iterator[bytes]:
    """Yield an essence; of PCM exactly as many bytes as its descriptor says."""
    stream, left = essence.open("r"), size
    while left is None or left > 0:
        block = bytes(stream.read(_BLOCK if left is None else min(left, _BLOCK)))
        if not block:
            break
        yield block
        left = None if left is None else left - len(block)
    if left:
        raise BrokenAafError("a sound in it is shorter than it says")


def _free(into: Path, name: str, suffix: str) -> Path:
    """Return a path that is not there yet, by a name that is safe in any folder."""
    safe = _UNSAFE.sub("_", name).strip(" .")[:_LONGEST_NAME] or "sound"
    safe = safe.removesuffix(suffix)
    names = itertools.chain([safe], (f"{safe}_{number}" for number in itertools.count(2)))
    return next(each for name in names if not (each := into / f"{name}{suffix}").exists())
