"""One change for several members: all or nothing."""

from pathlib import Path
from uuid import UUID

import pytest

from db.connection import run_sql
from kiosk.errors import RefusedError
from kiosk.people.together import change_together
from kiosk.services import Services
from tests.builders import make_site, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    return make_site(tmp_path, members=4)


def ledger_length() -> int:
    ((count,),) = run_sql("SELECT count(*) FROM ledger_entry")
    return int(count)


def test_everybody_is_changed(site: Services) -> None:
    before = site.badges.list_living()
    change_together(site.badges.reissue, site.people.list_members())
    after = site.badges.list_living()
    assert before.keys() == after.keys()
    assert all(before[uid].uid != after[uid].uid for uid in before)


def test_one_refusal_leaves_all_as_they_were_and_names_everybody_concerned(
    site: Services,
) -> None:
    for number in ("002", "004"):
        site.badges.revoke(uid_of(number), "遗失")
    before, entries = site.badges.list_living(), ledger_length()

    def revoke(uid: UUID) -> None:
        site.badges.revoke(uid, "遗失")

    with pytest.raises(RefusedError) as refused:
        change_together(revoke, site.people.list_members())
    assert refused.value.code == "no_badge"
    lines = refused.value.sentence.splitlines()
    assert [line[:3] for line in lines] == ["002", "004"]
    assert (site.badges.list_living(), ledger_length()) == (before, entries)


def test_one_alone_is_refused_in_its_own_words(site: Services) -> None:
    site.badges.revoke(uid_of("002"), "遗失")

    def revoke(uid: UUID) -> None:
        site.badges.revoke(uid, "遗失")

    with pytest.raises(RefusedError, match="这名成员") as refused:
        change_together(revoke, [site.people.get_member("002")])
    assert refused.value.code == "no_badge"
