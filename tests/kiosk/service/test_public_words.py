"""Words of promises and services are public at once: no view of them shows a phone number."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from kiosk.service.commitments import NewCommitment
from kiosk.service.desk import CommitmentFilter
from kiosk.service.entries import NewService, WantedServices
from kiosk.services import Services
from screens.public.wall_mode_view import promise_cards, read_wall, service_cards
from tests.builders import NOON, add_post, make_site, set_clock, uid_of

PHONE, HIDDEN = "13812345678", "138********"
ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    """A promise of each rhythm and a service, each with a phone number in every word."""
    site = make_site(tmp_path, 2)
    who, post = uid_of("001"), add_post("大门", "001")
    for rhythm in ("", "day", "week"):
        told = NewCommitment(
            text=f"有事打{PHONE}", rhythm=rhythm, post_uid=post, milestone=f"封顶{PHONE}"
        )
        made = site.service.promise(who, told)
        assert made.text == f"有事打{HIDDEN}"
    entry = site.service.log(
        who,
        NewService(
            30,
            text=f"送水{PHONE}",
            for_whom=f"李阿姨{PHONE}",
            place=f"三单元{PHONE}",
            commitment_uid=made.uid,
        ),
    )
    assert entry.for_whom == f"李阿姨{HIDDEN}"
    return site


def everything(site: Services) -> str:
    """All that anybody can read of it, on any screen or by command."""
    who, (post,) = uid_of("001"), site.people.get_page(uid_of("001")).member.posts
    desk, today = site.service, site.oversight.today()
    (entry,) = desk.list_services(WantedServices())
    promises = desk.list_commitments(CommitmentFilter())
    wall = read_wall(site)
    return repr(
        [
            *(promises, desk.list_open(who), desk.list_due_today(), desk.list_overdue()),
            *(desk.list_post_commitments(post.uid, today), desk.list_post_services(post.uid)),
            *(entry, desk.get_service(entry.uid), desk.list_latest_services(5)),
            *(site.people.get_page(who), site.records.get_record(who), site.oversight.day()),
            *(promise_cards(wall), service_cards(wall, ZONE)),
        ]
    )


@pytest.mark.parametrize("days", [0, 1, 8])
def test_no_view_shows_a_phone_number(site: Services, days: int) -> None:
    set_clock(site, NOON + days * DAY)
    found = everything(site)
    assert HIDDEN in found
    assert PHONE not in found


def test_what_was_judged_shows_none_either(site: Services) -> None:
    who = uid_of("001")
    for one in site.service.list_open(who):
        judged = site.service.judge_commitment(one.uid, "kept", who)
        assert (judged.text, judged.milestone) == (f"有事打{HIDDEN}", f"封顶{HIDDEN}")
    assert PHONE not in everything(site)


def test_their_author_takes_the_whole_words_home(site: Services) -> None:
    record = site.records.get_own_data(uid_of("001")).record
    assert {one.text for one in record.commitments} == {f"有事打{PHONE}"}
    assert {one.milestone for one in record.commitments} == {f"封顶{PHONE}"}
    (entry,) = record.services
    assert (entry.text, entry.for_whom) == (f"送水{PHONE}", f"李阿姨{PHONE}")
    assert (entry.place, entry.commitment) == (f"三单元{PHONE}", f"有事打{PHONE}")
