"""A gate's end of `scan --serve`."""

import json
from typing import Any

from tests.kiosk.commands.calling import Call


def lines_of(*requests: object) -> bytes:
    return b"".join(json.dumps(request).encode() + b"\n" for request in requests)


def serve(call: Call, data: bytes, *options: str) -> list[Any]:
    ended = call("scan", "--serve", *options, stdin=data)
    assert (ended.code, ended.err) == (0, "")
    answers: list[Any] = ended.json_lines
    return answers
