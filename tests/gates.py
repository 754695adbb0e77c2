"""A pytest plugin that fails the run when a floor is tested too little (`-p tests.gates`)."""

from collections.abc import Generator
from io import StringIO

import coverage
import pytest

GATES = {"db/*": 100.0, "kiosk/*": 100.0, "screens/*": 95.0}
"""Lowest branch coverage of each floor, in percent."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> Generator[None, object, object]:
    """Judge the floors once pytest-cov has written its data, and report like a failed test."""
    result = yield
    if hasattr(session.config, "workerinput"):
        return result
    for floor, gate in GATES.items():
        table = StringIO()
        covered = _covered(floor, table)
        if covered < gate:
            said = f"{covered:.2f} % of {floor} is tested, {gate:.0f} % is asked for"
            _report(session, floor, f"{said}\n{table.getvalue()}")
    return result


def _covered(floor: str, table: StringIO) -> float:
    data = coverage.Coverage()
    data.load()
    try:
        return data.report(include=[floor], file=table)
    except coverage.exceptions.NoDataError:
        return 0.0


def _report(session: pytest.Session, floor: str, said: str) -> None:
    report = pytest.TestReport(
        nodeid=f"coverage of {floor}",
        location=("tests/gates.py", None, floor),
        keywords={},
        outcome="failed",
        longrepr=said,
        when="call",
    )
    session.config.hook.pytest_runtest_logreport(report=report)
