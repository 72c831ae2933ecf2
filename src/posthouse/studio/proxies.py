"""Proxies: footage too heavy to be decoded while one waits, made small once, for previews only.

A proxy has every picture of its media, in order, at half or a quarter of the size, in the same color coding, and each
stands for itself (no picture needs another), so that any place is there at once. It is made by picture jobs like any
other result: chunk by chunk, cached, once.

No deliverable can take one: the jobs of deliverables are planned without a word of proxies. ``Proxies.alternatives``
makes *other* jobs from preview jobs, whose parameters name the proxy's own content in place of the media's.
"""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, fields, is_dataclass, replace
from fractions import Fraction
from math import hypot
from typing import TYPE_CHECKING, Any, cast

from posthouse.build import JobContext, JobKind, Target
from posthouse.media.encoding import PictureEncoding
from posthouse.media.facts import MediaKind
from posthouse.media.mux import join_chunks
from posthouse.pixels import Footage, Placement, Rect
from posthouse.signal import Chroma, ChromaSiting, Family
from posthouse.studio.picture import PICTURE, PictureParams
from posthouse.studio.work_folder import WORK_FOLDER
from posthouse.timing import Rate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from posthouse.build import Engine, Job
    from posthouse.build.progress import Progress
    from posthouse.signal import PictureFormat
    from posthouse.studio.film import Film
    from posthouse.studio.footage import FootageSource
    from posthouse.studio.programme import Programme
    from posthouse.studio.sources import StudioMedia

FOLDER = "proxies"
CHUNK_FRAMES = 120
DIVISORS = (4, 2)
HEAVY_PIXELS = 1920 * 1088
SLOW_CODECS = {"hevc": 1280 * 720, "av1": 1280 * 720, "vp9": 1280 * 720}
"""Codecs that are slow to decode, and from how many pixels on they are heavy."""
_OPTIONS = (("crf", "18"), ("g", "1"), ("preset", "ultrafast"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A media and the job that makes its proxy."""

    name: str
    footage: FootageSource
    format: PictureFormat
    """Of the proxy's pictures."""
    job: Job

    @property
    def file_name(self) -> str:
        """Return what its file is called: by the media's content and the size, not by the media's name."""
        digest, _, opened_as = self.footage.key.partition(" ")
        suffix = f"-{self.job.identity.hex()[:12]}" if opened_as else ""
        return f"{digest[:24]}-{self.footage.stream}-{self.format.width}x{self.format.height}{suffix}.mp4"


def _run_proxy(_params: None, inputs: tuple[Path, ...], out: Path, _context: JobContext) -> None:
    join_chunks(inputs, None, out, container="mp4")


PROXY = JobKind(name="studio.proxy", version="1", function=_run_proxy, suffix=".mp4")


def plan_proxies(programme: Programme, size: tuple[int, int]) -> tuple[Proxy, ...]:
    """Return the proxies that previews of a size would be quicker with; media of one content share one."""
    found: dict[tuple[str, int], Proxy] = {}
    for media in programme.media.values():
        footage = media.footage
        if footage is None or (footage.key, footage.stream) in found or not _is_heavy(media, footage):
            continue
        divisor = next((each for each in DIVISORS if _suffices(footage, each, size)), None)
        if divisor is not None:
            found[footage.key, footage.stream] = _proxy(media, footage, divisor)
    return tuple(found.values())


def _is_heavy(media: StudioMedia, footage: FootageSource) -> bool:
    """Return whether a media is heavier than a preview needs, and of a kind a proxy can stand for."""
    assert media.info is not None
    form = footage.format
    if media.info.kind is not MediaKind.CONTAINER or form.family is not Family.YUV or form.has_alpha:
        return False
    heavy_pixels = SLOW_CODECS.get(media.info.pictures[footage.stream].codec, HEAVY_PIXELS)
    if form.width * form.height <= heavy_pixels:
        return False
    return footage.fields.reading is None  # two fields in a frame must not be made one picture


def _suffices(footage: FootageSource, divisor: int, size: tuple[int, int]) -> bool:
    width, height, _ = footage.raster.upright()
    return width >= divisor * size[0] and height >= divisor * size[1]


def _proxy(media: StudioMedia, footage: FootageSource, divisor: int) -> Proxy:
    """Return a media's proxy; odd halves are rounded up to even sides, and placements count with the exact ratio."""
    form = footage.format
    width, height = (2 * -(-side // (2 * divisor)) for side in (form.width, form.height))
    small = replace(
        form,
        width=width,
        height=height,
        bit_depth=min(form.bit_depth, 10),
        chroma=Chroma.C420,
        siting=ChromaSiting.LEFT,
    )
    whole = Placement(
        source=_rect(form.width, form.height),
        canvas=_rect(width, height),
    )
    encoding = PictureEncoding(encoder="libx264", format=small, rate=Rate(footage.rate.fraction), options=_OPTIONS)
    chunks = tuple(_chunks(media, footage, whole, encoding))
    label = f"proxy {media.name} {width}x{height}"
    job = PROXY.job(None, inputs=chunks, label=label, craft="editorial", size=footage.last_picture + 1)
    return Proxy(name=media.name, footage=footage, format=small, job=job)


def _chunks(media: StudioMedia, footage: FootageSource, whole: Placement, encoding: PictureEncoding) -> Iterator[Job]:
    """Yield the picture jobs of a proxy: the media's pictures, scaled and nothing else."""
    for start in range(0, footage.last_picture + 1, CHUNK_FRAMES):
        frames = tuple(range(start, min(start + CHUNK_FRAMES, footage.last_picture + 1)))
        stack = Footage(media=footage.key, stream=footage.stream, frames=frames, format=footage.format, placement=whole)
        yield PICTURE.job(
            PictureParams(stack=stack, frames=len(frames), encoding=encoding),
            label=f"proxy {media.name} {encoding.format.width}x{encoding.format.height} @{start}",
            craft="editorial",
            affinity=f"proxy {media.name}",
            order=start,
            size=len(frames),
        )


def _rect(width: int, height: int) -> Rect:
    return Rect(left=Fraction(0), top=Fraction(0), width=Fraction(width), height=Fraction(height))


class Proxies:
    """The proxies of one film: made, kept in ``.posthouse/proxies``, and put in the media's place in preview jobs."""

    def __init__(self, film: Film, size: tuple[int, int]) -> None:
        self._film = film
        self._folder = film.folder / WORK_FOLDER / FOLDER
        self._lock = threading.Lock()
        self._ready: dict[tuple[str, int], tuple[str, PictureFormat]] = {}
        self.planned = plan_proxies(film.programme, size)

    def make(self, engine: Engine, progress: Progress | None = None) -> None:
        """Make those that are not there, one after the other; each is used from when it is whole."""
        if self.planned:
            self._folder.mkdir(parents=True, exist_ok=True)
        for proxy in self.planned:
            engine.build([self.target(proxy)], progress=progress)
            self._use(proxy)

    def take(self, engine: Engine) -> tuple[Proxy, ...]:
        """Use those that are there already, and return them; nothing is made."""
        found = tuple(proxy for proxy in self.planned if self.is_made(proxy, engine))
        for proxy in found:
            self._use(proxy)
        return found

    def is_made(self, proxy: Proxy, engine: Engine) -> bool:
        """Return whether a proxy is there and whole."""
        target = self.target(proxy)
        path = target.destination
        return path is not None and path.exists() and not engine.plan([target]).to_publish

    def target(self, proxy: Proxy) -> Target:
        """Return what the build is asked for."""
        return Target(job=proxy.job, destination=self._folder / proxy.file_name)

    def alternatives(self, job: Job) -> tuple[Job, ...]:
        """Return the jobs a preview's chunk can be made by: from proxies first, if any stands for what it shows."""
        params = cast("PictureParams", job.params)
        with self._lock:
            stack = _exchanged(params.stack, self._ready)
        if stack is params.stack:
            return (job,)
        light = PICTURE.job(
            replace(params, stack=stack),
            inputs=job.inputs,
            label=f"{job.label} (proxy)",
            craft=job.craft,
            affinity=job.affinity,
            order=job.order,
            size=job.size,
        )
        return light, job

    def _use(self, proxy: Proxy) -> None:
        path = self.target(proxy).destination
        assert path is not None
        info = self._film.library.info(path)
        key = f"proxy {info.digest}"
        with self._lock:
            self._film.shelf.add_footage(key, path, info)
            self._ready[proxy.footage.key, proxy.footage.stream] = (key, proxy.format)


def remove_proxies(folder: Path) -> tuple[Path, ...]:
    """Remove every proxy of a production, and return what was removed; they can be made again."""
    gone = tuple(sorted((folder / WORK_FOLDER / FOLDER).glob("*.mp4")))
    for path in gone:
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
    return gone


def _exchanged(stack: Any, ready: Mapping[tuple[str, int], tuple[str, PictureFormat]]) -> Any:
    """Return a stack with proxies in the place of media; the same stack where there is nothing to exchange."""
    if isinstance(stack, Footage):
        return _light(stack, *ready[stack.media, stack.stream]) if (stack.media, stack.stream) in ready else stack
    changed: dict[str, Any] = {}
    for part in ("under", "above"):
        if is_dataclass(stack) and any(field.name == part for field in fields(stack)):
            before = getattr(stack, part)
            after = _exchanged(before, ready)
            if after is not before:
                changed[part] = after
    return replace(stack, **changed) if changed else stack


def _light(footage: Footage, key: str, form: PictureFormat) -> Footage:
    """Return footage from a proxy, its tags its own; the footage itself where a proxy has less than is shown of it.

    Media of one content share a proxy, and the document may say other tags, fields or alpha of each.
    """
    placement = footage.placement
    turned = placement.quarter_turns % 2
    wide, high = Fraction(form.width, footage.format.width), Fraction(form.height, footage.format.height)
    across, down = (high, wide) if turned else (wide, high)
    source = placement.source
    small = Rect(
        left=source.left * across, top=source.top * down, width=source.width * across, height=source.height * down
    )
    grown = _growth(footage)
    if footage.reading is not None or footage.format.has_alpha:
        return footage
    if small.width < placement.canvas.width * grown or small.height < placement.canvas.height * grown:
        return footage
    coded = {name: getattr(form, name) for name in ("width", "height", "bit_depth", "chroma", "siting")}
    shown = replace(footage.format, **coded)
    return replace(footage, media=key, stream=0, format=shown, placement=replace(placement, source=small))


def _growth(footage: Footage) -> Fraction:
    """Return by how much movement enlarges the picture at most, at least 1."""
    poses = [pose for exposure in footage.motion for pose in exposure]
    return Fraction(max([1.0, *(max(hypot(pose.xx, pose.yx), hypot(pose.xy, pose.yy)) for pose in poses)]))
