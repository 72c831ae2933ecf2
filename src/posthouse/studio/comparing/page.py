"""Changes as a page: one file, thumbnails in it, readable without a network."""

from __future__ import annotations

import base64
import html
from typing import TYPE_CHECKING, Final

from posthouse.errors import PosthouseError
from posthouse.studio.comparing.change_list import type_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from posthouse.studio.comparing.changes import Change
    from posthouse.studio.comparing.compare import Comparison
    from posthouse.studio.comparing.layout import Layout
    from posthouse.studio.comparing.side import Side
    from posthouse.timing import FrameRange

WIDTH: Final = 240
_STYLE: Final = """
body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#222;background:#fff}
table{border-collapse:collapse;width:100%}
th,td{text-align:left;vertical-align:top;padding:.5rem .6rem;border-bottom:1px solid #ddd}
th{font-weight:600;border-bottom:2px solid #888}
td.tc,td.type{font-family:ui-monospace,monospace;font-size:13px;white-space:nowrap}
img{width:15rem;max-width:28vw;height:auto;display:block;border-radius:3px}
small{color:#666}.unsure{background:#fff6d8}.none{color:#999}
@media(prefers-color-scheme:dark){body{color:#ddd;background:#161616}th,td{border-color:#333}small{color:#999}
.unsure{background:#3a3210}}
"""


def change_page(comparison: Comparison, pictures: Mapping[tuple[str, int], bytes]) -> str:
    """Return the changes as an HTML page; ``pictures`` are PNGs by (``old`` or ``new``, programme frame)."""
    old, new = comparison.matched.old, comparison.matched.new
    rows = "\n".join(_row(change, comparison, pictures) for change in comparison.changes)
    title = html.escape(f"{new.document.title}: {old.name} to {new.name}")
    count = len(comparison.changes)
    lengths = f"{old.layout.duration_frames} frames before, {new.layout.duration_frames} after"
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><style>{_STYLE}</style></head><body>
<h1>{title}</h1>
<p>{count} change{"" if count == 1 else "s"}; {lengths}; {len(comparison.unsure)} not sure.</p>
<table><thead><tr><th>Was</th><th>Is</th><th>What</th><th>Change</th></tr></thead><tbody>
{rows}
</tbody></table>
</body></html>
"""


def _row(change: Change, comparison: Comparison, pictures: Mapping[tuple[str, int], bytes]) -> str:
    old, new = comparison.matched.old.layout, comparison.matched.new.layout
    cells = [
        _place("old", change.before, old, pictures),
        _place("new", change.after, new, pictures),
        f'<td class="type">{html.escape(type_name(change))}<br><small>{change.craft}</small></td>',
        f"<td>{html.escape(str(change))}{_doubt(change)}</td>",
    ]
    opening = "<tr>" if change.is_sure else '<tr class="unsure">'
    return f"{opening}{''.join(cells)}</tr>"


def _doubt(change: Change) -> str:
    if not change.reason:
        return ""
    sure = "" if change.is_sure else "not sure: "
    return f"<br><small>{html.escape(f'{sure}{change.reason}, {change.score:.0%}')}</small>"


def _place(side: str, frames: FrameRange | None, layout: Layout, pictures: Mapping[tuple[str, int], bytes]) -> str:
    if frames is None:
        return '<td class="none">&ndash;</td>'
    label = html.escape(layout.label(frames.start_frame))
    picture = pictures.get((side, middle(frames)))
    shown = ""
    if picture is not None:
        shown = f'<img alt="{side} {label}" src="data:image/png;base64,{base64.b64encode(picture).decode()}">'
    return f'<td class="tc">{shown}{label}</td>'


def middle(frames: FrameRange) -> int:
    """Return the frame that stands for a range."""
    return frames.start_frame + frames.duration_frames // 2


def thumbnails(comparison: Comparison) -> dict[tuple[str, int], bytes]:
    """Return a picture of each place of the changes, for the sides whose media are there; others have none."""
    matched = comparison.matched
    found: dict[tuple[str, int], bytes] = {}
    for name, side in (("old", matched.old), ("new", matched.new)):
        ranges = [change.before if name == "old" else change.after for change in comparison.changes]
        frames = sorted({middle(each) for each in ranges if each is not None})
        found |= {(name, frame): png for frame, png in _stills(side, frames).items()}
    return found


def _stills(side: Side, frames: list[int]) -> dict[int, bytes]:
    if side.is_cut_only or not frames:
        return {}
    from posthouse.studio.film import Film  # late: only pages with pictures render

    width, height = side.document.format.size
    size = (WIDTH, max(16, round(WIDTH * height / width / 2) * 2))
    last = side.layout.duration_frames - 1
    try:
        with Film(side.production) as film:
            return {frame: film.frame(min(frame, last), size=size).path.read_bytes() for frame in frames}
    except PosthouseError:
        return {}  # media may be elsewhere: the change is told without its picture
