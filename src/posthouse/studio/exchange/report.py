"""The loss report of an import or export: as plain data, as text, and as a page."""

from __future__ import annotations

import html
import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from posthouse.errors import MediaError, ProductionError
from posthouse.interchange import Ledger, Outcome

if TYPE_CHECKING:
    from pathlib import Path

    from posthouse.interchange import Entry

_SHAPES = (".html", ".txt", ".json")
_STYLE = """
body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b1b1f }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .3rem .7rem; vertical-align: top }
th { border-bottom: 2px solid #888 } tr:nth-child(even) td { background: #f4f4f6 } .kept { color: #1d6b3a }
.dropped { color: #a3142b; font-weight: 600 } .approximated { color: #8a5a00; font-weight: 600 }
""".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What became of every item, on one way."""

    title: str
    """As: cut.edl (CMX3600 edit decision list), exported."""
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, title: str, *ledgers: Ledger) -> Report:
        """Return the report of some ledgers; what they tell twice is told once."""
        entries = dict.fromkeys(entry for ledger in ledgers for entry in ledger.entries)
        return cls(title=title, entries=tuple(entries))

    @classmethod
    def of_import(cls, title: str, reading: Ledger, taken: Ledger) -> Report:
        """Return the report of a cut taken in: markers that were kept are counted where they went to, not twice."""
        told = [each for each in reading.entries if each.feature != "marker" or each.outcome is not Outcome.KEPT]
        return cls.of(title, Ledger(entries=told), taken)

    @property
    def counts(self) -> dict[str, int]:
        """Return how many items there are of each outcome."""
        found = Counter(entry.outcome for entry in self.entries)
        return {str(outcome): found[outcome] for outcome in Outcome}

    @property
    def losses(self) -> tuple[Entry, ...]:
        """Return what was not kept, worst first."""
        return self._of(Outcome.DROPPED, Outcome.APPROXIMATED)

    @property
    def absent(self) -> tuple[Entry, ...]:
        """Return the media that are kept by their names, as their files are not here."""
        return self._of(Outcome.ABSENT)

    def _of(self, *outcomes: Outcome) -> tuple[Entry, ...]:
        return tuple(entry for outcome in outcomes for entry in self.entries if entry.outcome is outcome)

    def facts(self) -> dict[str, Any]:
        """Return the report as plain data."""
        return {"title": self.title, "counts": self.counts, "items": [entry.facts() for entry in self.entries]}

    def summary(self) -> str:
        """Return the report in one line."""
        counts = self.counts
        said = f"{counts['kept']} kept, {counts['approximated']} approximated, {counts['dropped']} dropped"
        return said + (f"; {counts['absent']} media not here" if counts["absent"] else "")

    def write(self, path: Path) -> None:
        """Write the report as its suffix says: .html, .txt or .json.

        Raises:
            ProductionError: another suffix.
            MediaError: the file cannot be written.
        """
        refuse_no_report(path)
        suffix = path.suffix.lower()
        text = {".html": self._page, ".txt": self._text, ".json": self._json}[suffix]()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        except OSError as error:
            raise MediaError(f"{path} cannot be written: {error.strerror}", hint="choose another place") from error

    def _json(self) -> str:
        return json.dumps(self.facts(), indent=2, ensure_ascii=False) + "\n"

    def _text(self) -> str:
        told = (*self.losses, *self.absent)
        rows = [f"{entry.outcome:<13} {entry.feature:<11} {entry.item}: {entry.reason}" for entry in told]
        rows += [f"{entry.outcome:<13} {entry.feature:<11} {entry.item}" for entry in self._of(Outcome.KEPT)]
        return "\n".join([self.title, self.summary(), "", *rows]) + "\n"

    def _page(self) -> str:
        rows = "\n".join(_row(entry) for entry in (*self.losses, *self.absent, *self._of(Outcome.KEPT)))
        title = html.escape(self.title)
        return (
            f'<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>\n'
            f"<style>{_STYLE}</style>\n"
            f"<h1>{title}</h1>\n<p>{html.escape(self.summary())}</p>\n<table>\n"
            f"<tr><th>Outcome</th><th>What</th><th>Item</th><th>Why</th></tr>\n{rows}\n</table>\n</html>\n"
        )


def refuse_no_report(path: Path) -> None:
    """Raise ProductionError for a file no report is written as: better before the work than after it."""
    if path.suffix.lower() not in _SHAPES:
        raise ProductionError(f"a report cannot be written as {path.name}", hint=f"end it in {', '.join(_SHAPES)}")
    if path.is_dir():
        raise ProductionError(f"{path} is a folder", hint="name a file in it, as losses.html")


def _row(entry: Entry) -> str:
    line = f" (line {entry.place.line})" if entry.place and entry.place.line else ""
    cells = (entry.feature, f"{entry.item}{line}", entry.reason)
    said = "".join(f"<td>{html.escape(cell)}</td>" for cell in cells)
    return f'<tr><td class="{entry.outcome}">{entry.outcome}</td>{said}</tr>'
