"""``posthouse doctor``: can this machine make films? Every check is really carried out."""

from __future__ import annotations

import contextlib
import os
import platform
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import say, wants_json, write_json
from posthouse.cli.clean import spelled_bytes
from posthouse.cli.command import house_command
from posthouse.cli.exits import Exit
from posthouse.errors import MediaError, PosthouseError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LIBRARIES = ("av", "halide", "numpy", "scipy", "opencolorio", "openimageio", "soxr", "uharfbuzz", "freetype-py")
_ENCODERS = {
    "libx264": "H.264; x264 itself is GPL-2.0-or-later",
    "libx265": "H.265; x265 itself is GPL-2.0-or-later",
    "prores_ks": "ProRes; FFmpeg's own",
    "dnxhd": "DNxHR; FFmpeg's own",
    "aac": "AAC; FFmpeg's own",
    "pcm_s24le": "PCM",
    "flac": "FLAC; FFmpeg's own",
}
_PROBE_BYTES = 64 << 20
_SLOW_DISK_BYTES_A_SECOND = 30e6
_LEAST_FREE_BYTES = 2e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one check found; ``is_fine`` is None where it is only worth knowing."""

    check: str
    found: str
    is_fine: bool | None = True
    hint: str = ""


@house_command(
    "doctor",
    examples="""
    posthouse doctor
    posthouse doctor --json
    """,
)
@click.pass_context
def command(ctx: click.Context) -> None:
    """Prove that this machine can make films.

    It compiles, encodes, decodes, draws, writes and measures: a film of one second is built in every format in a
    folder that is thrown away.
    """
    findings = []
    for finding in _findings():
        findings.append(finding)
        if not wants_json():
            _show(finding)
    is_fine = all(finding.is_fine is not False for finding in findings)
    if wants_json():
        write_json({"ok": is_fine, "checks": [asdict(finding) for finding in findings]})
    else:
        say("\nthis machine is fit" if is_fine else "\nthis machine is not fit", color="green" if is_fine else "red")
    if not is_fine:
        ctx.exit(Exit.MEDIA)


def _findings() -> Iterator[Finding]:
    for check in (_versions, _machine, _kernels, _codecs, _disk):
        yield _carried_out(check)
    yield from _films()


def _carried_out(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except (PosthouseError, OSError, ImportError, ValueError) as error:
        return _failed(check.__name__.strip("_"), error)


def _failed(name: str, error: BaseException) -> Finding:
    hint = error.hint if isinstance(error, PosthouseError) else ""
    cause = error.cause if isinstance(error, PosthouseError) else str(error)
    return Finding(check=name, found=cause, is_fine=False, hint=hint)


def _versions() -> Finding:
    from importlib.metadata import version

    found = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return Finding(
        check="versions", found=f"posthouse {version('posthouse')}, Python {platform.python_version()}, {found}"
    )


def _machine() -> Finding:
    from posthouse.settings import count_cores

    memory = 0
    with contextlib.suppress(OSError, ValueError, AttributeError):
        memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    system = f"{platform.system()} {platform.machine()}"
    return Finding(
        check="machine",
        found=f"{system}, {count_cores()} cores, {spelled_bytes(memory) if memory else 'unknown'} of memory",
    )


def _kernels() -> Finding:
    from posthouse.pixels.proof import prove_kernels
    from posthouse.settings import kernel_folder

    seconds = prove_kernels()
    return Finding(check="kernels", found=f"compile and run ({seconds:.1f} s), kept in {kernel_folder()}")


def _codecs() -> Finding:
    from posthouse.media.encoders import encoder_licence, has_encoder

    missing = [name for name in _ENCODERS if not has_encoder(name)]
    if missing:
        raise MediaError(f"FFmpeg has no {', '.join(missing)}", hint="install PyAV from its wheels: pip install av")
    notes = "; ".join(f"{name} ({note})" for name, note in _ENCODERS.items())
    return Finding(check="codecs", found=f"{notes}. FFmpeg says: {encoder_licence()}")


def _disk() -> Finding:
    import shutil

    free = shutil.disk_usage(".").free
    with TemporaryDirectory(dir=".", prefix=".posthouse-doctor-") as folder:
        seconds = _written_seconds(Path(folder) / "probe")
    speed = _PROBE_BYTES / seconds
    found = f"{Path.cwd()}: writes {spelled_bytes(round(speed))}/s, {spelled_bytes(free)} free"
    if free < _LEAST_FREE_BYTES:
        return Finding(
            check="disk", found=found, is_fine=False, hint="a production needs room: free some, or go elsewhere"
        )
    is_slow = speed < _SLOW_DISK_BYTES_A_SECOND
    return Finding(check="disk", found=found, is_fine=None if is_slow else True, hint="a slow disk" if is_slow else "")


def _written_seconds(path: Path) -> float:
    block = os.urandom(1 << 20)
    began = time.perf_counter()
    with path.open("wb") as file:
        for _ in range(_PROBE_BYTES >> 20):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    return time.perf_counter() - began


def _films() -> Iterator[Finding]:
    """Build every kind of deliverable in a folder that is thrown away; each is measured by the build itself."""
    from importlib import resources

    text = resources.files("posthouse.cli").joinpath("doctor.yaml").read_text("utf-8")
    with TemporaryDirectory(prefix="posthouse-doctor-") as folder:
        (Path(folder) / "production.yaml").write_text(text, "utf-8")
        try:
            yield from _built(Path(folder))
        except (PosthouseError, OSError, ImportError, ValueError) as error:
            yield _failed("film", error)


def _built(folder: Path) -> Iterator[Finding]:
    from posthouse.cli.command import opened

    with opened(folder) as film:
        for order in film.orders():
            began = time.perf_counter()
            try:
                film.build(order.name)
            except PosthouseError as error:
                yield _failed(order.spec.kind, error)
                continue
            seconds = time.perf_counter() - began
            yield Finding(
                check=order.spec.kind, found=f"a film of 1 s with sound and titles built and measured ({seconds:.1f} s)"
            )


def _show(finding: Finding) -> None:
    mark, color = {True: ("ok", "green"), False: ("bad", "red"), None: ("note", "yellow")}[finding.is_fine]
    click.secho(f"{mark:<5}", fg=color, nl=False)
    say(f"{finding.check:<14}{finding.found}")
    if finding.hint:
        say(f"     {'':<14}{finding.hint}")
    sys.stdout.flush()
