"""What a called command left behind."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

BY = ("--by", "001")
"""In the name of a supervisor: who is one by the fixture `supervisor`."""


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """What stands on standard output, which must be one JSON text."""
        return json.loads(self.out)

    @property
    def json_lines(self) -> list[Any]:
        """What stands on standard output, which must be a JSON text a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self) -> str:
        """The one line on standard error."""
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1
        assert "Traceback" not in self.err
        return self.err.strip()


Call = Callable[..., Ended]
CodeOf = Callable[[str], str]
