"""Productions as git has them: ``HEAD~1``, ``main``, ``HEAD~1:harbour/production.yaml``."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from posthouse.errors import MediaError, ProductionError
from posthouse.production.reader import production_from_text
from posthouse.production.text import decoded_text

if TYPE_CHECKING:
    from posthouse.production.production import Production

_PATIENCE_SECONDS = 30


def production_at(revision: str, file: Path) -> Production:
    """Return a production as it was at a revision of git; ``file`` is where it stands now.

    ``revision`` may name another file behind a colon, as seen from the repository's root. Media are looked for beside
    the file as it stands now.

    Raises:
        ProductionError: there is no such revision, or no such file in it.
        MediaError: there is no git.
        DocumentProblems: the production was not valid then.
    """
    name, _, path = revision.partition(":")
    folder = file.resolve().parent
    if path:
        folder_now = Path(_git(folder, "rev-parse", "--show-toplevel").decode().strip())
        file = folder_now / path
        if file.suffix not in {".yaml", ".yml"}:
            file /= "production.yaml"
            path = f"{path.rstrip('/')}/production.yaml"
    text = _git(folder, "show", f"{name}:{path or f'./{file.name}'}", what=revision)
    return production_from_text(decoded_text(text, revision), file)


def _git(folder: Path, *words: str, what: str = "") -> bytes:
    if any(word.startswith("-") for word in words[1:] if word != "--show-toplevel"):
        raise ProductionError(f"{what} is no revision", hint="name one as HEAD~1, main or v2")
    try:
        command = ["git", "-C", str(folder), *words]
        done = subprocess.run(command, capture_output=True, check=False, timeout=_PATIENCE_SECONDS)  # noqa: S603 - no shell, and options are refused
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MediaError(f"git cannot be asked for {what}", hint="install git, or name files") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        cause = f"{what} is neither a file nor a revision of git that has this production"
        raise ProductionError(cause, hint=said[0].removeprefix("fatal: ") if said else "check the name")
    return done.stdout
