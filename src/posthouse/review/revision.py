"""One state of the document, playable: its programme, its preview, and the desk and the sound that feed it."""

from __future__ import annotations

from contextlib import ExitStack
from fractions import Fraction
from typing import TYPE_CHECKING, Any, final

from posthouse.editorial.cut import Shot
from posthouse.media.fragments import fragment, frame_ticks, picture_samples
from posthouse.media.packets import PacketFile
from posthouse.review.desk import Desk
from posthouse.review.lightening import Lightening
from posthouse.review.playlists import media_playlist, programme_playlist
from posthouse.review.preview import plan_preview
from posthouse.review.sounding import Sounding
from posthouse.studio.proxies import Proxies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from posthouse.review.events import Events
    from posthouse.review.preview import Size
    from posthouse.review.segments import PictureSegment
    from posthouse.studio import Film


@final
class Revision:
    """Owns an open film; closes it.

    Args:
        number: counts the states of the document, from 1.
        film: the document in that state.
        size: of the preview.
        events: where it tells what it does.
    """

    def __init__(self, number: int, film: Film, size: Size, events: Events) -> None:
        self.number, self.film = number, film
        self.cut = film.programme.cut
        self.preview = plan_preview(film.planner, size)
        self._events = events
        self.proxies = Proxies(film, (self.preview.rendition.width, self.preview.rendition.height))
        with ExitStack() as begun:  # what has begun ends again if something after it cannot begin
            self.lightening = Lightening(film, self.proxies, tell=self._tell_proxy)
            begun.callback(self.lightening.close)
            self.desk = Desk(film, self.preview.jobs, tell=self._tell_picture, alternatives=self.proxies.alternatives)
            begun.callback(self.desk.close)
            self.sounding = Sounding(film, tell=self._tell_sound, ready=self._tell_ready)
            begun.pop_all()

    def close(self) -> None:
        """Stop rendering and close the film; what is asked of it afterwards is refused."""
        self.desk.close()
        self.sounding.close()
        self.lightening.close()
        self.film.close()

    def playlist(self, name: str) -> str | None:
        """Return a playlist by its file name without suffix, or None."""
        match name:
            case "programme":
                return programme_playlist(self.preview.rendition)
            case "picture":
                return media_playlist([_seconds(s.frames.end_frame, self._rate) for s in self._pictures], name)
            case "sound":
                ends = [s.end_samples for s in self.preview.sound_segments]
                sample_rate = self.film.programme.scene.form.sample_rate
                return media_playlist([_seconds(end, sample_rate) for end in ends], name)
            case _:
                return None

    def header(self, name: str) -> bytes | None:
        """Return what precedes the segments of ``picture`` or ``sound``, or None."""
        return {"picture": self.preview.picture_header, "sound": self.preview.sound_header}.get(name)

    def picture_segment(self, number: int, *, is_gone: Callable[[], bool]) -> Iterator[bytes]:
        """Yield the fragments of a segment, each as soon as its chunk is rendered.

        Raises:
            Abandoned: ``is_gone()``, or the revision was closed.
            PosthouseError: a chunk cannot be rendered.
        """
        segment, ticks = self._pictures[number], frame_ticks(self._rate)
        for chunk in segment.chunks:
            packets = PacketFile(self.desk.chunk(chunk, is_gone=is_gone))
            starts = self.film.programme.chunks[chunk].range.start_frame
            yield fragment(picture_samples(packets), number=chunk + 1, decoded_at_ticks=starts * ticks)

    def facts(self) -> dict[str, Any]:
        """Return what the page must know of the programme."""
        rate, start = self._rate, self.cut.start
        return {
            "revision": self.number,
            "title": self.film.production.document.title or self.film.production.file.parent.resolve().name,
            "rate": [rate.numerator, rate.denominator],
            "frames": self.cut.duration_frames,
            "size": [self.preview.rendition.width, self.preview.rendition.height],
            "start": start.frame_count if start else 0,
            "drop": bool(start and start.is_drop_frame),
            "codecs": {
                "picture": f'video/mp4; codecs="{self.preview.rendition.picture_codec}"',
                "sound": f'audio/mp4; codecs="{self.preview.rendition.sound_codec}"',
            },
            "sound": self.sounding.is_ready,
            "shots": self._shots(),
            "notes": list(self.film.programme.notes),
        }

    @property
    def _rate(self) -> Fraction:
        return self.preview.rendition.rate

    @property
    def _pictures(self) -> tuple[PictureSegment, ...]:
        return self.preview.picture_segments

    def _shots(self) -> list[dict[str, Any]]:
        over = {layer.shot.shot for layer in self.cut.layers}
        events = [*self.cut.events, *(layer.shot for layer in self.cut.layers)]
        return [
            {
                "shot": event.shot if isinstance(event, Shot) else "",
                "media": event.media if isinstance(event, Shot) else "",
                "start": event.range.start_frame,
                "end": event.range.end_frame,
                "over": isinstance(event, Shot) and event.shot in over,
            }
            for event in events
        ]

    def _tell_picture(self, label: str, fraction: float) -> None:
        self._events.tell("rendering", revision=self.number, label=label, fraction=round(fraction, 3))

    def _tell_sound(self, label: str, fraction: float) -> None:
        self._events.tell("sounding", revision=self.number, label=label, fraction=round(fraction, 3))

    def _tell_proxy(self, label: str, fraction: float) -> None:
        self._events.tell("lightening", revision=self.number, label=label, fraction=round(fraction, 3))

    def _tell_ready(self, error: Exception | None) -> None:
        self._events.tell("sound", revision=self.number, error=str(error) if error else "")


def _seconds(count: int, per_second: Fraction | int) -> Fraction:
    """Return when so many frames or samples end, in seconds."""
    return Fraction(count) / per_second
