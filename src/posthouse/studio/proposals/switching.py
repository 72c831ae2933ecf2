"""A multicam cut by who speaks, proposed as a sequence of shots of its angles."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from posthouse.assistant.switch import NOBODY, SwitchStyle, Turn, turns
from posthouse.errors import DocumentProblems, ProductionError
from posthouse.media.sound_in import SoundReader
from posthouse.production.arrange import New
from posthouse.production.group_spec import MulticamSpec
from posthouse.signal import ChannelLayout
from posthouse.sound.conform import ConformParams, conformed_blocks
from posthouse.sound.heard import FileSound
from posthouse.studio.groups import Groups
from posthouse.studio.proposals.proposal import Bench, Proposal, on_the_bench
from posthouse.timing import Length, Timecode

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from posthouse.editorial import Source
    from posthouse.production.splice import Value
    from posthouse.studio.sources import StudioMedia

_RATE = 16_000
"""Enough for levels of speech."""
_QUIET_DB = -120.0
_MOST_OF_IT = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchWanted:
    """What a multicam is to be cut to."""

    wide: str | None = None
    shortest: Length = Length.parse("1500ms")  # noqa: RUF009 - frozen
    smooth: Length = Length.parse("400ms")  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True, kw_only=True)
class Switched:
    """The turns found; their frames count from the first that any angle has."""

    sequence: str
    first_frame: int
    """Where the turns begin, in frames of the group's clock."""
    frames: int
    """How many frames from the first of any angle to the last of any."""
    turns: tuple[Turn, ...]
    note: str = ""
    """What a person should know."""


def proposed_switching(folder: Path, group: str, wanted: SwitchWanted) -> tuple[Proposal, Switched]:
    """Return a multicam's cut by speaker, as a new sequence of the document: ``NAME-switched``.

    Raises:
        ProductionError: no such multicam, an angle without sound, or the sequence is there already.
    """
    with on_the_bench(folder) as bench:
        spec = bench.production.document.media.get(group)
        if not isinstance(spec, MulticamSpec):
            raise ProductionError(f"{group} is no multicam", hint="name one, as table: {multicam: {wide: cam1, ...}}")
        if wanted.wide is not None and wanted.wide not in spec.multicam:
            raise ProductionError(f"{group} has no angle {wanted.wide}", hint=f"it has {', '.join(spec.multicam)}")
        name = f"{group}-switched"
        if name in bench.production.document.sequences:
            raise ProductionError(f"there is a sequence {name} already", hint="rename it, or take it out")
        found = _Table(bench, group, spec, wanted).switched(name)
        return Proposal(draft=bench.draft), found


class _Table:
    """A multicam, its angles on one clock."""

    def __init__(self, bench: Bench, group: str, spec: MulticamSpec, wanted: SwitchWanted) -> None:
        self.bench, self.group, self.spec, self.wanted = bench, group, spec, wanted
        self.rate = bench.production.document.format.rate
        problems: list[ProductionError] = []
        self.groups = Groups(
            bench.production.document,
            bench.media,
            lambda _path, cause, hint: problems.append(ProductionError(cause, hint=hint)),
        )
        DocumentProblems.raise_if_any(problems)
        self.seen = [angle for angle in spec.multicam if f"{group}/{angle}" in self.groups.sources]

    def switched(self, name: str) -> Switched:
        """Return the turns, and write them into the draft."""
        if self.wanted.wide is not None and self.wanted.wide not in self.seen:
            raise ProductionError(f"{self.wanted.wide} is only heard", hint=f"seen are {', '.join(self.seen)}")
        close = [angle for angle in self.seen if angle != self.wanted.wide]
        if len(close) < 2:
            raise ProductionError(f"{self.group} has one close angle", hint="switching takes two at least")
        self._refuse_one_recording(close)
        first, end = self._span(close)
        levels = {angle: self._levels(angle, first, end) for angle in close}
        style = SwitchStyle(
            shortest_frames=self.wanted.shortest.nearest_frames(self.rate),
            smooth_frames=self.wanted.smooth.nearest_frames(self.rate),
            wide=self.wanted.wide,
        )
        runs = {angle: self._run(angle, first, end) for angle in self.seen}
        found = turns(levels, style, frames_a_second=float(self.rate.fraction), runs=runs)
        self.bench.draft.arrange(("sequences", name), [New(value=self._entry(turn, first)) for turn in found])
        note = self._note(runs, end - first)
        return Switched(sequence=name, first_frame=first, frames=end - first, turns=found, note=note)

    def _refuse_one_recording(self, close: Sequence[str]) -> None:
        """Refuse angles that all hear the same sound.

        Raises:
            ProductionError: nothing tells who speaks.
        """
        heard = [self._media(angle).heard for angle in close]
        if len({(each.digest, each.stream) if isinstance(each, FileSound) else None for each in heard}) == 1:
            told = f"{', '.join(close[:-1])} and {close[-1]}"
            hint = "give each its own microphone: posthouse sync --media cam1 lav1 --take"
            raise ProductionError(f"{told} are heard from the same recording: nothing tells who speaks", hint=hint)

    def _note(self, runs: Mapping[str, tuple[int, int]], whole: int) -> str:
        """Return which angles do not run all the time; empty where all do."""
        part = [f"{angle} {float(self.rate.seconds_at(run[1] - run[0])):.2f} s" for angle, run in runs.items()]
        short = [said for said, run in zip(part, runs.values(), strict=True) if run[1] - run[0] < _MOST_OF_IT * whole]
        if not short:
            return ""
        return f"of {float(self.rate.seconds_at(whole)):.2f} s these run a part only: {', '.join(short)}"

    def _media(self, angle: str) -> StudioMedia:
        return self.bench.media[self.groups.whole(self.spec.multicam[angle].media)]

    def _source(self, angle: str) -> Source:
        return self.groups.sources[f"{self.group}/{angle}"]

    def _span(self, close: Sequence[str]) -> tuple[int, int]:
        """Return the half-open frames of the group's clock from the first any angle has to the last any has.

        Raises:
            ProductionError: no two close angles ever run together.
        """
        edges = {angle: self._edges(angle) for angle in self.seen}
        ends = [end for _, end in edges.values() if end is not None]
        first, end = max(0, min(start for start, _ in edges.values())), max(ends, default=0)
        close_runs = sorted(self._run(angle, first, end) for angle in close)
        if all(after[0] >= before[1] for before, after in pairwise(close_runs)):
            raise ProductionError(f"the angles of {self.group} never ran together", hint="check their offsets")
        return first, end

    def _edges(self, angle: str) -> tuple[int, int | None]:
        """Return the group's frames at which an angle begins and ends; None: it never ends."""
        source = self._source(angle)
        later = self.rate.nearest_frames(source.offset_seconds)
        end = None if source.grid_frames is None else later + source.grid_frames
        return later + source.first_frame, end

    def _run(self, angle: str, first: int, end: int) -> tuple[int, int]:
        """Return the half-open frames an angle runs, counted from the first any has."""
        start, stop = self._edges(angle)
        return max(start, first) - first, min(end if stop is None else stop, end) - first

    def _levels(self, angle: str, first: int, end: int) -> NDArray[np.float64]:
        """Return (frame,) the level of an angle's own sound, in dB."""
        heard = self._media(angle).heard
        if not isinstance(heard, FileSound):
            raise ProductionError(f"angle {angle} has no sound", hint="sync its close microphone: posthouse sync")
        recording = next(each for each in self.bench.media.values() if each.info and each.info.digest == heard.digest)
        assert recording.path is not None
        assert recording.info is not None
        later = self._source(angle).offset_seconds
        edges = [
            ((self.rate.seconds_at(frame) - later) * _RATE + Fraction(1, 2)).__floor__()
            for frame in range(first, end + 1)
        ]
        params = ConformParams(
            digest=heard.digest,
            stream=heard.stream,
            speed=heard.tempo,
            sample_rate=_RATE,
            layout=ChannelLayout.MONO,
            start_samples=edges[0],
            length_samples=edges[-1] - edges[0],
            alignment=heard.alignment,
        )
        reader = SoundReader(recording.path, recording.info, heard.stream, library=self.bench.library)
        try:
            powers = [block[0].astype(np.float64) ** 2 for block in conformed_blocks(reader, params)]
        finally:
            reader.close()
        sums = np.add.reduceat(np.concatenate(powers), np.array(edges[:-1]) - edges[0])
        return np.asarray(np.maximum(10 * np.log10(sums / np.diff(edges) + 1e-12), _QUIET_DB))

    def _entry(self, turn: Turn, first: int) -> dict[str, Value]:
        if turn.angle == NOBODY:
            return {"gap": f"{turn.end_frame - turn.start_frame}f"}
        return {
            "shot": f"{self.group}-{first + turn.start_frame}",
            "from": self.group,
            "angle": turn.angle,
            "in": self._place(first + turn.start_frame),
            "for": f"{turn.end_frame - turn.start_frame}f",
        }

    def _place(self, frame: int) -> str:
        """Return a place on the group's clock: timecode where its angles are laid by it, else frames."""
        start = self._source(self.seen[0]).start_timecode
        if start is None or start.rate != self.rate:
            return f"{frame}f"
        label = Timecode(frame_count=start.frame_count + frame, rate=start.rate, is_drop_frame=start.is_drop_frame)
        return str(label)
