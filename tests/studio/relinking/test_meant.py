"""Which finding a media of a production takes."""

from __future__ import annotations

import pytest

from posthouse.conform.evidence import FileFacts, Wanted
from posthouse.conform.finding import Candidate, Finding
from posthouse.production.media_spec import FileMediaSpec
from posthouse.studio.relinking.meant import meant


def finding(reel: str, *, found: bool = True, folders: tuple[str, ...] = ()) -> Finding:
    facts = FileFacts(path=f"{reel}/C0001.MOV", digest=reel)
    candidate = Candidate(facts=facts, evidence=()) if found else None
    wanted = Wanted(name="C0001", file="C0001.MOV", reel=reel, folders=folders)
    return Finding(wanted=wanted, found=candidate, candidates=())


A, B = finding("A001"), finding("B001")


@pytest.mark.parametrize(
    ("spec", "findings", "reels"),
    [
        ({"file": "C0001.MOV", "reel": "B001"}, [A, B], ["B001"]),
        ({"file": "C0001.MOV", "reel": "C001"}, [A, B], []),
        ({"file": "C0001.MOV", "reel": "A001"}, [finding("A001", found=False), finding("AX")], ["A001"]),
        ({"file": "C0001.MOV"}, [A, B], ["A001", "B001"]),
        ({"file": "lost.mov", "reel": "B001"}, [A, B], ["B001"]),
        ({"file": "B/C0001.MOV"}, [finding("AX", folders=("A",)), finding("BL", folders=("x", "B"))], ["BL"]),
        ({"file": "other.mov"}, [A, B], []),
    ],
    ids=["its-reel", "no-such-reel", "its-own-is-not-here", "two-of-a-name", "by-reel-alone", "by-folder", "none"],
)
def test_a_media_takes_what_agrees_in_most_and_never_another_reel(
    spec: dict[str, str], findings: list[Finding], reels: list[str]
) -> None:
    nearest = meant(FileMediaSpec.model_validate(spec), "pier", findings)
    assert [each.wanted.reel for each in nearest] == reels
