"""The table from what went wrong to what the shell is told."""

from __future__ import annotations

import pytest

from posthouse.build.failure import JobsFailed
from posthouse.cli.exits import Exit, exit_of
from posthouse.errors import (
    DeliveryError,
    DocumentProblems,
    InternalError,
    JobFailed,
    MediaError,
    ProductionError,
)


def _failed_by(cause: Exception) -> JobFailed:
    failed = JobFailed("a job failed")
    failed.__cause__ = cause
    return failed


def _found_in(cause: Exception) -> ProductionError:
    problem = ProductionError("it cannot be used")
    problem.__cause__ = cause
    return problem


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ProductionError("wrong"), Exit.PRODUCTION),
        (DocumentProblems((ProductionError("wrong"),)), Exit.PRODUCTION),
        (DocumentProblems((_found_in(MediaError("gone")),)), Exit.MEDIA),
        (DocumentProblems((_found_in(MediaError("gone")), ProductionError("wrong"))), Exit.PRODUCTION),
        (MediaError("gone"), Exit.MEDIA),
        (DeliveryError("short"), Exit.DELIVERY),
        (JobFailed("no reason"), Exit.FAILED),
        (_failed_by(DeliveryError("short")), Exit.DELIVERY),
        (_failed_by(MediaError("cut short")), Exit.MEDIA),
        (_failed_by(ProductionError("too loud")), Exit.PRODUCTION),
        (_failed_by(ZeroDivisionError()), Exit.FAILED),
        (JobsFailed((_failed_by(MediaError("a")), _failed_by(MediaError("b")))), Exit.MEDIA),
        (JobsFailed((_failed_by(MediaError("a")), _failed_by(DeliveryError("b")))), Exit.FAILED),
        (InternalError("us"), Exit.FAILED),
        (ValueError("nobody foresaw"), Exit.FAILED),
    ],
)
def test_the_code_says_who_must_act(error: Exception, code: Exit) -> None:
    assert exit_of(error) is code
