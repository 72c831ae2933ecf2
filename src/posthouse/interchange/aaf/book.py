"""A new AAF, written through pyaaf2 so that the same cut gives the same bytes.

pyaaf2 takes identities and dates from chance and the clock; here every mob's identity is a digest of what it stands
for, and every date is the same one. Definitions are put into the file's dictionary when they are first used, under
the names Media Composer writes.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import io
import uuid
from fractions import Fraction
from typing import TYPE_CHECKING, Any, BinaryIO, Final

import aaf2
from aaf2.auid import AUID
from aaf2.mobid import MobID
from aaf2.rational import AAFRational

from posthouse.interchange.aaf import ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

DATE: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - an AAF's time stamps have no zone
_PRODUCT: Final = "1f2f6c1e-9a53-5d1e-8f0b-5f0d3c2a7e41"
_UMID: Final = bytes.fromhex("060a2b340101010501010f2013000000")
"""Label and length of a basic UMID whose material number is a UUID (SMPTE ST 330)."""
_OPERATIONS: Final = {
    ids.MONO_AUDIO_GAIN: ("Audio Gain", "Sound", 1),
    ids.MONO_AUDIO_PAN: ("Audio Pan", "Sound", 1),
    ids.MONO_AUDIO_DISSOLVE: ("Audio Dissolve", "Sound", 2),
    ids.AVID_DISSOLVE: ("VideoDissolve_2", "Picture", 2),
    ids.AVID_FADE_UP: ("FadeUp_2", "Picture", 2),
    ids.AVID_FADE_DOWN: ("FadeDown_2", "Picture", 2),
    ids.AVID_DIP: ("Dip_2", "Picture", 2),
    ids.SMPTE_VIDEO_WIPE: ("Video SMPTE Wipe", "Picture", 2),
    ids.VIDEO_SPEED_CONTROL: ("Motion Control", "Picture", 1),
}
"""(name, what of, inputs)."""
_PARAMETERS: Final = {
    ids.LEVEL: ("Level", "Rational"),
    ids.AMPLITUDE: ("Amplitude", "Rational"),
    ids.PAN: ("Pan", "Rational"),
    ids.SPEED_RATIO: ("SpeedRatio", "Rational"),
    ids.AVID_SPEED_MAP: ("PARAM_SPEED_MAP_U", "Rational"),
    ids.AVID_OFFSET_MAP: ("PARAM_SPEED_OFFSET_MAP_U", "Rational"),
    ids.AVID_OPACITY: ("AFX_FG_KEY_OPACITY_U", "Rational"),
    ids.AVID_BYTE_ORDER: ("AvidParameterByteOrder", "aafUInt16"),
    ids.AVID_EFFECT_ID: ("AvidEffectID", "AvidBagOfBits"),
    ids.WIPE_NUMBER: ("Wipe Number", "aafInt32"),
    ids.WIPE_REVERSE: ("Reverse", "Boolean"),
}
"""(name, type)."""
_DIFAT_START: Final = 68
_END_OF_CHAIN: Final = bytes.fromhex("feffffff")
_MOST_32_BITS: Final = (1 << 31) - 1
Key = tuple[object, ...]


class Book:
    """One new file; ``file`` is pyaaf2's."""

    def __init__(self, path: Path | None = None) -> None:
        self.file: Any = aaf2.open() if path is None else aaf2.open(str(path), "w")
        self.create = self.file.create
        self._pin_header()

    def _pin_header(self) -> None:
        header = self.file.header
        header["LastModified"].value = DATE
        who = next(iter(header["IdentificationList"].value))
        who["ProductName"].value, who["CompanyName"].value = "posthouse", "posthouse"
        who["ProductVersionString"].value, who["Platform"].value = "1", "any"
        who["ProductID"].value, who["GenerationAUID"].value = AUID(_PRODUCT), AUID(_PRODUCT)
        who["Date"].value = DATE
        version = {"major": 1, "minor": 0, "tertiary": 0, "patchLevel": 0, "type": "VersionReleased"}
        who["ProductVersion"].value = who["ToolkitVersion"].value = version
        self.file.content["EssenceData"].value = []  # required, also where there is none (LibAAF refuses to miss it)

    def mob(self, kind: str, name: str, key: Key, *, id_: str = "") -> Any:
        """Put a new mob into the file; ``key`` is what its identity is made of, ``id_`` one it has already."""
        made = getattr(self.create, kind)(name)
        made.mob_id = MobID(id_) if id_ else mob_id(kind, *key)
        made["CreationTime"].value = made["LastModified"].value = DATE
        self.file.content.mobs.append(made)
        return made

    def slot(self, mob: Any, rate: Fraction, segment: Any, *, name: str = "", physical: int = 1) -> Any:
        """Put a new track into a mob."""
        made = mob.create_timeline_slot(AAFRational(rate.numerator, rate.denominator))
        made.name, made.segment = name, segment
        made["PhysicalTrackNumber"].value = physical
        return made

    def sequence(self, kind: str, components: Iterable[Any]) -> Any:
        """Return components one after the other, with the length they have together."""
        made, length = self.create.Sequence(media_kind=kind), 0
        for component in components:
            made.components.append(component)
            is_transition = type(component).__name__ == "Transition"
            length += -component.length if is_transition else component.length
        made.length = length
        return made

    def filler(self, kind: str, length: int) -> Any:
        """Return nothing, for a while."""
        return self.create.Filler(media_kind=kind, length=length)

    def clip(self, kind: str, mob: Any, slot_id: int, start: int, length: int) -> Any:
        """Return a use of a mob's track; without a mob, the end of a chain."""
        made = self.create.SourceClip(start=start, length=length, media_kind=kind)
        if mob is not None:
            made.mob_id, made.slot_id = mob.mob_id, slot_id
        return made

    def operation(self, id_: str, length: int, parameters: Iterable[Any], inputs: Iterable[Any] = ()) -> Any:
        """Return an effect over its inputs."""
        definition = self._operation_definition(id_)
        made = self.create.OperationGroup(definition, length=length, media_kind=_OPERATIONS[id_][1])
        for parameter in parameters:
            made.parameters.append(parameter)
        for each in inputs:
            made.segments.append(each)
        return made

    def constant(self, id_: str, value: Any) -> Any:
        """Return a parameter that does not change; a fraction is (numerator, denominator)."""
        definition = self._parameter_definition(id_)  # first: pyaaf2's factory remembers the last name asked for
        return self.create.ConstantValue(definition, AAFRational(*value) if isinstance(value, tuple) else value)

    def varying(self, id_: str, points: Iterable[tuple[Fraction, tuple[int, int]]], *, hint: str = "") -> Any:
        """Return a parameter that goes straight from point to point."""
        definition, linear = self._parameter_definition(id_), self._linear()
        made = self.create.VaryingValue(definition, linear)
        for at, value in points:
            point = self.create.ControlPoint()
            point["Time"].value, point["Value"].value = small(at), AAFRational(*value)
            if hint:
                point["EditHint"].value = hint
            made["PointList"].append(point)
        return made

    def tag(self, name: str, value: str | int) -> Any:
        """Return a tagged value: a text, or a whole number as Media Composer's int32."""
        return self.create.TaggedValue(name, value, "aafInt32" if isinstance(value, int) else "aafString")

    def _operation_definition(self, id_: str) -> Any:
        known = self.file.dictionary["OperationDefinitions"]
        if AUID(id_) in known:
            return known.get(AUID(id_))
        name, kind, inputs = _OPERATIONS[id_]
        made = self.create.OperationDef(AUID(id_), name, "")
        self.file.dictionary.register_def(made)
        made.media_kind = kind
        made["IsTimeWarp"].value, made["Bypass"].value = id_ == ids.VIDEO_SPEED_CONTROL, 0
        made["NumberInputs"].value = inputs
        made["OperationCategory"].value = "OperationCategory_Effect"
        return made

    def _parameter_definition(self, id_: str) -> Any:
        known = self.file.dictionary["ParameterDefinitions"]
        if AUID(id_) in known:
            return known.get(AUID(id_))
        name, kind = _PARAMETERS[id_]
        made = self.create.ParameterDef(AUID(id_), name, "", kind)
        self.file.dictionary.register_def(made)
        return made

    def _linear(self) -> Any:
        known = self.file.dictionary["InterpolationDefinitions"]
        if AUID(ids.LINEAR) in known:
            return known.get(AUID(ids.LINEAR))
        made = self.create.InterpolationDef(AUID(ids.LINEAR), "LinearInterp", "LinearInterp")
        self.file.dictionary.register_def(made)
        return made

    def finish(self) -> bytes:
        """Write out a file that is in memory, and return it; one on disk is closed, and nothing is returned."""
        self.file.save()
        self.file.manager.remove_temp()
        self.file.cfb.close()
        stream = self.file.f
        _make_strict(stream, self.file.cfb)
        made = stream.getvalue() if isinstance(stream, io.BytesIO) else b""
        stream.close()
        return made


@contextlib.contextmanager
def on_disk(path: Path) -> Iterator[Book]:
    """Yield a file that is written to disk as it grows; it takes its name when it is whole."""
    part = path.with_name(f"{path.name}.part")
    book = Book(part)
    try:
        yield book
        book.finish()
        part.replace(path)
    finally:
        with contextlib.suppress(OSError):
            book.file.f.close()
        part.unlink(missing_ok=True)


def _make_strict(stream: BinaryIO, compound: Any) -> None:
    """Mend what strict readers refuse in pyaaf2's files, and its own reader never sees.

    The last sector is cut off after its data, where a compound file is whole sectors (MS-CFB 2.1); and a file without
    extra allocation tables must say so with the end-of-chain mark (MS-CFB 2.2). LibAAF fails on the first.
    """
    if compound.difat_sector_count == 0:
        stream.seek(_DIFAT_START)
        stream.write(_END_OF_CHAIN)
    size = stream.seek(0, io.SEEK_END)
    stream.write(b"\0" * (-size % compound.sector_size))


def mob_id(*key: object) -> MobID:
    """Return the identity of what a key says: always the same."""
    digest = hashlib.blake2b("\x1f".join(str(part) for part in key).encode(), digest_size=16).digest()
    material = uuid.UUID(bytes=digest, version=5)
    return MobID(bytes_le=_UMID + material.bytes_le)


def small(number: Fraction) -> AAFRational:
    """Return a fraction that 32 bits hold; nearest where it is finer."""
    if max(abs(number.numerator), number.denominator) > _MOST_32_BITS:
        number = number.limit_denominator(max(1, int(_MOST_32_BITS / max(Fraction(1), abs(number)))))
    return AAFRational(number.numerator, number.denominator)
