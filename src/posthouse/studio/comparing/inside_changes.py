"""Changes inside sequences that both sides have, told as those of a cut."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from posthouse.studio.comparing.join_changes import join_changes
from posthouse.studio.comparing.shot_changes import shot_changes
from posthouse.studio.comparing.side import inside_of
from posthouse.studio.comparing.uses import matched_sides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from posthouse.studio.comparing.changes import Change
    from posthouse.studio.comparing.uses import Matched


def inside_changes(matched: Matched) -> Iterator[Change]:
    """Yield what changed inside of each sequence of one name; they have no place in the programme of their own."""
    old, new = matched.old, matched.new
    for name in old.document.sequences:
        if name not in new.document.sequences or old.document.sequences[name] == new.document.sequences[name]:
            continue
        inside = matched_sides(inside_of(old, name), inside_of(new, name))
        for change in (*shot_changes(inside), *join_changes(inside)):
            subject = f"{name}/{change.subject}" if change.subject else name
            yield dataclasses.replace(change, subject=subject, before=None, after=None)
