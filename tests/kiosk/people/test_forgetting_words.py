"""Forgetting a member: what they wrote in voices, what was said of them, and their drafts."""

from datetime import timedelta
from pathlib import Path

import pytest

from db.connection import run_sql
from db.inspection import inspect_file
from db.ledger import find_first_broken
from kiosk.service.voices import Speaker, VoiceWords
from kiosk.services import Services
from tests.builders import NOON, make_site, set_clock, uid_of

SECRETS = (
    "我家住三单元",
    "二号楼旁边",
    "楼梯拐角",
    "还是没有解决",
    "他脾气不好",
    "刚才的坏话",
    "写了一半的话",
)
"""What must not be left anywhere, as people wrote it."""


@pytest.fixture
def site(tmp_path: Path) -> Services:
    made = make_site(tmp_path, 3, debounce_s=0)
    made.access.set_pin(uid_of("001"), "supervisor", "246810")
    return made


def speak(site: Services) -> None:
    """003 raises a voice, doubts its end, is rated twice, leaves a draft; 002 speaks too.

    001 has half written why 003 goes.
    """
    member = uid_of("003")
    words = VoiceWords(text="我家住三单元", place="二号楼旁边", author_uid=member)
    site.voices.raise_voice("problem", words)
    site.voices.tell_place(1, "楼梯拐角", Speaker(member))
    site.voices.solve(1, "已经修好", Speaker(uid_of("001")))
    site.voices.reopen(1, "还是没有解决", Speaker(member))
    site.voices.approve(1, uid_of("001"), "三单元的灯")
    site.voices.raise_voice("problem", VoiceWords(text="另一个人的话", author_uid=uid_of("002")))
    site.ratings.give("member", 1, subject_uid=member, word="他脾气不好")
    set_clock(site, NOON + timedelta(hours=1))
    site.ratings.empty_box()
    site.ratings.give("member", 2, subject_uid=member, word="刚才的坏话")
    site.ratings.give("site", 5, word="工地很好")
    site.drafts.save(member, "log_service", {"text": "写了一半的话"})
    site.drafts.save(uid_of("001"), "@let go", {"about": str(member), "text": "他常喝酒"})
    site.drafts.save(uid_of("001"), "@catalogue", {"text": "送水"})


def stored(site: Services) -> bytes:
    return b"".join(path.read_bytes() for path in site.context.home.folder.glob("kiosk.db*"))


def test_their_words_are_gone_and_what_happened_stays(site: Services) -> None:
    speak(site)
    assert [secret for secret in SECRETS if secret.encode() not in stored(site)] == []
    member = uid_of("003")
    site.keeping.let_go(member, "完工")
    pseudonym = site.forgetting.forget(member, now=True, reason="本人要求").pseudonym
    assert [secret for secret in SECRETS if secret.encode() in stored(site)] == []
    view = site.voices.get_kept(1)
    assert (view.text, view.place, view.author) == ("", "", pseudonym)
    assert view.public.shown == "三单元的灯"
    assert [step.text for step in view.steps] == ["", "已经修好", "", "三单元的灯"]
    assert site.voices.get_kept(2).text == "另一个人的话"
    assert site.drafts.find(member) is None
    assert run_sql("SELECT errand FROM draft") == [("@catalogue",)]


def test_the_record_still_holds_and_the_ratings_still_count(site: Services) -> None:
    speak(site)
    member = uid_of("003")
    site.keeping.let_go(member, "完工")
    site.forgetting.forget(member, now=True, reason="本人要求")
    set_clock(site, NOON + timedelta(hours=2))
    site.ratings.empty_box()
    words = {(line.stars, line.word) for line in site.ratings.list_given()}
    assert words == {(1, ""), (2, ""), (5, "工地很好")}
    assert find_first_broken() is None
    found = inspect_file(site.context.home.database)
    assert (found.damage, found.changed_seq) == (None, None)
    kept = run_sql("SELECT count(*) FROM ledger_entry WHERE kind = 'voice' AND payload IS NULL")
    assert kept == [(1,)]
