"""A movie with alpha, from the document to the file: clear where nothing is, scaled and dithered as it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import numpy as np

from posthouse.media.images import write_image
from tests.studio.tiny import Clip, Document, Tiny, make_clip

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = [96, 54]
LOSSLESS = {"as": "custom", "name": "clear", "codec": "ffv1", "container": "mkv", "pixel_format": "yuva444p10le"}


def document(**form: object) -> Document:
    return {
        "posthouse": 1,
        "title": "Clear",
        "format": {"size": SIZE, "rate": 24, **form},
        "media": {"pan": "media/small.mov", "logo": {"file": "media/logo.png", "alpha": "straight"}},
        "cut": [
            {"gap": "3f"},
            {"shot": "a", "from": "pan", "for": "3f", "scaling": {"kernel": "mitchell", "light": "linear"}},
        ],
        "over": [{"shot": "l", "from": "logo", "for": "4f", "at": "1f", "scale": 0.6}],
        "deliver": [LOSSLESS | {"lossless": True, "sound": {"codec": "flac"}}],
    }


def alphas(film: Tiny) -> list[float]:
    """Return how much each picture of the film covers, 0..1."""
    with av.open(str(film.folder / "out" / "clear.mkv")) as container:
        frames = list(container.decode(video=0))
    planes = [np.frombuffer(memoryview(f.planes[3]), "<u2").reshape(f.height, -1)[:, : f.width] for f in frames]
    return [float(plane.mean()) / 1023 for plane in planes]


def test_gaps_and_bars_are_clear_in_a_movie_with_alpha(tiny: Callable[..., Tiny]) -> None:
    film = tiny(document(scaling="spline36", dither="blue-noise"))
    make_clip(film.folder / "media" / "small.mov", Clip(frames=6, size=(120, 80)))
    logo = np.zeros((40, 40, 4), np.uint8)
    logo[..., 1], logo[10:30, 10:30] = 255, (200, 60, 60, 255)
    write_image(film.folder / "media" / "logo.png", logo)
    film.build()
    covered = alphas(film)
    assert covered[0] == 0
    assert 0.03 < covered[1] == covered[2] < 0.08  # the logo alone
    assert 0.8 < min(covered[3:]) <= max(covered) < 0.9  # the clip is narrower than the frame
