"""One open decoder: the picture at any presentation index, the same one a decode from the start gives.

Packets are fed from a proven entry point (``index.py``), each carrying its ordinal where its time stamp was; frames
come out carrying it too, so a picture is known by the packet it came from, never by arithmetic on time stamps.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, cast

import av.error
import numpy as np

from posthouse.errors import MediaError
from posthouse.media.border import media_errors
from posthouse.media.demux import StreamPackets
from posthouse.media.measure import configure
from posthouse.media.pulse import beat
from posthouse.media.standing import Standing

if TYPE_CHECKING:
    from pathlib import Path

    from av.packet import Packet
    from av.video.frame import VideoFrame
    from av.video.stream import VideoStream

    from posthouse.media.facts import OpenAs
    from posthouse.media.index import PictureIndex

_NOTHING = -1


class PictureDecoder:
    """One stream of one open file. Not thread-safe: the pool lends it to one thread at a time."""

    def __init__(
        self,
        path: Path,
        index: PictureIndex,
        stream_number: int,
        *,
        threads: int = 1,
        open_as: OpenAs | None = None,
    ) -> None:
        self.path, self.index = path, index
        self._threads = threads
        self._packets = StreamPackets(path, index.packets, stream_number, open_as)
        self._picture_of = np.full(index.packets.count, _NOTHING, np.int32)
        self._picture_of[index.shown] = np.arange(index.picture_count, dtype=np.int32)
        self._ready: deque[tuple[int, VideoFrame]] = deque()
        self._next_picture = 0
        self._is_drained = False
        self.kept: dict[int, VideoFrame] = {}
        """Frames passed on the way to a backward run's window, for the next one (``reader.py``)."""
        self._skipped_below = 0
        """Pictures shown before this rank are only passed on the way: those nothing refers to need no decoding."""
        self._open_stream()

    @property
    def standing(self) -> Standing:
        """Return what can come without a seek."""
        return Standing(
            next_picture=self._next_picture,
            next_ordinal=self._packets.next_ordinal,
            is_ended=self._is_drained and not self._ready,
            kept=range(min(self.kept), max(self.kept) + 1) if self.kept else range(0),
        )

    @property
    def frame_bytes(self) -> int:
        """Return about how much memory one frame takes; packed layouts as if they had four samples a pixel."""
        layout, luma = self._context.format, self._context.width * self._context.height
        depth_bytes = 1 if layout is None or layout.components[0].bits <= 8 else 2
        samples = 4 * luma
        if layout is not None and layout.is_planar and len(layout.components) == 3:
            width = layout.chroma_width(self._context.width)
            samples = luma + 2 * width * layout.chroma_height(self._context.height)
        return max(1, samples * depth_bytes)

    def first_picture_from(self, ordinal: int) -> int:
        """Return the first picture that comes when decoding begins at an entry point."""
        if not ordinal:
            return 0
        return int(np.searchsorted(self.index.rank[self.index.shown], self.index.rank[ordinal]))

    def continues_to(self, picture: int) -> bool:
        """Return whether going on from here reaches a picture sooner than a seek would."""
        return self.standing.continues_to(picture, self.index)

    def frame(self, picture: int) -> VideoFrame:
        """Return the frame at a presentation index, seeking where that is nearer.

        Raises:
            MediaError: past the end, or promised by the file and not to be had from it, even from the start.
        """
        self._check(picture)
        if not self.continues_to(picture):
            self._enter(self.index.entry_for(picture))
        self._skipped_below = int(self.index.rank[self.index.shown[picture]]) if self._can_skip() else 0
        found = self._forward_to(picture)
        if found is None:
            self._skipped_below = 0
            self._enter(0)
            found = self._forward_to(picture)
        if found is None or found.is_corrupt:
            raise MediaError(
                f"{self.path}: picture {picture} of {self.index.picture_count} is damaged and cannot be decoded",
                hint="copy the file again from its source, or cut around the picture",
            )
        return found

    def close(self) -> None:
        """Close the file."""
        self.kept.clear()
        self._ready.clear()
        self._packets.close()

    def _can_skip(self) -> bool:
        """Return whether leaving out pictures nothing refers to is known not to touch the others."""
        return self._threads == 1 and self._context.codec.canonical_name in {"h264", "hevc"}

    def _check(self, picture: int) -> None:
        if not 0 <= picture < self.index.picture_count:
            raise MediaError(
                f"{self.path} has {self.index.picture_count} pictures; picture {picture} was asked for",
                hint="pictures count from 0",
            )

    def _enter(self, ordinal: int) -> None:
        self._ready.clear()
        container = self._packets.container
        self._packets.go_to(ordinal)
        if self._packets.container is not container or self._is_drained:
            self._open_stream()
        self._context.flush_buffers()
        self._is_drained = False
        self._next_picture = self.first_picture_from(ordinal)

    def _open_stream(self) -> None:
        stream = cast("VideoStream", self._packets.stream)
        self._context = stream.codec_context
        if not self._context.is_open:
            configure(self._packets.container, stream, threads=self._threads)

    def _forward_to(self, picture: int) -> VideoFrame | None:
        """Return the frame, decoding on; None where a later one comes in its place, or the end."""
        while True:
            while self._ready:
                number, frame = self._ready.popleft()
                self._next_picture = number + 1
                if number == picture:
                    return frame
                if number > picture:
                    self._ready.appendleft((number, frame))
                    return None
            if self._is_drained:
                return None
            self._feed()

    def _feed(self) -> None:
        ordinal = self._packets.next_ordinal
        packet = self._packets.next_packet()
        self._is_drained = packet is None
        if packet is not None:
            packet.pts = packet.dts = ordinal
            is_passed = self._skipped_below > self.index.rank[ordinal]
            self._context.skip_frame = "NONREF" if is_passed else "DEFAULT"
        for frame in self._decoded(cast("Packet[VideoStream] | None", packet)):
            number = int(self._picture_of[frame.pts]) if frame.pts is not None else _NOTHING
            if number != _NOTHING:
                self._ready.append((number, frame))

    def _decoded(self, packet: Packet[VideoStream] | None) -> list[VideoFrame]:
        """Return the frames a packet brings out; one that does not decode brings none, and the gap is found later."""
        beat()
        try:
            with media_errors(self.path, "decoded"):
                return self._context.decode(packet)
        except MediaError as error:
            cause = error.__cause__
            if isinstance(cause, av.error.FFmpegError) and not isinstance(cause, MemoryError):
                return []
            raise
