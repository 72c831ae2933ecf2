"""The lists that go with a sound turnover: every clip in a table, a cue sheet, a page to read, the record."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from posthouse.studio.turnover.earlier import RECORD
from posthouse.studio.turnover.wavs import file_names
from posthouse.timing import Timecode

if TYPE_CHECKING:
    from collections.abc import Sequence

    from posthouse.studio.film import Film
    from posthouse.studio.turnover.sound_lanes import Laid, Lane

COLUMNS = (
    "number", "track", "clip", "kind", "record in", "record out", "record in samples", "record out samples",
    "source", "reel", "scene", "take", "source in", "source out", "gain dB", "pan",
    "fade in samples", "fade in shape", "fade out samples", "fade out shape", "crossfade samples",
    "head samples", "tail samples", "files", "note",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SoundSheets:
    """What the lists tell of."""

    film: Film
    name: str
    lanes: Sequence[Lane]
    notes: Sequence[str]
    files: Sequence[str]
    """Of the turnover, from its folder; without the lists."""

    def written(self) -> dict[str, bytes]:
        """Return the lists by file name."""
        return {
            f"{self.name}_clips.csv": self._clips().encode("utf-8-sig"),  # spreadsheets ask for the mark
            f"{self.name}_cue_sheet.csv": self._cue_sheet().encode("utf-8-sig"),
            f"{self.name}.txt": self._page().encode(),
            RECORD: self._record().encode(),
        }

    @property
    def _form(self) -> Any:
        return self.film.programme.scene.form

    def _record_timecode(self, sample: int) -> Timecode:
        """Return the label of the programme frame a sample lies in."""
        start = self.film.programme.cut.start or Timecode(frame_count=0, rate=self._form.rate)
        return start.plus((sample * self._form.rate.fraction / self._form.sample_rate).__floor__())

    def _source_timecodes(self, laid: Laid) -> tuple[str, str]:
        ends = laid.in_source, laid.in_source + laid.end - laid.start
        found = [laid.take.source_timecode(each, self._form.sample_rate) for each in ends]
        return str(found[0] or ""), str(found[1] or "")

    def _clips(self) -> str:
        content = io.StringIO()
        rows = csv.writer(content)
        rows.writerow(COLUMNS)
        number = 0
        for lane in self.lanes:
            for laid in lane.laid:
                number += 1
                rows.writerow((number, *self._row(lane, laid)))
        return content.getvalue()

    def _row(self, lane: Lane, laid: Laid) -> tuple[object, ...]:
        take, sound = laid.take, laid.take.sound
        shapes = [_shape(fade.samples, fade.shape) for fade in take.fades]
        return (
            " / ".join(lane.track_names()), take.title, take.kind,
            self._record_timecode(laid.start), self._record_timecode(laid.end), laid.start, laid.end,
            take.origin.file or sound.media, take.origin.reel, take.origin.scene, take.origin.take,
            *self._source_timecodes(laid), f"{sound.gain_db:g}", f"{sound.pan:g}",
            laid.fade_in, shapes[0],
            laid.fade_out, shapes[1], sum(laid.cross),
            take.head, take.tail, " ".join(file_names(take)), "; ".join(take.notes),
        )  # fmt: skip

    def _cue_sheet(self) -> str:
        """Return a dubbing cue sheet: down in time, a column for each lane, each sound where it comes in and goes."""
        content = io.StringIO()
        rows = csv.writer(content)
        rows.writerow(("record", *(lane.name for lane in self.lanes)))
        events: dict[int, dict[str, list[str]]] = {}
        for lane in self.lanes:
            for before, laid in zip((None, *lane.laid), lane.laid, strict=False):
                if before is None or before.end != laid.start:
                    events.setdefault(laid.start, {}).setdefault(lane.name, []).append(_comes_in(laid))
                else:
                    events[laid.start][lane.name][:] = [_comes_in(laid)]
                out = f"out {laid.take.title}{' (fade)' if laid.fade_out else ''}"
                events.setdefault(laid.end, {}).setdefault(lane.name, []).append(out)
        for sample in sorted(events):
            cells = events[sample]
            rows.writerow((self._record_timecode(sample), *(" ".join(cells.get(lane.name, ())) for lane in self.lanes)))
        return content.getvalue()

    def _page(self) -> str:
        form, document = self._form, self.film.production.document
        lines = [
            f"{document.title}: sound turnover {self.name}",
            "",
            f"programme  {self._record_timecode(0)} to {self._record_timecode(form.programme_samples)}",
            f"length     {form.duration_frames} frames at {document.format.rate}, {form.programme_samples} samples",
            f"sound      {form.sample_rate} Hz, 24 bits, one channel a file",
            "gains      of clips; faders of stems as the tracks' volume; no duck, no master",
            "fades      straight in the AAF, the only shape all systems read; the table of clips says the programme's",
            "stamps     a file has its source's time of day; what has none, or is rendered, its place in the programme",
            "",
        ]
        for lane in self.lanes:
            lines.append(" / ".join(lane.track_names()))
            lines += [self._line(laid) for laid in lane.laid]
            lines.append("")
        lines += [f"note: {note}" for note in self.notes]
        return "\n".join(lines).rstrip("\n") + "\n"

    def _line(self, laid: Laid) -> str:
        take = laid.take
        source = " to ".join(label for label in self._source_timecodes(laid) if label)
        slate = " ".join(word for word in (take.origin.scene, take.origin.take) if word)
        where = " ".join(word for word in (take.origin.file or take.sound.media, slate, source) if word)
        notes = f"  [{'; '.join(take.notes)}]" if take.notes else ""
        span = f"{self._record_timecode(laid.start)} to {self._record_timecode(laid.end)}"
        return f"  {span}  {take.title:<20} {where}{notes}"

    def _record(self) -> str:
        facts = {
            "turnover": self.name,
            "kind": "sound",
            "production": self.film.production.document.title,
            "files": list(self.files),
            "clips": [clip_facts(lane, laid) for lane in self.lanes for laid in lane.laid],
            "notes": list(self.notes),
        }
        return json.dumps(facts, indent=2, ensure_ascii=False) + "\n"


def clip_facts(lane: Lane, laid: Laid) -> dict[str, Any]:
    """Return a clip as plain data; all places are samples."""
    take = laid.take
    return {
        "tracks": list(lane.track_names()),
        "clip": take.title,
        "owner": take.sound.owner,
        "record": [laid.start, laid.end],
        "in_file": laid.in_file,
        "handles": [take.head, take.tail],
        "files": list(file_names(take)),
        "fades": [laid.fade_in, laid.fade_out],
        "fade_shapes": [_shape(fade.samples, fade.shape) for fade in laid.take.fades],
        "crossfade": list(laid.cross),
        "gain_db": take.sound.gain_db if take.sound.gain_db > float("-inf") else None,
        "is_rendered": take.is_rendered,
    }


def made_files(record: str) -> tuple[str, ...]:
    """Return the files that an earlier sound turnover's record names; none if it is no such record."""
    try:
        facts = json.loads(record)
        return tuple(str(each) for each in facts["files"]) if facts["kind"] == "sound" else ()
    except (ValueError, KeyError, TypeError):
        return ()


def _comes_in(laid: Laid) -> str:
    how = "crossfade to" if sum(laid.cross) else "in"
    return f"{how} {laid.take.title}{' (fade)' if laid.fade_in else ''}"


def _shape(samples: int, shape: object) -> str:
    return str(shape) if samples else ""
