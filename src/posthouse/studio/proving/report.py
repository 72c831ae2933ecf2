"""The report of a proof, as a page: each shot with its pictures beside the reference's."""

from __future__ import annotations

import base64
import html
from typing import TYPE_CHECKING

from posthouse.studio.stills import still_target
from posthouse.timing import Timecode

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from posthouse.build import Target
    from posthouse.studio.film import Film
    from posthouse.studio.proving.prove import ShotProof
    from posthouse.studio.proving.reference import Reference

_STILL_WIDTH = 240
_STILL_HEIGHT = 180
_STYLE = """
body { font: 14px/1.5 system-ui, sans-serif; background: #181a1d; color: #d8dadd; }
body { margin: 2rem auto; max-width: 1180px; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.3rem; } section { border-top: 1px solid #333; padding: .8rem 0; }
.row, .many { display: grid; gap: .6rem; }
.row { grid-template-columns: repeat(auto-fill, minmax(min(100%, 370px), 1fr)); margin-top: .4rem; }
.many { grid-template-columns: repeat(auto-fill, minmax(min(100%, 370px), 1fr)); }
.pair { display: flex; gap: 2px; } figure { margin: 0; flex: 1; min-width: 0; }
figcaption { color: #8b9097; font-size: 12px; }
img { display: block; width: 100%; max-height: 180px; object-fit: contain; background: #000; }
i { font-style: normal; font-size: 12px; padding: 0 .4rem; border-radius: 3px; color: #181a1d; }
.proven i { background: #7fc98b; } .unsure i { background: #e2c36b; } .wrong i { background: #ee7c6e; }
"""


def report_page(film: Film, reference: Reference, proofs: Sequence[ShotProof], movie: Path) -> str:
    """Return a page that stands alone: what was found of each shot, wrong ones first, pictures side by side."""
    missing = sum(bool(p.away) for p in proofs)
    away = f" ({missing} of them not here)" if missing else ""
    wrong, unsure = [p for p in proofs if p.is_wrong], [p for p in proofs if not p.is_wrong and not p.is_proven]
    proven = [p for p in proofs if p.is_proven]
    title = html.escape(film.production.document.title)
    head = (
        f"<h1>{title}, proven against {html.escape(movie.name)}</h1><p>{len(proven)} shots proven, {len(unsure)} that "
        f"cannot be told{away}, {len(wrong)} wrong. Laid beside it {html.escape(reference.how)}.</p>"
    )
    groups = (("wrong", wrong), ("unsure", unsure), ("proven", proven))
    parts = [
        f"<div class='{'many' if kind == 'proven' else 'few'}'>"
        + "".join(_section(film, reference, proof, kind) for proof in group)
        + "</div>"
        for kind, group in groups
    ]
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}: proof</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style><body>{head}{''.join(parts)}</body></html>\n"
    )


def _section(film: Film, reference: Reference, proof: ShotProof, kind: str) -> str:
    start = film.programme.cut.start or Timecode(frame_count=0, rate=film.production.document.format.rate)
    heading = (
        f"<section class='{kind}'><i>{kind}</i> <b>{html.escape(proof.shot)}</b> from {html.escape(proof.media)}, "
        f"{start.plus(proof.range.start_frame)}, {proof.range.duration_frames} frames: {html.escape(proof.words)}"
    )
    pairs = [
        "<div class='pair'>"
        + _figure(film, frame, f"{start.plus(frame)}")
        + _figure(reference.film, frame - reference.first_frame, "reference")
        + "</div>"
        for frame in _shown_frames(proof, kind)
    ]
    return f"{heading}<div class='row'>{''.join(pairs)}</div></section>"


def _shown_frames(proof: ShotProof, kind: str) -> tuple[int, ...]:
    """Return the frames to show: one of a shot that is proven, its first, middle and last of any other."""
    frames = proof.compared
    if not frames:
        return ()
    middle = frames[len(frames) // 2]
    return (middle,) if kind == "proven" else tuple(dict.fromkeys((frames[0], middle, frames[-1])))


def _figure(film: Film, frame: int, caption: str) -> str:
    width, height = film.production.document.format.size
    ratio = min(_STILL_WIDTH / width, _STILL_HEIGHT / height)
    size = (max(16, round(width * ratio / 2) * 2), max(16, round(height * ratio / 2) * 2))
    target: Target = still_target(film.planner, frame, size)
    path = film.engine.build([target]).path(target.job)
    picture = base64.b64encode(path.read_bytes()).decode()
    return f'<figure><img alt="" src="data:image/png;base64,{picture}"><figcaption>{caption}</figcaption></figure>'
