"""JSON lines of a gate that got no answer, or was cut off: sent again, sent late."""

from datetime import UTC, datetime, timedelta

from tests.kiosk.commands.calling import Call, CodeOf
from tests.kiosk.commands.gate_lines import lines_of, serve


def test_a_line_sent_again_with_its_nonce_is_answered_as_before(
    call: Call, code_of: CodeOf
) -> None:
    line = lines_of({"id": 1, "code": code_of("002"), "source": "gate-3", "nonce": "f81d4fae"})
    (first,) = serve(call, line)
    (again,) = serve(call, line)
    assert first["result"] == "checked_in"
    assert again == first


def test_what_a_gate_kept_while_it_was_cut_off_counts_when_it_was_read(
    call: Call, code_of: CodeOf
) -> None:
    read = datetime.now(UTC) - timedelta(hours=2)
    told = {"code": code_of("002"), "source": "gate-3", "at": read.isoformat()}
    (came,) = serve(call, lines_of(told))
    (left,) = serve(call, lines_of(told | {"at": (read + timedelta(hours=1)).isoformat()}))
    assert (came["result"], came["at"][:19]) == ("checked_in", read.isoformat()[:19])
    assert left["result"] == "checked_out"
