"""``posthouse doctor``: checks that are carried out, and a verdict that follows from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from posthouse.cli import doctor
from posthouse.errors import MediaError

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.slow
def test_this_machine_makes_every_deliverable(posthouse: Callable[..., Any]) -> None:
    ran = posthouse("doctor", "--json")
    checks = {check["check"]: check for check in ran.facts["checks"]}
    assert ran.code == 0, ran.out
    assert {"kernels", "codecs", "disk", "web", "prores-422-hq", "dnxhr-hqx", "stems", "still", "frames"} <= set(checks)
    assert "x264" in checks["codecs"]["found"]


def test_one_bad_check_makes_the_machine_unfit(posthouse: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def _kernels() -> doctor.Finding:
        raise MediaError("no compiler here", hint="get one")

    monkeypatch.setattr(doctor, "_kernels", _kernels)
    monkeypatch.setattr(doctor, "_films", lambda: iter(()))
    ran = posthouse("doctor")
    assert ran.code == 3
    assert "bad  kernels" in ran.out
    assert "get one" in ran.out
