"""Templates for new productions: valid documents with comments, to be written over."""

from __future__ import annotations

from importlib import resources

from posthouse.errors import ProductionError
from posthouse.production.scalars import quoted_text
from posthouse.production.sentences import nearest

DEFAULT_TEMPLATE = "short"
_TITLE = "TITLE"


def template_names() -> tuple[str, ...]:
    """Return the names of all templates."""
    folder = resources.files(__package__).joinpath("templates")
    return tuple(sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml")))


def template_text(name: str, title: str) -> str:
    """Return a template's ``production.yaml`` with the production's title in it.

    Raises:
        ProductionError: no template has the name, or the title is empty.
    """
    if name not in template_names():
        raise ProductionError(f"there is no template {name}", hint=nearest(name, template_names()))
    if not title.strip():
        raise ProductionError("a production needs a title", hint="posthouse new harbour")
    text = resources.files(__package__).joinpath("templates", f"{name}.yaml").read_text("utf-8")
    return text.replace(_TITLE, quoted_text(title))
