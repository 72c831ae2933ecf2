"""A picture turnover: a folder with a production for each pull, what they make, and the lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.delivery.spec import FramesSpec
from posthouse.errors import ProductionError
from posthouse.production.draft import replace_file
from posthouse.production.reader import production_from_text
from posthouse.studio.turnover.earlier import check_unchanged, earlier_pulls
from posthouse.studio.turnover.pull_document import pull_document
from posthouse.studio.turnover.pull_light import light_target
from posthouse.studio.turnover.pull_sheets import sheets
from posthouse.studio.turnover.pulls import plan_pulls

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from posthouse.studio.film import Film
    from posthouse.studio.turnover.pulls import Pull, PullWishes


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnover:
    """What was made."""

    folder: Path
    pulls: tuple[Pull, ...]
    files: tuple[Path, ...]
    """The pulls' pictures, then the lists."""


def make_turnover(
    film: Film, names: Sequence[str], wishes: PullWishes, folder: Path, tell: Callable[[int, int, str], None]
) -> Turnover:
    """Make the pulls of some shots in a folder; what is there of them already is not made again.

    ``tell`` hears the number of the pull that begins, how many there are, and its name.

    Raises:
        DocumentProblems: shots or names that cannot be, or that went out otherwise under the same name.
        ProductionError: a movie or image kind that is none.
    """
    pulls = plan_pulls(film, names, wishes)
    if not pulls:
        raise ProductionError("no shot of the cut is footage", hint="pulls are of shots that come from files")
    earlier = earlier_pulls(folder)
    check_unchanged(pulls, earlier, folder)
    folder.mkdir(parents=True, exist_ok=True)
    texts = _documents(film, pulls, wishes, folder)
    made: list[Path] = []
    for number, pull in enumerate(pulls, 1):
        tell(number, len(pulls), pull.name)
        document = folder / f"{pull.name}.yaml"
        replace_file(document, texts[pull.name])
        made += _built(document, pull)
    kept = [pull for name, pull in earlier.items() if name not in texts]
    for name, content in sheets(film, pulls, wishes, folder.name, kept).items():
        path = folder / name
        path.write_bytes(content)
        made.append(path)
    return Turnover(folder=folder, pulls=pulls, files=tuple(made))


def _documents(film: Film, pulls: Sequence[Pull], wishes: PullWishes, folder: Path) -> dict[str, str]:
    """Return the text of each pull's production, by its name; all are sound before the first is written."""
    texts = {pull.name: pull_document(film, pull, wishes, folder) for pull in pulls}
    for name, text in texts.items():
        production_from_text(text, folder / f"{name}.yaml")
    return texts


def _built(document: Path, pull: Pull) -> tuple[Path, ...]:
    from posthouse.studio.film import open_film  # late: films are turned over by this module

    with open_film(document) as film:
        if pull.form != "exr":
            return film.build().files
        spec = film.production.document.deliver[0]
        assert isinstance(spec, FramesSpec)
        target = light_target(film, pull.name, spec, pull.space)
        film.engine.build([target])
        assert target.destination is not None
        return tuple(sorted(target.destination.iterdir()))
