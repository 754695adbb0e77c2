"""`scan --serve`: JSON lines for gates and turnstiles made by others.

One object a line comes in, one object a line goes out, in the same order, each flushed before the
next line is read. The whole agreement is `docs/formats/scan-protocol.md`.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO

from kiosk.attendance.muster.views import MusterScan
from kiosk.attendance.views import CheckedOut, NotRecorded, Scan, ScanResult
from kiosk.commands.scan_muster import opened_in_emergency, take_at_gate
from kiosk.commands.scan_shapes import UNUSABLE, shape_of
from kiosk.commands.telling import iso, report_error
from kiosk.config import Home
from kiosk.errors import Exit, KioskError, NotRecordedError
from kiosk.i18n import _
from kiosk.text import clean_line

if TYPE_CHECKING:
    from kiosk.services import Services

PROTOCOL = 1
"""Raised when an older client would misunderstand; keys may be added without."""

LONGEST_REQUEST = 4096
"""Bytes of a line, its end left out; a longer one is answered with an error and passed over."""

LONGEST_ID = 100
LONGEST_SOURCE = 40
LONGEST_NONCE = 100
LONGEST_LATE = timedelta(days=7)
"""How late a scan may be delivered."""
FAST = timedelta(minutes=5)
"""How far a gate's clock may be ahead of ours."""
DEFAULT_SOURCE = "gate"
_LARGEST_ID = 2**53 - 1
"""The largest whole number that every JSON reader keeps exactly (RFC 8259, section 6)."""

Id = str | int | None


class BadRequest(Exception):
    """A line that can't be answered as asked.

    Attributes:
        code: Stable word for programs.
        request_id: The id that the line bore; None where it had none that can be given back.
    """

    def __init__(self, code: str, request_id: Id = None) -> None:
        """Keep both."""
        super().__init__(code)
        self.code = code
        self.request_id = request_id


@dataclass(frozen=True, slots=True)
class Ping:
    """Asks whether anybody is there.

    Attributes:
        request_id: Given back with the answer.
    """

    request_id: Id


@dataclass(frozen=True, slots=True)
class Request:
    """Asks for a decision.

    Attributes:
        request_id: Given back with the answer.
        scan: What was read, and by which gate.
    """

    request_id: Id
    scan: Scan


def read_requests(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines of a stream as they come, blank ones left out; None for one that is too long."""
    most = LONGEST_REQUEST + len(b"\r\n")
    while line := stream.readline(most):
        if not line.endswith(b"\n") and len(line) == most:
            while (rest := stream.readline(most)) and not rest.endswith(b"\n"):
                pass
            yield None
        elif len(line.removesuffix(b"\n").removesuffix(b"\r")) > LONGEST_REQUEST:
            yield None
        elif line.strip():
            yield line


def parse_request(line: bytes | None) -> Ping | Request:
    """Read one line.

    Raises:
        BadRequest: `too_long`, `bad_json`, `not_an_object`, `bad_id`, `bad_code`, `bad_source`,
            `bad_nonce`, `bad_at`.
    """
    if line is None:
        raise BadRequest("too_long")
    try:
        told = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise BadRequest("bad_json") from None
    if not isinstance(told, dict):
        raise BadRequest("not_an_object")
    request_id = _id(told.get("id"))
    if "ping" in told:
        return Ping(request_id)
    return Request(request_id, _scan(told, request_id))


def _id(value: object) -> Id:
    if isinstance(value, str) and len(value) <= LONGEST_ID:
        return value
    if type(value) is int and abs(value) <= _LARGEST_ID:
        return value
    if value is None:
        return None
    raise BadRequest("bad_id")


def _scan(told: dict[str, object], request_id: Id) -> Scan:
    code, source = told.get("code"), told.get("source", DEFAULT_SOURCE)
    if not isinstance(code, str):
        raise BadRequest("bad_code", request_id)
    if not isinstance(source, str):
        raise BadRequest("bad_source", request_id)
    nonce = told.get("nonce", "")
    if not isinstance(nonce, str) or len(nonce) > LONGEST_NONCE:
        raise BadRequest("bad_nonce", request_id)
    gate = clean_line(source, LONGEST_SOURCE) or DEFAULT_SOURCE
    return Scan(code, gate, clean_line(nonce, LONGEST_NONCE), _read_at(told.get("at"), request_id))


def _read_at(value: object, request_id: Id) -> datetime | None:
    if value is None:
        return None
    with suppress(ValueError, OverflowError):
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        now = datetime.now(UTC)
        if at is not None and at.tzinfo and now - LONGEST_LATE <= at <= now + FAST:
            return at.astimezone(UTC)
    raise BadRequest("bad_at", request_id)


class Record:
    """The site's record on this thread, opened again after it could not be used."""

    def __init__(self, home: Home) -> None:
        """Know where it is; nothing is opened yet."""
        self._home = home
        self._services: Services | None = None

    def site_name(self) -> str | None:
        """The site's name; None while the record can't be used."""
        from kiosk.recording import told_errors

        try:
            with told_errors():
                return self.open().oversight.site().name
        except KioskError:
            self.close()
            return None

    def decide(self, scan: Scan) -> ScanResult | MusterScan:
        """Decide a scan; what can't be recorded is answered so, and the next one tries anew."""
        from kiosk.recording import told_errors

        try:
            with told_errors():
                result = take_at_gate(self.open(), scan)
        except KioskError as error:
            self.close()
            return self._decide_in_emergency(scan) or NotRecorded(error.code, datetime.now(UTC))
        if isinstance(result, NotRecorded):
            self.close()
        return result

    def _decide_in_emergency(self, scan: Scan) -> ScanResult | MusterScan | None:
        with opened_in_emergency(self._home) as services:
            return None if services is None else take_at_gate(services, scan)

    def stand_empty(self, result: ScanResult | MusterScan) -> list[str]:
        """The names of the posts that stand empty since a check-out; nobody is asked at a gate."""
        from kiosk.recording import told_errors

        if not isinstance(result, CheckedOut):
            return []
        with suppress(KioskError), told_errors():  # the check-out is in the record all the same
            posts = self.open().coverage.posts_left_empty(result.member.uid)
            return [post.name for post in posts]
        return []

    def open(self) -> "Services":
        """The use cases of the record. Raises `KioskError` where it can't be used."""
        from kiosk.recording import told_errors
        from kiosk.services import open_services

        if self._services is None:
            with told_errors():
                self._services = open_services(self._home)
        return self._services

    def close(self) -> None:
        """Let go of the record."""
        from kiosk.services import close_services

        self._services = None
        with suppress(Exception):  # a file that is broken may not even close
            close_services()


def serve(home: Home, stream: BinaryIO) -> Exit:
    """Answer line by line until the stream ends.

    Raises:
        KioskError: There is no site in the home. A record that can't be used just now is said once
            on standard error, and the scans are answered with `not_recorded`.
    """
    record = Record(home)
    try:
        _open_at_first(record)
        for line in read_requests(stream):
            answer = answer_of(line, record)
            # ASCII: it passes through any locale, and half surrogates come back as they came.
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    finally:
        record.close()
    return Exit.DONE


def _open_at_first(record: Record) -> None:
    try:
        record.open()
    except KioskError as error:
        if error.code not in UNUSABLE and not isinstance(error, NotRecordedError):
            raise
        report_error(error, as_json=True)


def answer_of(line: bytes | None, record: Record) -> dict[str, object]:
    """The answer to one line; None stands for one that is too long."""
    try:
        request = parse_request(line)
    except BadRequest as bad:
        return {"id": bad.request_id, "error": bad.code, "message": _message(bad.code)}
    if isinstance(request, Ping):
        name, now = record.site_name(), iso(datetime.now(UTC))
        ready = name is not None
        return {
            "id": request.request_id,
            "pong": 1,
            "protocol": PROTOCOL,
            "site": name,
            "ready": ready,
            "at": now,
        }
    result = record.decide(request.scan)
    empty = record.stand_empty(result)
    told = {"stands_empty": empty} if empty else {}
    return {"id": request.request_id, **shape_of(result), **told}


def _message(code: str) -> str:
    sentences = {
        "too_long": _("The line is longer than {most} bytes."),
        "bad_json": _("The line is not JSON in UTF-8."),
        "not_an_object": _("The line is JSON, but no object."),
        "bad_id": _("The id must be a text of at most {id_most} characters or a whole number."),
        "bad_code": _("The code must be a text."),
        "bad_source": _("The source must be a text."),
        "bad_nonce": _("The nonce must be a text of at most {nonce_most} characters."),
        "bad_at": _("The time must be ISO 8601 with its offset, within the last {days} days."),
    }
    return sentences[code].format(
        most=LONGEST_REQUEST,
        id_most=LONGEST_ID,
        nonce_most=LONGEST_NONCE,
        days=LONGEST_LATE.days,
    )
