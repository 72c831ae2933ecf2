"""The room: the revision that plays, the problems of the newest save, and where a viewer goes after a recut."""

from __future__ import annotations

import collections
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

from posthouse.errors import DocumentProblems, InternalError, PosthouseError
from posthouse.production.text import production_file
from posthouse.review.events import Events
from posthouse.review.place import same_place
from posthouse.review.revision import Revision
from posthouse.studio.film import open_film
from posthouse.studio.fresh import standings

if TYPE_CHECKING:
    from posthouse.editorial.cut import Cut
    from posthouse.review.preview import Size
    from posthouse.studio import Film

WATCH_SECONDS = 0.25
_RETRY_SECONDS = 2.0
"""While something is wrong it may be mended where nobody looks: a file that was missing comes to be."""
_KEPT_CUTS = 64


@final
class Room:
    """Plays one production, and follows its document. Use it in a ``with``.

    Raises:
        DocumentProblems: everything that is wrong with the document at the start.
    """

    def __init__(self, path: Path | str, size: Size) -> None:
        self.file, self._size = production_file(path), size
        self.events = Events()
        self.problems: list[dict[str, Any]] = []
        self._cuts: collections.OrderedDict[int, Cut] = collections.OrderedDict()
        self._closing = threading.Event()
        self._seen = standings([self.file])
        self.revision = self._opened(1)
        self._watcher = threading.Thread(target=self._watch, name="watcher", daemon=True)
        self._watcher.start()

    def __enter__(self) -> Room:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop watching and rendering."""
        self._closing.set()
        self._watcher.join()
        self.revision.close()

    def facts(self) -> dict[str, Any]:
        """Return what the page must know."""
        return {**self.revision.facts(), "problems": self.problems}

    def same_place(self, revision: int, frame: int) -> int:
        """Return the frame of the programme as it is now that shows what a frame of an earlier revision did."""
        now = self.revision.cut
        return same_place(self._cuts.get(revision, now), now, frame)

    def _opened(self, number: int) -> Revision:
        film = open_film(self.file)
        try:
            revision = Revision(number, film, self._size, self.events)
        except BaseException:
            film.close()
            raise
        self._seen = _standing(film)
        self._cuts[number] = revision.cut
        while len(self._cuts) > _KEPT_CUTS:
            self._cuts.popitem(last=False)
        return revision

    def _watch(self) -> None:
        tried = time.monotonic()
        while not self._closing.wait(WATCH_SECONDS):
            is_due = bool(self.problems) and time.monotonic() - tried > _RETRY_SECONDS
            if is_due or not self._stands():
                self._settle()
                self._take_up()
                tried = time.monotonic()

    def _stands(self) -> bool:
        return standings(map(Path, self._seen)) == self._seen

    def _settle(self) -> None:
        """Wait until whoever writes has finished: two looks in a row see the same."""
        before, now = None, standings([self.file])
        while before != now and not self._closing.wait(WATCH_SECONDS / 5):
            before, now = now, standings([self.file])

    def _take_up(self) -> None:
        """Play the document as it is now; where it cannot be, tell why and go on with what there is."""
        self._seen = standings(map(Path, self._seen))
        try:
            revision = self._opened(self.revision.number + 1)
        except PosthouseError as error:
            self._complain(error)
            return
        except Exception as error:  # noqa: BLE001 - the top of this thread: the page is told
            self._complain(InternalError(f"{type(error).__name__}: {error}"))
            return
        before, self.revision, self.problems = self.revision, revision, []
        self.events.tell("revision", revision=revision.number)
        before.close()

    def _complain(self, error: PosthouseError) -> None:
        problems = error.problems if isinstance(error, DocumentProblems) else [error]
        told = [{"place": str(each.place or ""), "cause": each.cause, "hint": each.hint} for each in problems]
        if told != self.problems:
            self.problems = told
            self.events.tell("problems", problems=told)


def _standing(film: Film) -> dict[str, list[int] | None]:
    """Return how the files of a film stood when they were read; the production's own folder changes all the time."""
    return {name: stands for name, stands in film.standing.items() if Path(name) != film.folder}
