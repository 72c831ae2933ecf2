"""``posthouse jobs`` and ``why``: every job, by craft, and the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_every_craft_of_the_production_has_its_jobs(posthouse: Callable[..., Any], built: Path) -> None:
    jobs = posthouse("jobs", built, "--json").facts["jobs"]
    assert {"editorial", "sound", "delivery"} <= {job["craft"] for job in jobs}
    assert {job["state"] for job in jobs} == {"done"}
    assert [job["craft"] for job in jobs] == sorted(job["craft"] for job in jobs)


def test_one_craft_and_one_state_can_be_chosen(posthouse: Callable[..., Any], small: Path) -> None:
    jobs = posthouse("jobs", small, "--craft", "editorial", "--state", "dirty", "--json").facts["jobs"]
    assert jobs
    assert {(job["craft"], job["state"]) for job in jobs} == {("editorial", "dirty")}


def test_people_see_a_table_with_a_count(posthouse: Callable[..., Any], built: Path) -> None:
    out = posthouse("jobs", built).out
    assert out.splitlines()[0].split() == ["craft", "kind", "job", "state", "why"]
    assert " done\n" in out


def test_why_tells_what_a_job_was_last_made_from(posthouse: Callable[..., Any], built: Path) -> None:
    (job,) = posthouse("why", built, "poster", "--json").facts["jobs"]
    assert job["state"] == "done"
    assert job["last_made_from"]["why"] == "never built"
    assert job["last_made_from"]["parameters"]["suffix"] == "png"


def test_why_of_a_job_never_built_says_so(posthouse: Callable[..., Any], small: Path) -> None:
    out = posthouse("why", small, "poster").out
    assert "it must run: never built" in out
    assert "it was never built" in out


def test_a_part_of_a_label_finds_all_jobs_that_have_it(posthouse: Callable[..., Any], built: Path) -> None:
    out = posthouse("why", built, "first").out
    assert "first @0" in out


def test_a_label_that_is_none_names_the_nearest(posthouse: Callable[..., Any], built: Path) -> None:
    ran = posthouse("why", built, "psoter")
    assert ran.code == 2
    assert "poster" in ran.err
