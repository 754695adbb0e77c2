"""Voices: raised, looked up, listed; what a person wrote stays with supervisors."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.connection import close_file, run_sql
from kiosk.errors import RefusedError
from kiosk.service import voices
from kiosk.service.choices import NewItem
from kiosk.service.escalation import Level
from kiosk.service.voices import Speaker, VoiceFilter, Voices, VoiceWords
from kiosk.service.voices_reading import first_words
from kiosk.service.voices_views import Kind, RaisedVoice, VoiceView
from kiosk.service.voices_words import digest_of, new_word
from kiosk.services import Services, open_services
from tests.builders import FRIDAY, NOON, add_item, add_post, make_site, set_clock, uid_of

PHONE = "塔吊钢丝绳断丝,打 １３８ 0013-8000 找老李"
DAY = timedelta(days=1)


@pytest.fixture
def site(tmp_path: Path) -> Services:
    made = make_site(tmp_path, 4)
    made.access.set_pin(uid_of("001"), "supervisor", "246810")
    add_post("塔吊指挥", "002")  # in zone A区
    return made


def say(
    site: Services, text: str = "灯不亮", kind: Kind = "problem", **words: object
) -> RaisedVoice:
    return site.voices.raise_voice(kind, VoiceWords(text=text, **words))  # type: ignore[arg-type]  # what is said differs


def say_later(site: Services) -> RaisedVoice:
    """Help that can wait: due in a day, and not loud."""
    return say(site, "想学技术", "help")


def refusal(action: Callable[[], object]) -> str:
    before = run_sql("SELECT count(*) FROM ledger_entry")
    with pytest.raises(RefusedError) as refused:
        action()
    assert refused.value.sentence
    assert run_sql("SELECT count(*) FROM ledger_entry") == before
    return refused.value.code


def everything(view: object) -> str:
    return repr(view)


def test_each_gets_the_next_number_and_four_digits(site: Services) -> None:
    raised = [say(site) for _ in range(3)]
    assert [one.voice.number for one in raised] == [1, 2, 3]
    assert all(len(one.word) == 4 and one.word.isdigit() for one in raised)


def test_anybody_may_say_something_named_or_not(site: Services) -> None:
    say(site)
    say(site, author_name="王师傅")
    say(site, author_uid=uid_of("003"), author_name="不算数")
    authors = [site.voices.get_kept(number).author for number in (1, 2, 3)]
    assert authors == ["", "王师傅", site.people.get_member("003").name]
    assert site.voices.get_kept(3).author_uid == uid_of("003")


def test_what_a_person_wrote_is_in_nothing_public_until_it_is_approved(site: Services) -> None:
    word = say(site, PHONE, "hazard", place="2号门边上", author_name="王师傅").word
    public = [
        site.voices.find_public(1),
        site.voices.list_public(),
        site.voices.loud(),
        site.voices.list_solved(5),
    ]
    for secret in ("钢丝绳", "8000", "老李", "2号门", "王师傅", word):
        assert secret not in everything(public)
    assert site.voices.find_public(1).subject == ""
    site.voices.approve(1, uid_of("001"), "塔吊钢丝绳要换")
    assert site.voices.find_public(1).shown == "塔吊钢丝绳要换"
    assert site.voices.find_public(1).subject == "塔吊钢丝绳要换"
    site.voices.hide(1, uid_of("001"))
    assert "钢丝绳" not in everything(site.voices.list_public())


def test_a_phone_number_is_masked_in_public_and_whole_for_supervisors(site: Services) -> None:
    word = say(site, PHONE).word
    site.voices.approve(1, uid_of("001"))
    masked = PHONE.replace("0013-8000", "****-****")
    assert site.voices.find_public(1).shown == masked
    assert "8000" not in everything(site.voices.list_public())
    assert site.voices.get_kept(1).text == PHONE
    assert site.voices.list_kept(VoiceFilter()).voices[0].text == PHONE
    assert site.voices.look_up(1, word).text == PHONE
    shown = run_sql("SELECT shown FROM voice_standing UNION ALL SELECT text FROM voice_step")
    assert not any("8000" in text for (text,) in shown)  # not even the file has it in the open


def test_a_subject_of_the_catalogue_is_public_at_once(site: Services) -> None:
    item = add_item("hazard", "临边防护缺失", "Edge without a rail")
    raised = say(site, "", "hazard", item_uid=item, place="A区")
    assert (raised.voice.subject, raised.voice.subject_en) == (
        "临边防护缺失",
        "Edge without a rail",
    )
    assert raised.voice.place == "A区"  # one of the site's zones
    assert site.voices.find_item("hazard", "临边防护缺失") == item
    assert refusal(lambda: site.voices.find_item("hazard", "没有")) == "unknown_item"
    assert refusal(lambda: say(site, "", "problem", item_uid=item)) == "unknown_item"
    assert refusal(lambda: say(site, "", "hazard", item_uid=uuid4())) == "unknown_item"
    run_sql("UPDATE catalogue_item SET retired_at = 1")
    assert refusal(lambda: say(site, "", "hazard", item_uid=item)) == "unknown_item"
    site.voices.approve(1, uid_of("001"))
    assert site.voices.find_public(1).shown == "临边防护缺失"


def test_bad_input_is_refused_and_nothing_is_kept(site: Services) -> None:
    assert refusal(lambda: say(site, " \x1b[2J ")) == "no_words"
    assert refusal(lambda: say(site, "长" * 10_000)) == "too_long"
    assert refusal(lambda: say(site, place="长" * 61)) == "too_long"
    assert refusal(lambda: say(site, author_name="长" * 61)) == "too_long"
    assert refusal(lambda: say(site, kind="other")) == "unknown_kind"  # type: ignore[arg-type]  # as a script may
    assert refusal(lambda: say(site, author_uid=uuid4())) == "unknown_member"
    site.keeping.let_go(uid_of("004"), "完工")
    assert refusal(lambda: say(site, author_uid=uid_of("004"))) == "member_left"
    assert site.voices.list_public().voices == ()


def test_markup_and_controls_are_harmless(site: Services) -> None:
    say(site, "[@click=app.quit]点\x1b]0;x\x07我\u202e\n第二行")
    assert site.voices.get_kept(1).text == "[@click=app.quit]点我\n第二行"
    assert site.voices.get_kept(1).subject == "[@click=app.quit]点我 第二行"


@given(st.text())
def test_the_first_words_are_one_short_line(text: str) -> None:
    words = first_words(text)
    assert len(words) <= 40
    assert "\n" not in words


@pytest.mark.parametrize("number", [0, -1, 2, 2**63, 10**30])
def test_a_number_that_nobody_was_given(site: Services, number: int) -> None:
    say(site)
    assert refusal(lambda: site.voices.find_public(number)) == "unknown_voice"


def test_number_and_digits_show_its_author_everything(site: Services) -> None:
    word = say(site).word
    site.voices.assign(1, uid_of("002"), uid_of("001"))
    site.voices.answer(1, "已派电工", Speaker(uid_of("002")))
    view = site.voices.look_up(1, word)
    assert [(step.kind, step.text, step.owner) for step in view.steps] == [
        ("assigned", "", site.people.get_member("002").name),
        ("reply", "已派电工", ""),
    ]


def wrong_word(word: str) -> str:
    return f"{(int(word) + 1) % 10_000:04}"


def test_digits_can_not_be_tried_one_by_one(site: Services, tmp_path: Path) -> None:
    words = {number: say(site).word for number in (1, 2)}
    for _ in range(5):
        assert refusal(lambda: site.voices.look_up(1, wrong_word(words[1]))) == "wrong_word"
    assert refusal(lambda: site.voices.look_up(1, words[1])) == "too_many_guesses"
    assert site.voices.look_up(2, words[2]).public.number == 2
    close_file()
    again = open_services(site.context.home, site.context.clock).voices  # survives a restart
    assert refusal(lambda: again.look_up(1, words[1])) == "too_many_guesses"
    set_clock(site, NOON + timedelta(minutes=61))
    assert again.look_up(1, words[1]).public.number == 1


def test_the_right_digits_end_the_counting_of_wrong_ones(site: Services) -> None:
    word = say(site).word
    for _ in range(3):
        for _ in range(4):
            assert refusal(lambda: site.voices.look_up(1, wrong_word(word))) == "wrong_word"
        site.voices.look_up(1, word)


@pytest.mark.parametrize("word", ["", "12345", "十二三四", "x" * 1000, "\ud800"])
def test_what_can_not_be_digits_is_wrong(site: Services, word: str) -> None:
    say(site)
    assert refusal(lambda: site.voices.look_up(1, word)) == "wrong_word"


def full_width(digits: str) -> str:
    return digits.translate({place + ord("0"): place + ord("０") for place in range(10)})


def test_the_file_alone_does_not_tell_the_digits(site: Services) -> None:
    word = say(site).word
    ((uid, kept),) = run_sql("SELECT uid, word_digest FROM voice")
    assert kept == digest_of(site.context.secret(), UUID(bytes=uid), word)
    assert kept != digest_of(b"", UUID(bytes=uid), word)
    assert kept == digest_of(site.context.secret(), UUID(bytes=uid), f" {full_width(word)} ")
    assert len({new_word() for _ in range(50)}) > 40


def test_who_may_read_all_of_it(site: Services) -> None:
    say(site, author_uid=uid_of("003"))
    site.voices.assign(1, uid_of("002"), uid_of("001"))
    for number in ("001", "002", "003"):
        assert site.voices.read(1, uid_of(number)).text == "灯不亮"
    assert refusal(lambda: site.voices.read(1, uid_of("004"))) == "not_allowed"


def test_a_hazard_is_loud_until_somebody_has_it_in_hand(site: Services) -> None:
    say(site)
    for _ in range(4):
        say(site, kind="hazard")
    loud = site.voices.loud(most=2)
    assert (loud.count, [one.number for one in loud.newest]) == (4, [5, 4])
    site.voices.assign(5, uid_of("002"), uid_of("001"))
    assert site.voices.loud().count == 3
    site.voices.solve(5, "换了", Speaker(uid_of("002")))
    site.voices.reopen(5, "还断着", Speaker(uid_of("001")))
    assert site.voices.loud().count == 4


@pytest.mark.parametrize(
    ("item", "text", "is_loud"),
    [
        ("身体不舒服", "", True),
        ("有人受伤", "", True),
        ("", "想领一副手套", False),
        ("搬不动", "", False),
        ("家里有急事", "", False),
        ("需要法律帮助", "", False),
        ("想学技术", "", False),
    ],
)
def test_help_is_loud_where_it_is_wanted_on_the_spot(
    site: Services, item: str, text: str, *, is_loud: bool
) -> None:
    item_uid = add_item("help", item) if item else None  # 搬不动 is the site's own
    say(site, text, "help", item_uid=item_uid)
    loud = site.voices.loud()
    assert (loud.hazards, loud.helps, loud.count) == (0, int(is_loud), int(is_loud))
    assert [one.is_loud for one in loud.newest] == [True] * is_loud
    assert numbers(site.oversight.day().voices) == [1] * is_loud
    assert site.voices.find_public(1).is_loud is is_loud
    site.voices.assign(1, uid_of("002"), uid_of("001"))
    assert site.voices.loud().count == 0
    assert not site.voices.find_public(1).is_loud


def test_help_that_the_site_says_in_other_words_is_loud_all_the_same(site: Services) -> None:
    item = add_item("help", "有人受伤")
    for words in ("有人受伤流血", "有人流血"):
        item = site.service.change_item(item, NewItem(words)).uid
    raised = say(site, "", "help", item_uid=item)
    assert raised.voice.is_loud
    assert site.voices.loud().helps == 1
    site.service.change_item(item, NewItem("有人受伤"))
    assert site.voices.find_public(1).is_loud  # what was said stays said


def numbers(views: tuple[VoiceView, ...]) -> list[int]:
    return [view.public.number for view in views]


def test_overdue_ones_rise(site: Services) -> None:
    for kind in ("hazard", "problem", "suggestion"):
        say(site, kind=kind)
    assert site.voices.list_escalated() == ()
    set_clock(site, NOON + 2 * DAY)
    assert [(one.public.number, one.level) for one in site.voices.list_escalated()] == [(1, 1)]
    set_clock(site, NOON + 10 * DAY)
    risen = [(one.public.number, one.level) for one in site.voices.list_escalated()]
    assert risen == [(1, Level.ADMIN), (2, Level.SUPERVISOR)]
    assert numbers(site.voices.list_escalated(Level.ADMIN)) == [1]
    site.voices.solve(1, "换了", Speaker(uid_of("001")))
    assert numbers(site.voices.list_escalated()) == [2]


@pytest.mark.parametrize(
    ("overdue", "level"),
    [(0, 0), (1, 1), (2, 1), (3, 2), (6, 2), (7, 3), (30, 3)],
)
def test_the_lists_tell_to_whom_it_has_risen_by_its_due_day(
    site: Services, overdue: int, level: int
) -> None:
    say(site, kind="problem")  # due in seven days
    say(site, kind="suggestion")  # due in fourteen
    set_clock(site, NOON + (7 + overdue) * DAY)
    first = site.voices.list_urgent()[0]
    assert (first.public.number, first.level) == (1, level)
    assert site.voices.list_kept(VoiceFilter(before=2)).voices[0].level == level
    assert site.voices.get_kept(1).level == level
    assert numbers(site.oversight.day().voices)[:1] == ([1] if level else [])
    site.voices.solve(1, "换了", Speaker(uid_of("001")))
    assert site.voices.get_kept(1).level == Level.NOBODY


def test_what_has_risen_higher_stands_above_and_a_new_due_day_lets_it_fall(site: Services) -> None:
    for place in range(3):
        set_clock(site, NOON + place * 3 * DAY)
        say_later(site)  # due in a day
    set_clock(site, NOON + 8 * DAY)
    urgent = [(one.public.number, one.level) for one in site.voices.list_urgent()]
    assert urgent == [(1, Level.ADMIN), (2, Level.SUPERVISOR), (3, Level.OWNER)]
    site.voices.assign(3, uid_of("002"), uid_of("001"))
    assert numbers(site.voices.list_waiting_for(uid_of("002"))) == [3]
    site.voices.set_due(1, FRIDAY + 8 * DAY, uid_of("001"))
    urgent = [(one.public.number, one.level) for one in site.voices.list_urgent()]
    assert urgent == [(2, Level.SUPERVISOR), (3, Level.OWNER), (1, Level.NOBODY)]


def test_the_day_says_how_many_more_need_somebody_than_it_lists(
    site: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voices, "MOST_ESCALATED", 2)
    for _turn in range(4):
        say(site, kind="hazard")
    for _turn in range(3):
        say_later(site)
    site.voices.assign(4, uid_of("002"), uid_of("001"))
    day = site.oversight.day()
    assert (numbers(day.voices), day.more_voices) == ([2, 3], 1)
    set_clock(site, NOON + 2 * DAY)
    say(site, kind="problem")
    day = site.oversight.day()
    assert len(day.voices) + day.more_voices == site.voices.count_needing() == 7
    assert day.more_voices > 0
    assert site.oversight.day(FRIDAY).more_voices == 0
    monkeypatch.setattr(voices, "MOST_ESCALATED", 200)
    day = site.oversight.day()
    assert (len(day.voices), day.more_voices) == (7, 0)


def test_lists_are_filtered_and_turned_page_by_page(site: Services) -> None:
    for place in range(7):
        set_clock(site, NOON + place * DAY)
        kind: Kind = "hazard" if place % 2 else "problem"
        say(site, kind=kind, author_uid=uid_of("003") if place < 3 else None)
    site.voices.assign(6, uid_of("003"), uid_of("001"), due_on=FRIDAY + 8 * DAY)

    def listed(most: int = 100, **asked: object) -> list[int]:
        return numbers(site.voices.list_kept(VoiceFilter(**asked), most).voices)  # type: ignore[arg-type]  # what is asked differs

    assert listed() == [7, 6, 5, 4, 3, 2, 1]
    assert listed(kind="hazard") == [6, 4, 2]
    assert listed(state="in_hand") == [6]
    assert listed(kind="hazard", state="open", before=4) == [2]
    assert listed(member_uid=uid_of("003")) == [6, 3, 2, 1]
    assert listed(work_day=FRIDAY + DAY) == [2]
    assert listed(overdue_on=FRIDAY + 6 * DAY) == [4, 2]
    first = site.voices.list_public(most=3)
    assert ([one.number for one in first.voices], first.has_more) == ([7, 6, 5], True)
    second = site.voices.list_public(before=5, most=4)
    assert ([one.number for one in second.voices], second.has_more) == ([4, 3, 2, 1], False)
    assert [one.number for one in site.voices.list_public("hazard", "open").voices] == [4, 2]
    assert site.voices.list_kept(VoiceFilter(), 6).has_more


def test_solved_ones_are_listed_by_when_they_were_solved(site: Services) -> None:
    for _ in range(3):
        say(site)
    for number in (2, 1, 3):
        set_clock(site, site.context.clock.now() + DAY)
        site.voices.solve(number, "好了", Speaker(uid_of("001")))
    site.access.set_pin(uid_of("002"), "supervisor", "246810")
    site.voices.confirm(1, Speaker(uid_of("002")))
    site.voices.reopen(3, "没好", Speaker(uid_of("001")))
    assert [one.number for one in site.voices.list_solved(5)] == [1, 2]


def test_voices_is_the_desk_of_the_services(site: Services) -> None:
    assert isinstance(site.voices, Voices)
    assert site.voices.list_public().voices == ()
    assert date.fromisoformat(say(site).voice.due_on.isoformat()) == FRIDAY + 7 * DAY
