"""The programme's sound beside its picture: silence until it is made, then cut into segments as they are asked for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, final

import numpy as np

from posthouse.build import Target
from posthouse.errors import InternalError, PosthouseError
from posthouse.media.flac import flac_frames
from posthouse.media.fragments import Sample, fragment
from posthouse.media.pcm import PcmReader
from posthouse.review.watch import Abandoned, Watch, be_nice

if TYPE_CHECKING:
    from collections.abc import Callable

    from posthouse.build import Engine
    from posthouse.review.segments import SoundSegment
    from posthouse.review.watch import Tell
    from posthouse.studio import Film


@final
class Sounding:
    """Makes the programme's sound at low priority; ``ready`` is called once when it is there or cannot be made."""

    def __init__(self, film: Film, *, tell: Tell, ready: Callable[[PosthouseError | None], None]) -> None:
        self._job = film.planner.sound().final
        self._form = film.programme.scene.form
        self._tell, self._ready = tell, ready
        self._sound: PcmReader | None = None
        self._is_closed = False
        engine = film.engine_beside(1)
        self._thread = threading.Thread(target=self._make, args=(engine,), name="sounding", daemon=True)
        self._thread.start()

    @property
    def is_ready(self) -> bool:
        """Whether segments have the programme's sound, not silence."""
        return self._sound is not None

    def segment(self, segment: SoundSegment) -> bytes:
        """Return a segment's fragment."""
        sound, form = self._sound, self._form
        if sound is None:
            samples = np.zeros((form.layout.channels, segment.end_samples - segment.start_samples), np.float32)
        else:
            samples = sound.read(segment.start_samples, segment.end_samples)
        frames = flac_frames(samples, form.layout, form.sample_rate, first_frame=segment.first_frame)
        parts = [Sample(payload=payload, duration_ticks=length) for payload, length in frames]
        return fragment(parts, number=segment.first_frame + 1, decoded_at_ticks=segment.start_samples)

    def close(self) -> None:
        """Give up what is being made, and wait until the store is let go of."""
        self._is_closed = True
        self._thread.join()

    def _make(self, engine: Engine) -> None:
        be_nice()
        watch = Watch(is_over=lambda: self._is_closed, tell=self._tell, counts_jobs=True)
        try:
            self._sound = PcmReader(engine.build([Target(job=self._job)], progress=watch).path(self._job))
        except Abandoned:
            return
        except PosthouseError as error:
            self._ready(error)
        except Exception as error:  # noqa: BLE001 - the top of this thread: the page is told
            self._ready(InternalError(f"{type(error).__name__}: {error}"))
        else:
            self._ready(None)
