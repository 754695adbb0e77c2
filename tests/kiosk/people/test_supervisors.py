"""Only a supervisor's number says who set something up."""

from pathlib import Path

import pytest

from kiosk.errors import RefusedError
from kiosk.people.supervisors import supervisor_named
from tests.builders import make_site, uid_of


def test_a_supervisor_is_found_by_number_and_nobody_else(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    site.access.set_pin(uid_of("001"), "supervisor", "246810")
    assert supervisor_named("001") == uid_of("001")
    for number, code in (("002", "no_supervisor"), ("999", "unknown_member")):
        with pytest.raises(RefusedError) as refused:
            supervisor_named(number)
        assert refused.value.code == code
