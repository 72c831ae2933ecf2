"""Heavy footage made light while one watches: proxies in the background, used from when they are whole."""

from __future__ import annotations

import contextlib
import threading
from typing import TYPE_CHECKING, final

from posthouse.errors import PosthouseError
from posthouse.review.watch import Abandoned, Watch, be_nice

if TYPE_CHECKING:
    from posthouse.build import Engine
    from posthouse.review.watch import Tell
    from posthouse.studio import Film
    from posthouse.studio.proxies import Proxies


@final
class Lightening:
    """Takes the proxies that are there, then makes the others at low priority. Without heavy footage it does nothing.

    One that cannot be made costs only speed: the media itself is used on, and its own error is told where it is shown.
    """

    def __init__(self, film: Film, proxies: Proxies, *, tell: Tell) -> None:
        self._proxies, self._tell, self._is_closed = proxies, tell, False
        self._thread: threading.Thread | None = None
        if not proxies.planned:
            return
        engine = film.engine_beside(1)
        proxies.take(engine)
        self._thread = threading.Thread(target=self._make, args=(engine,), name="lightening", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Give up what is being made; whole chunks of it are kept."""
        self._is_closed = True
        if self._thread is not None:
            self._thread.join()

    def _make(self, engine: Engine) -> None:
        be_nice()
        watch = Watch(is_over=lambda: self._is_closed, tell=self._tell, counts_jobs=True)
        with contextlib.suppress(Abandoned, PosthouseError):
            self._proxies.make(engine, watch)
