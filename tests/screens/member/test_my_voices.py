"""A member with a voice in their hands, and one they raised, settles both after their scan."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Label

from kiosk.service.choices import NewItem
from kiosk.service.voices import Speaker, VoiceWords
from kiosk.services import Services
from screens.member.answer_panel import AnswerPanel
from screens.member.my_page import MyPageScreen
from screens.member.my_voices import MyVoicesScreen
from screens.public.voice_kind import VoiceKindScreen
from screens.public.voice_thread import ThreadStep, ThreadView
from screens.public.workers import KINDS
from tests.builders import uid_of
from tests.screens.public.voice_site import drawn_text

if TYPE_CHECKING:
    from tests.screens.member.conftest import OpenVisit, Visit


@pytest.fixture
def site(site: Services, tmp_path: Path) -> Services:
    site.access.set_pin(uid_of("002"), "supervisor", "246810")
    return site


def say(site: Services, text: str, author: str | None = None) -> int:
    words = VoiceWords(text=text, author_uid=uid_of(author) if author else None)
    return site.voices.raise_voice("hazard", words).voice.number


async def open_voices(member: "Visit") -> None:
    await member.open(MyVoicesScreen(member.services.people.get_member("001")))


async def at_the_thread(member: "Visit") -> None:
    await member.until(lambda: isinstance(member.step, ThreadStep))


def question(member: "Visit") -> str:
    return str(member.app.screen.query_one("#question", Label).content)


async def stored(member: "Visit") -> None:
    await member.stored()
    await member.press("enter")


async def test_my_page_leads_to_my_voices(site: Services, visit: "OpenVisit") -> None:
    async with visit(site, (120, 40)) as member:
        await member.scan()
        await member.app.push_screen(MyPageScreen(site.people.get_member("001")))
        await member.until(lambda: isinstance(member.app.screen, MyPageScreen))
        await member.press("2")
        await member.until(lambda: isinstance(member.app.screen, MyVoicesScreen))
        await member.until(lambda: "没有由您承办的心声" in member.question)
        await member.press("0")
        await member.until(lambda: isinstance(member.app.screen, MyPageScreen))


async def test_a_member_says_something_under_their_name(
    site: Services, visit: "OpenVisit", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(VoiceKindScreen, "settle_s", 0.0)  # nobody here is too hasty
    site.service.add_item("problem", NewItem("热水没了", "No hot water"))
    async with visit(site, (120, 40)) as member:
        await open_voices(member)
        await member.until(lambda: "没有由您承办的心声" in member.question)
        await member.press("1")
        await member.until(lambda: isinstance(member.app.screen, VoiceKindScreen))
        await member.until(lambda: "要署名反映" in question(member))
        await member.press(str(1 + KINDS.index("problem")))
        await member.until(lambda: "什么问题" in question(member))
        await member.press("1")
        await member.until(lambda: bool(site.voices.list_own(uid_of("001"))))
    (said,) = site.voices.list_own(uid_of("001"))
    assert (said.subject, said.author_uid) == ("热水没了", uid_of("001"))


async def test_who_has_a_voice_already_can_say_something_new(
    site: Services, visit: "OpenVisit"
) -> None:
    say(site, "临边没护栏", author="001")
    async with visit(site, (120, 40)) as member:
        await open_voices(member)
        await member.until(lambda: "提新的心声" in member.words)
        await member.press("9")
        await member.until(lambda: "要署名反映" in question(member))
        await member.press("0")
        await member.until(lambda: isinstance(member.app.screen, MyVoicesScreen))


async def test_who_has_it_in_hand_answers_and_solves_it(site: Services, visit: "OpenVisit") -> None:
    number = say(site, "临边没护栏")
    site.voices.assign(number, uid_of("001"), uid_of("002"))
    async with visit(site, (120, 40)) as member:
        await open_voices(member)
        assert "由您承办，" in member.words
        await member.press("1")
        await at_the_thread(member)
        assert "临边没护栏" in drawn_text(member.screen.query_one(ThreadView))
        await member.press("2")
        await member.until(lambda: "怎么答复" in member.question or "答复" in member.question)
        await member.press("2")
        await stored(member)
        await at_the_thread(member)
        await member.press("1", "1", "1")  # where it was, and how
        await stored(member)
        await at_the_thread(member)
    view = site.voices.get_kept(number)
    assert view.public.state == "solved"
    assert [step.kind for step in view.steps] == ["assigned", "reply", "placed", "solved"]


async def test_who_can_not_do_it_gives_it_back(site: Services, visit: "OpenVisit") -> None:
    number = say(site, "临边没护栏")
    site.voices.assign(number, uid_of("001"), uid_of("002"))
    async with visit(site) as member:
        await open_voices(member)
        await member.press("1")
        await at_the_thread(member)
        await member.press("3")
        await member.stored()
    assert site.voices.loud().count == 1


async def test_its_author_says_whether_it_really_is_solved(
    site: Services, visit: "OpenVisit"
) -> None:
    for text in ("灯不亮", "门坏了"):
        number = say(site, text, author="001")
        site.voices.solve(number, "换了", Speaker(uid_of("002")))
    async with visit(site, (120, 40)) as member:
        await open_voices(member)
        assert "您提的：真的解决了吗？" in member.words
        await member.press("1")
        await at_the_thread(member)
        await member.press("1")
        await stored(member)
        await at_the_thread(member)
        await member.press("0")
        await member.until(lambda: not isinstance(member.step, ThreadStep))
        await member.press("1")
        await at_the_thread(member)
        await member.press("2", "1")
        await stored(member)
        await at_the_thread(member)
    states = {one.public.number: one.public.state for one in site.voices.list_own(uid_of("001"))}
    assert sorted(states.values()) == ["confirmed", "open"]


async def test_its_author_contradicts_a_decline_and_adds_words(
    site: Services, visit: "OpenVisit"
) -> None:
    number = say(site, "灯不亮", author="001")
    site.voices.decline(number, "另有安排", uid_of("002"))
    async with visit(site, (120, 40)) as member:
        await open_voices(member)
        await member.press("1")
        await at_the_thread(member)
        await member.press("2", "1")
        await stored(member)
        await at_the_thread(member)
        await member.press("1", "1")
        await stored(member)
        await at_the_thread(member)
    steps = [step.kind for step in site.voices.get_kept(number).steps]
    assert steps == ["declined", "reply", "reopened"]


def answer_lines(member: "Visit") -> str:
    panel = member.app.screen.query_one(AnswerPanel)
    lines = (panel.render_line(y).text for y in range(panel.size.height))
    return "".join("".join(line.split()) for line in lines)


async def test_the_scan_tells_what_is_due_in_ones_hands(site: Services, visit: "OpenVisit") -> None:
    number = say(site, "临边没护栏")
    site.voices.assign(number, uid_of("001"), uid_of("002"), site.oversight.today())
    asked = say(site, "灯不亮", author="001")
    site.voices.solve(asked, "换了", Speaker(uid_of("002")))
    async with visit(site, (120, 40)) as member:
        await member.scan("001")
        told = "隐患第1号由您承办，已到期：按7再按2"
        await member.until(lambda: told in answer_lines(member) and "1条" in answer_lines(member))
        await member.press("7")
        await member.until(lambda: isinstance(member.app.screen, MyPageScreen))
        await member.press("2")
        await member.until(lambda: isinstance(member.app.screen, MyVoicesScreen))


async def test_the_scan_asks_who_raised_it_whether_it_is_solved(
    site: Services, visit: "OpenVisit"
) -> None:
    asked = say(site, "灯不亮", author="001")
    site.voices.solve(asked, "换了", Speaker(uid_of("002")))
    async with visit(site, (120, 40)) as member:
        await member.scan("001")
        await member.until(lambda: "您提的隐患第1号：真的解决了吗？" in answer_lines(member))
        await member.scan("003")
        assert "真的解决了吗" not in answer_lines(member)
