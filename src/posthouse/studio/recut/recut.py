"""Taking a new cut into a production: matched, written, proved, reported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from posthouse.editorial.matching import Role
from posthouse.errors import ProductionError
from posthouse.studio.comparing.changes import Change, Craft, Kind
from posthouse.studio.comparing.compare import Comparison, compared, pair_facts
from posthouse.studio.comparing.echo import with_echo
from posthouse.studio.comparing.side import Side, inside_of, side_of, with_groups
from posthouse.studio.comparing.uses import doubtful_links, matched_sides
from posthouse.studio.comparing.words import listed
from posthouse.studio.recut.inside import casts_of
from posthouse.studio.recut.lines import Lines
from posthouse.studio.recut.media import NewMedia
from posthouse.studio.recut.nests import Nests
from posthouse.studio.recut.parking import Parked, parked_of
from posthouse.studio.recut.rewrite import Rewriter

if TYPE_CHECKING:
    from collections.abc import Iterable

    from posthouse.editorial.matching import Pair
    from posthouse.production.draft import Draft
    from posthouse.studio.comparing.layout import Layout
    from posthouse.studio.comparing.uses import Matched
    from posthouse.studio.recut.cast import Cast


@dataclass(frozen=True, slots=True, kw_only=True)
class RecutOptions:
    """How a new cut is taken in."""

    by: str = ""
    """What it is called, for what is parked; left out, the name of its side."""
    when: str = ""
    """The day, for what is parked."""
    follows_cut: bool = False
    """Leave anchors counted from a shot's start (``fleet+12f``) as they are written."""
    keeps_takes: bool = False
    """Other footage in the place of a shot is another take of it, and keeps its id and its work."""


@dataclass(frozen=True, kw_only=True)
class Recut:
    """A new cut taken into a draft; nothing is written until ``draft.write()``."""

    draft: Draft
    cast: Cast
    comparison: Comparison
    """The production before and after, in words."""
    parked: tuple[Parked, ...]
    restored: tuple[Parked, ...]
    notes: tuple[str, ...]

    @property
    def unsure(self) -> tuple[Pair, ...]:
        """Return the matches somebody should look at."""
        return self.cast.matched.matching.unsure

    def told(self, pair: Pair) -> dict[str, Any]:
        """Return a match as plain data, its shots by their ids here."""
        ids = self.cast.ids
        return {**pair_facts(pair), "new": ids[pair.new.key], "rivals": [ids[key] for key in pair.rivals]}

    def doubt(self, pair: Pair) -> str:
        """Return a match in words."""
        name = self.cast.ids[pair.new.key]
        what = f"{name} is taken for {pair.old.key}" if name != pair.old.key else f"{name} is the same shot"
        others = f"; it could be {', '.join(self.cast.ids[key] for key in pair.rivals)}" if pair.rivals else ""
        return f"{what} ({pair.score:.0%}: {pair.reason}{others})"


def recut(
    draft: Draft,
    new: Side,
    *,
    options: RecutOptions = RecutOptions(),
    old: Side | None = None,
) -> Recut:
    """Return a production with a new cut in it; the draft's text is changed, its file is not.

    Args:
        draft: the production.
        new: the new cut.
        options: how it is taken in.
        old: the production as a side, where it is open already.

    Raises:
        ProductionError: the new cut runs at another rate, or cannot be written exactly.
        DocumentProblems: the production would not be valid with it.
    """
    old = old or side_of(draft.checked(), draft.file.name)
    _refuse_another_rate(old, new)
    by = options.by or new.name
    new = with_echo(new, old)
    nests = Nests(draft=draft, old=old, new=new, by=by, when=options.when)
    nests.lay()
    old = nests.old
    matched = matched_sides(old, nests.new)
    stored = parked_of(draft.value)
    cast, inner = casts_of(matched, stored, follows_cut=options.follows_cut, keeps_takes=options.keeps_takes)
    media = NewMedia(matched)
    rewriter = Rewriter(
        draft=draft,
        cast=cast,
        lines=Lines(cast=cast, media=media),
        inner=[Lines(cast=each, media=media) for each in inner],
        stored=stored,
        by=by,
        when=options.when,
    )
    rewriter.write()
    after = _counted_alike(side_of(draft.checked(), f"{old.name} (recut)"), matched, media)
    _prove(after, cast, inner)
    takes = [] if options.keeps_takes else _takes(matched, cast)
    return Recut(
        draft=draft,
        cast=cast,
        comparison=_told(compared(matched.old, after), nests.told),
        parked=tuple(rewriter.parked),
        restored=tuple(rewriter.restored),
        notes=(*_doubts(matched), *_unknown_rates(matched), *takes, *rewriter.notes),
    )


def _refuse_another_rate(old: Side, new: Side) -> None:
    if old.layout.rate != new.layout.rate:
        cause = f"{new.name} runs at {new.layout.rate} frames per second, the production at {old.layout.rate}"
        raise ProductionError(cause, hint="conform the cut to the production's rate first, or change format.rate")


def _counted_alike(after: Side, matched: Matched, media: NewMedia) -> Side:
    """Return the production as it would be written; media that are not here count as they do in the new cut."""
    known = {**matched.old.sources, **media.added_sources}
    unseen = after.sources.keys() & known.keys() - after.opened
    sources = {**after.sources, **{name: known[name] for name in unseen}}
    return replace(after, sources=with_groups(after.document, sources))


def _told(comparison: Comparison, told: list[tuple[str, str]]) -> Comparison:
    """Return a comparison that also tells what became of sequences, first."""
    changes = [Change(kind=Kind.CHANGED, craft=Craft.PICTURE, subject=name, words=words) for name, words in told]
    return replace(comparison, changes=(*changes, *comparison.changes))


def _doubts(matched: Matched) -> list[str]:
    """Return what to say of media that could be others too."""
    return [
        f"{name} of the new cut is taken for {link.old}: {link.kind.words}"
        + (f"; it could be {', '.join(link.rivals)} too" if link.rivals else "")
        for name, link in doubtful_links(matched)
    ]


def _unknown_rates(matched: Matched) -> list[str]:
    """Return what to say of media whose rate nobody knows, where the new cut counts in its own frames."""
    old, new = matched.old, matched.new
    if not new.is_cut_only:
        return []
    unknown = {
        link.old
        for name, link in matched.links.items()
        if name not in new.rated and link.old not in old.opened | old.rated | old.made.keys() | old.endless
        and link.old in old.production.media_files()
    }  # fmt: skip
    names = listed(sorted(unknown))
    rate = old.layout.rate
    return [f"{names}: not here, and the new cut does not say at which rate; taken at {rate}"] if names else []


def _takes(matched: Matched, cast: Cast) -> list[str]:
    """Return what to say of new shots that might be other takes of shots that are gone."""
    return [
        f"{cast.ids[pair.new.key]} stands where {pair.old.key} stood; if it is another take of it, recut with --takes"
        for pair in matched.matching.pairs
        if pair.role is Role.REPLACED and not pair.is_sure
    ]


def _prove(after: Side, cast: Cast, inner: Iterable[Cast]) -> None:
    """Compare the production as it would be written with the new cut, and its sequences with those of the new cut.

    Raises:
        ProductionError: they differ; nothing is written.
    """
    _prove_list(after.layout, cast.matched.new.layout, cast)
    for each in inner:
        _prove_list(inside_of(after, str(each.matched.old.place[-1])).layout, each.matched.new.layout, each)


def _prove_list(after: Layout, wanted: Layout, cast: Cast) -> None:
    """Compare one list of shots with what it shall be, frame by frame."""
    ours = [(shot.id, shot.start_frame, shot.retime) for shot in after.shots.values()]
    theirs = [(cast.ids[shot.id], shot.start_frame, shot.retime) for shot in wanted.shots.values()]
    left_alone = {shot.id for shot in after.over} if cast.is_over_left_alone else set()
    wrong = {each for each in ours if each[0] not in left_alone} ^ set(theirs)
    joins = [[(join.kind, join.frames, join.lead, join.after) for join in each.joins] for each in (after, wanted)]
    if wrong or joins[0] != joins[1]:
        names = ", ".join(sorted({each[0] for each in wrong})) or "a transition"
        cause = f"the new cut cannot be written exactly: {names}"
        raise ProductionError(cause, hint="write the cut by hand there; nothing was changed")
