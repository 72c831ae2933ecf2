"""What the fields of a media are: which came first, and where a pulldown runs, in which phase, and breaks.

Problem: a file says little of its fields, and often wrongly; its pictures tell.
Example: at 2:3, of every five frames the third repeats the first field of the one before, the fifth the second field.
Approach: FFmpeg's idet says of each frame whether a field repeats the frame before, and which order makes motion go
forward. Every cadence and phase is then a state with a score for each of idet's answers; the best
path through the states, changes paid for, gives the runs (Viterbi).
Traps: where nothing moves every cadence fits: what idet leaves undetermined costs nothing, so stillness breaks no run.
"""

from __future__ import annotations

import json
from collections import Counter, deque
from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from posthouse.media.facts import FieldOrder
from posthouse.media.frames import copy_plane, picture_in, raw_pixel_format
from posthouse.media.reading import FIRST, SECOND, Cadence, CadenceRun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from av.filter.graph import Graph
    from numpy.typing import NDArray

    from posthouse.signal import Picture, PictureFormat

CADENCE_VERSION = 1
"""Raised when the same pictures are judged otherwise."""
LEAST_SEEN = 3
"""So many repeated fields make a cadence; fewer may be chance."""
_CHANGE_COST = 12
"""What a change of state costs: three repeats in a new place prove a break."""
_STATES: tuple[tuple[Cadence, int], ...] = (
    *((Cadence.PULLDOWN_2_3, phase) for phase in range(5)),
    *((Cadence.PULLDOWN_2_3_3_2, phase) for phase in range(5)),
    (Cadence.VIDEO, 0),
)
_COLUMN_STEP = 4
"""Of the columns, every so many are looked at for combs."""
_KEYS = ("lavfi.idet.repeated.current_frame", "lavfi.idet.single.current_frame")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameSigns:
    """What idet says of one frame: which field repeats the frame before, and how its own two fields lie in time."""

    repeated: str
    """``top``, ``bottom`` or ``neither``."""
    kind: str
    """``tff``, ``bff``, ``progressive`` or ``undetermined``: by the frames before and after, so a cut misleads it."""
    is_clean: bool = False
    """By itself the frame shows no comb: neighbouring lines are nearer to each other than lines two apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldStory:
    """What was found of a media's fields, a pure function of its pictures."""

    top_frames: int
    """Frames whose motion goes forward with the top field first."""
    bottom_frames: int
    progressive_frames: int
    runs: tuple[CadenceRun, ...]
    confidence: tuple[Fraction, ...]
    """Of each run: the share of its repeated fields that were seen where the cadence has them."""

    @property
    def frames(self) -> int:
        """Return how many frames were looked at."""
        return self.runs[-1].end_frame if self.runs else 0

    @property
    def order(self) -> FieldOrder:
        """Return what the motion says: an order, progressive, or unknown where it says too little."""
        most = max(self.top_frames, self.bottom_frames)
        if most * 20 < self.frames:
            return FieldOrder.PROGRESSIVE if self.progressive_frames * 2 > self.frames else FieldOrder.UNKNOWN
        if most < 3 * min(self.top_frames, self.bottom_frames):
            return FieldOrder.UNKNOWN
        return FieldOrder.TOP if self.top_frames > self.bottom_frames else FieldOrder.BOTTOM

    @property
    def has_pulldown(self) -> bool:
        """Return whether some run is a pulldown."""
        return any(run.cadence is not Cadence.VIDEO for run in self.runs)


def story_of(pictures: Iterable[Picture], order: FieldOrder | None = None) -> FieldStory:
    """Return what the fields of frames in order are.

    Args:
        pictures: every frame of the media.
        order: which field is first in time; left out, what the motion says.
    """
    signs = list(frame_signs(pictures))
    kinds = Counter(each.kind for each in signs)
    first = order or (FieldOrder.BOTTOM if kinds["bff"] > kinds["tff"] else FieldOrder.TOP)
    runs = cadence_runs(signs, first)
    return FieldStory(
        top_frames=kinds["tff"],
        bottom_frames=kinds["bff"],
        progressive_frames=kinds["progressive"],
        runs=runs,
        confidence=tuple(_confidence(run, signs, first) for run in runs),
    )


def story_to_json(story: FieldStory) -> bytes:
    """Return a story as JSON."""
    plain = asdict(story) | {"confidence": [str(each) for each in story.confidence]}
    return json.dumps(plain).encode()


def story_from_json(text: bytes) -> FieldStory:
    """Return a story from ``story_to_json``."""
    plain: dict[str, Any] = json.loads(text)
    runs = tuple(CadenceRun(**(run | {"cadence": Cadence(run["cadence"])})) for run in plain["runs"])
    return FieldStory(**(plain | {"runs": runs, "confidence": tuple(map(Fraction, plain["confidence"]))}))


def frame_signs(pictures: Iterable[Picture]) -> Iterator[FrameSigns]:
    """Yield what idet says of each frame, in order."""
    import av  # late: commands read this module that need no picture

    graph: Graph | None = None
    clean: deque[bool] = deque()
    for number, picture in enumerate(pictures):
        graph = graph or _idet(picture.format)
        frame = av.VideoFrame(picture.format.width, picture.format.height, raw_pixel_format(picture.format))
        for target, source in zip(picture_in(frame, picture.format).planes, picture.planes, strict=True):
            copy_plane(target, source)
        frame.pts, frame.time_base = number, Fraction(1)
        graph.push(frame)
        clean.append(_is_clean(picture))
        yield from _ready(graph, clean)
    if graph is not None:
        graph.push(None)
        yield from _ready(graph, clean)


def _is_clean(picture: Picture) -> bool:
    lines = picture.planes[0][:, ::_COLUMN_STEP].astype(np.int64)
    beside, two_apart = (int(np.abs(lines[step:] - lines[:-step]).sum()) for step in (1, 2))
    return beside * 4 < two_apart * 3


def _idet(form: PictureFormat) -> Graph:
    import av
    from av.filter import Graph

    graph = Graph()
    graph.threads = 1
    source = graph.add_buffer(
        width=form.width, height=form.height, format=av.VideoFormat(raw_pixel_format(form)), time_base=Fraction(1)
    )
    idet = graph.add("idet")
    source.link_to(idet)
    idet.link_to(graph.add("buffersink"))
    graph.configure()
    return graph


def _ready(graph: Graph, clean: deque[bool]) -> Iterator[FrameSigns]:
    import av

    while True:
        try:
            told = graph.pull().metadata
        except (av.BlockingIOError, av.EOFError):
            return
        repeated, kind = told.get(_KEYS[0], "neither"), told.get(_KEYS[1], "undetermined")
        yield FrameSigns(repeated=repeated, kind=kind, is_clean=clean.popleft())


def cadence_runs(signs: Sequence[FrameSigns], order: FieldOrder) -> tuple[CadenceRun, ...]:
    """Return the runs of one cadence that explain the frames best, without gaps."""
    if not signs:
        return ()
    states = _best_path(_scores(signs, order))
    starts = [0, *(np.flatnonzero(np.diff(states)) + 1).tolist()]
    ends = [*starts[1:], len(signs)]
    runs = [_run(int(states[start]), start, end) for start, end in zip(starts, ends, strict=True)]
    return _merged([_doubted(run, signs, order) for run in runs])


def _run(state: int, start: int, end: int) -> CadenceRun:
    cadence, phase = _STATES[state]
    at = (start + phase) % len(cadence.pattern)
    return CadenceRun(cadence=cadence, phase=at, start_frame=start, end_frame=end)


def _scores(signs: Sequence[FrameSigns], order: FieldOrder) -> NDArray[np.int64]:
    """Return (frame, state) how well each state, whose cycle is counted from frame 0, explains each frame."""
    table: dict[tuple[FrameSigns, Cadence, int], int] = {}
    scores = np.zeros((len(signs), len(_STATES)), np.int64)
    for frame, sign in enumerate(signs):
        for state, (cadence, phase) in enumerate(_STATES):
            key = (sign, cadence, (frame + phase) % len(cadence.pattern))
            if key not in table:
                table[key] = _score(*key, order)
            scores[frame, state] = table[key]
    return scores


def _score(sign: FrameSigns, cadence: Cadence, place: int, order: FieldOrder) -> int:
    is_combed = sign.kind in {"tff", "bff"} and not sign.is_clean
    seen = _repeated_field(sign, order)
    if cadence is Cadence.VIDEO:
        return -2 if seen is not None else int(is_combed)
    expected = _expected_repeat(cadence, place)
    is_mixed = cadence.pattern[place][FIRST] != cadence.pattern[place][SECOND]
    is_still = sign.kind == "undetermined"
    comb = 0 if is_still else 1 if is_mixed and is_combed else -2 if is_mixed or is_combed else 0
    if expected is None:
        return comb + (0 if seen is None else -4)
    if seen is None:
        return comb + (0 if is_still else -2)
    return comb + (4 if seen == expected else -4)


def _expected_repeat(cadence: Cadence, place: int) -> int | None:
    """Return which field of a frame of the cycle is the one before again."""
    here, before = cadence.pattern[place], cadence.pattern[place - 1]
    return next((parity for parity in (FIRST, SECOND) if place and here[parity] == before[parity]), None)


def _repeated_field(sign: FrameSigns, order: FieldOrder) -> int | None:
    if sign.repeated == "neither":
        return None
    return FIRST if (sign.repeated == "top") == (order is FieldOrder.TOP) else SECOND


def _best_path(scores: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the state of each frame on the best path; of equals the one listed first."""
    total, came_from = scores[0].copy(), np.zeros(scores.shape, np.int64)
    for frame in range(1, len(scores)):
        best = int(np.argmax(total))
        stays = total >= total[best] - _CHANGE_COST
        came_from[frame] = np.where(stays, np.arange(len(total)), best)
        total = np.where(stays, total, total[best] - _CHANGE_COST) + scores[frame]
    path = np.empty(len(scores), np.int64)
    path[-1] = int(np.argmax(total))
    for frame in range(len(scores) - 1, 0, -1):
        path[frame - 1] = came_from[frame, path[frame]]
    return path


def _doubted(run: CadenceRun, signs: Sequence[FrameSigns], order: FieldOrder) -> CadenceRun:
    """Return a run, as video where too few of its repeats were seen to be sure."""
    seen, _ = _seen(run, signs, order)
    if run.cadence is Cadence.VIDEO or seen >= LEAST_SEEN:
        return run
    return CadenceRun(cadence=Cadence.VIDEO, phase=0, start_frame=run.start_frame, end_frame=run.end_frame)


def _merged(runs: Sequence[CadenceRun]) -> tuple[CadenceRun, ...]:
    merged: list[CadenceRun] = []
    for run in runs:
        last = merged[-1] if merged else None
        if last is not None and last.cadence is run.cadence is Cadence.VIDEO:
            merged[-1] = CadenceRun(
                cadence=Cadence.VIDEO, phase=0, start_frame=last.start_frame, end_frame=run.end_frame
            )
        else:
            merged.append(run)
    return tuple(merged)


def _seen(run: CadenceRun, signs: Sequence[FrameSigns], order: FieldOrder) -> tuple[int, int]:
    """Return how many of a run's repeats were seen, and how many it has."""
    seen = due = 0
    for frame in range(run.start_frame, run.end_frame):
        expected = _expected_repeat(run.cadence, (frame - run.start_frame + run.phase) % len(run.cadence.pattern))
        if expected is not None:
            due += 1
            seen += _repeated_field(signs[frame], order) == expected
    return seen, due


def _confidence(run: CadenceRun, signs: Sequence[FrameSigns], order: FieldOrder) -> Fraction:
    seen, due = _seen(run, signs, order)
    return Fraction(seen, due) if due else Fraction(1)
