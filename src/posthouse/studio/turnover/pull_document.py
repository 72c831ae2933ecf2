"""A pull as a production: one shot, the media's own frames, its codes untouched."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from posthouse.delivery.spec import ImageKind
from posthouse.production.splice import spelled_value
from posthouse.production.written_files import path_from

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.production.splice import Value
    from posthouse.studio.film import Film
    from posthouse.studio.turnover.pulls import Pull, PullWishes

IMAGES = tuple(str(kind) for kind in get_args(ImageKind))


def pull_document(film: Film, pull: Pull, wishes: PullWishes, folder: Path) -> str:
    """Return the text of a pull's production, which stands in a folder."""
    shot: dict[str, Value] = {
        "shot": "plate",
        "from": "plate",
        "in": f"{pull.first_picture}f",
        "for": f"{pull.pictures}f",
    }
    form: dict[str, Value] = {"size": list(pull.size), "rate": str(pull.rate), "start": str(pull.start)}
    return "\n".join(
        (
            f"# The pull of {pull.shot} for {film.production.document.title}: {pull.head} + {pull.tail} handles.",
            "posthouse: 1",
            f"title: {spelled_value(pull.name)}",
            f"format: {spelled_value(form)}",
            f"media: {spelled_value({'plate': _media(film, pull, folder)})}",
            f"cut: [{spelled_value(shot)}]",
            f"deliver: [{spelled_value(_deliverable(pull, wishes))}]",
            "",
        )
    )


def _media(film: Film, pull: Pull, folder: Path) -> Value:
    """Return the media as the production says it, but that its codes are taken for the pull's own."""
    written = film.production.tree.value
    media = written.get("media") if isinstance(written, dict) else None
    said = media.get(pull.media) if isinstance(media, dict) else None
    entry: dict[str, Value] = dict(said) if isinstance(said, dict) else {}
    path = film.programme.media[pull.media].path
    assert path is not None
    near = path_from(folder, path)
    entry["sequence" if "sequence" in entry else "file"] = near
    entry["color"] = {"transfer": "bt709", "primaries": "bt709"}  # codes go out as they are, whatever they mean
    for other in ("fields", "frames", "pitch", "sound_from", "sound_offset", "sound_drift"):
        entry.pop(other, None)
    return entry


def _deliverable(pull: Pull, wishes: PullWishes) -> Value:
    if wishes.form in IMAGES:  # the light of an EXR is worked out from its codes
        return {"as": "frames", "format": "png", "name": pull.name, "first": wishes.first_number, "bits": 16}
    return {"as": wishes.form, "name": pull.name}
