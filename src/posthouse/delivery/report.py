"""What a finished file measured, against what it must: as text for people, as JSON for programs."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from posthouse.errors import DeliveryError

if TYPE_CHECKING:
    from pathlib import Path

Fact = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing measured in a file; ``required`` is empty where it is only reported."""

    what: str
    measured: Fact
    required: Fact = None
    is_met: bool = True
    unit: str = ""

    def __str__(self) -> str:
        wanted = f"   required {spelled(self.required)}{self.unit}" if self.required is not None else ""
        sign = "ok  " if self.is_met else "FAIL"
        return f"{sign if wanted else '    '}  {self.what:<24} {spelled(self.measured)}{self.unit}{wanted}"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """Everything measured in one finished file. ``is_full`` says that every picture was decoded from it again."""

    file: str
    checks: tuple[Check, ...]
    is_full: bool

    @property
    def failures(self) -> tuple[Check, ...]:
        """Return the checks that were not met."""
        return tuple(check for check in self.checks if not check.is_met)

    def __str__(self) -> str:
        verdict = f"{len(self.failures)} of {len(self.checks)} checks failed" if self.failures else "all checks are met"
        how = "every picture was decoded from the finished file" if self.is_full else _HOW_INCREMENTAL
        return "\n".join([f"{self.file}: {verdict}", how, "", *map(str, self.checks), ""])

    def as_json(self) -> str:
        """Return the report as JSON."""
        checks = [{name: _plain(getattr(check, name)) for name in _FIELDS} for check in self.checks]
        whole = {"file": self.file, "is_met": not self.failures, "is_full": self.is_full, "checks": checks}
        return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"

    def raise_failures(self) -> None:
        """Return if every check was met.

        Raises:
            DeliveryError: one was not; names what was measured and required.
        """
        if self.failures:
            told = "; ".join(
                f"{check.what} is {spelled(check.measured)}{check.unit}, required {spelled(check.required)}{check.unit}"
                for check in self.failures
            )
            raise DeliveryError(f"{self.file} is not what was asked for: {told}")


_FIELDS = ("what", "measured", "required", "is_met", "unit")
_HOW_INCREMENTAL = "every picture was decoded when its chunk was made; the file holds those chunks unchanged"


def write_report(report: DeliveryReport, finished: Path) -> tuple[Path, Path]:
    """Write ``NAME.report.txt`` and ``NAME.report.json`` beside a finished file; return both."""
    text, plain = (finished.with_name(f"{finished.name}.report.{suffix}") for suffix in ("txt", "json"))
    text.write_text(str(report), encoding="utf-8")
    plain.write_text(report.as_json(), encoding="utf-8")
    return text, plain


def spelled(fact: Fact) -> str:
    """Return a fact as people read it."""
    if isinstance(fact, float):
        return f"{fact:.1f}" if math.isfinite(fact) else str(fact)
    return "none" if fact is None else str(fact)


def _plain(fact: Fact) -> Fact:
    """JSON has no infinity: silence is written as text."""
    return str(fact) if isinstance(fact, float) and not math.isfinite(fact) else fact
