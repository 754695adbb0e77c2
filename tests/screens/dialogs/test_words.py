"""Words written on a keyboard as ever, and by the digits of a number pad without one."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input, Label

from kiosk.i18n import use_language
from kiosk.service.phrase_readings import readings_of
from kiosk.service.phrases import PhraseView
from screens.dialogs import words as words_module
from screens.dialogs.keypad import PadKey
from screens.dialogs.words import WordsField
from screens.dialogs.words_matching import joined, matching, token_before
from screens.dialogs.words_phone import phone_page_address
from screens.dialogs.words_picks import WordPicks
from tests.board_site import wait_until

SAID = (
    ("帮助工友修理工具", "Mended a tool"),
    ("班前安全讲解", "Safety talk"),
    ("3号塔吊", ""),
    ("材料没到位", "Material is missing"),
    ("食堂", ""),
)


def phrases(said: Sequence[tuple[str, str]] = SAID) -> list[PhraseView]:
    return [PhraseView(zh, en, readings_of(zh), readings_of(en)) for zh, en in said]


class Sheet(App[None]):
    """A field and nothing else."""

    def __init__(self, offered: Sequence[PhraseView], longest: int = 120) -> None:
        super().__init__()
        self._offered, self._longest = offered, longest

    def compose(self) -> ComposeResult:
        yield WordsField(
            *(lambda: "做了什么?", lambda: "提示"), phrases=self._offered, longest=self._longest
        )


class Writer:
    """Somebody in front of it."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.field = pilot.app.query_one(WordsField)

    @property
    def written(self) -> str:
        return self.field.query_one(Input).value

    @property
    def shown(self) -> list[str]:
        """The rows of the list that are on the screen."""
        picks = self.field.query_one(WordPicks)
        lines = [picks.render_line(y).text.rstrip() for y in range(picks.size.height)]
        return [line.strip() for line in lines if line]

    @property
    def said(self) -> str:
        """What stands under the field."""
        return str(self.field.query_one("#words-left", Label).content)

    @property
    def given(self) -> str | None:
        return self.field.answered.result()

    @property
    def is_done(self) -> bool:
        return self.field.answered.done()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def touch(self, face: str) -> None:
        keys = {str(key.content).split()[0]: key for key in self.field.query(PadKey)}
        await self.pilot.click(keys[face])
        await self.pilot.pause()

    async def touch_row(self, y: int) -> None:
        await self.pilot.click(WordPicks, offset=(2, y))
        await self.pilot.pause()


@asynccontextmanager
async def writing(
    offered: Sequence[PhraseView] | None = None,
    size: tuple[int, int] = (80, 18),
    longest: int = 120,
) -> AsyncIterator[Writer]:
    async with Sheet(phrases() if offered is None else offered, longest).run_test(
        size=size
    ) as pilot:
        await pilot.pause()
        yield Writer(pilot)


async def test_digits_narrow_the_list_and_a_picked_word_takes_their_place() -> None:
    async with writing() as writer:
        assert writer.shown[:2] == ["帮助工友修理工具", "班前安全讲解"]
        await writer.press("2", "7")
        assert (writer.written, writer.shown) == ("27", ["班前安全讲解", "27 · 就写数字"])
        await writer.press("plus")
        assert writer.shown[0] == "▶ 班前安全讲解"
        await writer.press("enter")
        assert (writer.written, writer.is_done) == ("班前安全讲解", False)
        await writer.press("enter")
        assert writer.given == "班前安全讲解"


async def test_words_are_put_together_and_digits_can_stay_digits() -> None:
    async with writing() as writer:
        await writer.press("3", "4", "plus", "enter", "5", "minus")
        assert writer.shown[-1] == "▶ 5 · 就写数字"
        await writer.press("enter", "2", "5", "plus", "enter")
        assert writer.written == "3号塔吊5材料没到位"
        await writer.press("backspace", "2", "5", "backspace")
        assert writer.written == "3号塔吊5材料没到2"


async def test_behind_kept_digits_a_new_word_begins() -> None:
    async with writing() as writer:
        await writer.press("5", "minus", "enter", "7", "8", "plus", "enter", "enter")
        assert writer.given == "5食堂"


async def test_the_keys_walk_round_and_backspace_takes_the_mark_away() -> None:
    async with writing() as writer:
        await writer.press("2", "plus", "plus", "minus", "minus")
        assert not any(row.startswith("▶") for row in writer.shown)
        await writer.press("down", "down", "up")
        assert writer.shown[0] == "▶ 帮助工友修理工具"
        await writer.press("backspace")
        assert (writer.written, writer.shown[0]) == ("2", "帮助工友修理工具")
        await writer.press("enter")
        assert not writer.is_done


async def test_digits_of_a_number_pad_are_stored_as_digits_only_where_they_are_picked() -> None:
    async with writing() as writer:
        await writer.press(*"9261", "enter")
        assert not writer.is_done
        assert "没有这样的词" in writer.said
        await writer.press("full_stop")
        assert "没有这样的词" not in writer.said
        await writer.press("1", "plus", "enter", "enter")
        assert writer.given == "9261"


async def test_digits_for_which_there_are_words_ask_for_one_of_them() -> None:
    async with writing() as writer:
        await writer.press("2", "7", "enter")
        assert not writer.is_done
        assert "还不是词" in writer.said
        await writer.pilot.click(".pad-enter")
        assert not writer.is_done
        await writer.press("plus", "enter", "enter")
        assert writer.given == "班前安全讲解"


async def test_a_number_behind_words_of_a_keyboard_is_a_number() -> None:
    async with writing() as writer:
        await writer.press("b", "5", "enter")
        assert writer.given == "b5"


async def test_nothing_matches_and_it_says_what_to_do() -> None:
    async with writing() as writer:
        await writer.press("x", "x")
        assert writer.shown == ["没有这样开头的词，按 ← 退一位再试。"]
        await writer.press("backspace", "backspace", "f")
        assert writer.shown[0].startswith("没有")


async def test_enter_on_an_empty_field_leads_back() -> None:
    async with writing() as writer:
        await writer.press("enter")
        assert writer.given is None


@pytest.mark.parametrize("keys", ["C30+5", "x-y", "a1+2-3"])
async def test_a_keyboard_writes_every_sign(keys: str) -> None:
    async with writing() as writer:
        for character in keys:
            await writer.press({"+": "plus", "-": "minus"}.get(character, character))
        await writer.press("enter")
        assert writer.given == keys


async def test_signs_that_walked_are_written_once_a_keyboard_shows_itself() -> None:
    async with writing() as writer:
        await writer.press("1", "2", "minus", "1", "5")
        writer.pilot.app.post_message(events.Key("号", "号"))
        await writer.pilot.pause()
        assert writer.written == "12-15号"
        await writer.press("plus", "enter")
        assert writer.given == "12-15号+"


async def test_what_an_input_method_pastes_is_written_as_it_is() -> None:
    async with writing() as writer:
        await writer.press("3", "plus")
        writer.field.query_one(Input).post_message(events.Paste("号楼"))
        await writer.pilot.pause()
        assert writer.written == "3+号楼"


async def test_a_keyboard_narrows_by_letters_and_picks_by_arrows() -> None:
    async with writing() as writer:
        await writer.press("s", "t", "down", "enter", "enter")
        assert writer.given == "食堂"


async def test_everything_can_be_touched() -> None:
    async with writing() as writer:
        for face in ("2", "9", "←", "7"):
            await writer.touch(face)
        assert writer.written == "27"
        await writer.touch_row(0)
        assert writer.written == "班前安全讲解"
        await writer.touch("确定")
        assert writer.given == "班前安全讲解"


async def test_a_touch_takes_the_marked_word_or_leads_back() -> None:
    async with writing() as writer:
        await writer.press("7", "8", "plus")
        await writer.touch("确定")
        assert (writer.written, writer.is_done) == ("食堂", False)
        await writer.touch("Esc")
        assert writer.given is None


async def test_a_touch_turns_the_pages_of_a_long_list() -> None:
    many = phrases([(f"第{place}号楼", "") for place in range(9)])
    async with writing(many) as writer:
        first = writer.shown
        assert first[-1] == f"… 还有 {9 - len(first) + 1} 个"
        seen = set(first[:-1])
        for _turn in range(9):
            await writer.touch_row(2 * (len(writer.shown) - 1))
            seen |= set(writer.shown[:-1])
        assert seen == {one.text for one in many}
        await writer.press("minus")
        assert f"▶ {many[-1].text}" in writer.shown


async def test_nothing_happens_below_the_last_row() -> None:
    async with writing(phrases(SAID[:1])) as writer:
        await writer.touch_row(5)
        assert (writer.written, writer.shown) == ("", [SAID[0][0]])


@pytest.mark.parametrize("size", [(80, 18), (120, 36), (200, 56)])
async def test_rows_are_high_enough_for_a_glove(size: tuple[int, int]) -> None:
    async with writing(size=size) as writer:
        picks = writer.field.query_one(WordPicks)
        assert picks.size.width >= 12
        await writer.touch_row(3 if size[1] > 30 else 2)
        assert writer.written == SAID[1][0]


async def test_without_words_to_pick_digits_and_signs_are_plain() -> None:
    async with writing([]) as writer:
        await writer.press("2", "plus", "minus", "enter")
        assert writer.given == "2+-"


async def test_no_more_is_written_than_is_kept() -> None:
    async with writing(longest=8) as writer:
        await writer.press("x", "y", "z", "down", "enter")
        assert writer.written == "xyz"
        await writer.press("backspace", "backspace", "backspace", "2", "7", "down", "enter")
        await writer.press("5", "6", "7")
        assert writer.written == "班前安全讲解56"


async def test_what_is_too_long_is_refused_whole_in_a_sentence() -> None:
    async with writing(longest=1000) as writer:
        field, left = writer.field.query_one(Input), writer.field.query_one("#words-left", Label)
        field.post_message(events.Paste("长" * 1000))
        await wait_until(writer.pilot, lambda: "已写 1000 字" in str(left.content))
        await writer.press("x")
        await wait_until(writer.pilot, lambda: str(left.content) == "最多1000个字；请说得短一些。")
        assert writer.written == "长" * 1000
        await writer.press("backspace")
        await wait_until(writer.pilot, lambda: "已写 999 字" in str(left.content))
        field.post_message(events.Paste("很长"))
        await wait_until(writer.pilot, lambda: "最多1000个字" in str(left.content))
        assert writer.written == "长" * 999


async def test_a_word_that_does_not_fit_is_not_cut_off() -> None:
    async with writing(longest=8) as writer:
        field, left = writer.field.query_one(Input), writer.field.query_one("#words-left", Label)
        field.post_message(events.Paste("长长长长"))
        await wait_until(writer.pilot, lambda: bool(writer.written))
        await writer.press("2", "7", "down", "enter")
        await wait_until(writer.pilot, lambda: "最多8个字" in str(left.content))
        assert writer.written == "长长长长27"


async def test_what_is_written_stays_when_the_language_changes() -> None:
    async with writing() as writer:
        await writer.press("6")
        use_language("en")
        again = writer.field.again()
        await writer.pilot.app.mount(again)
        await writer.field.remove()
        writer.field = again
        await writer.pilot.pause()
        assert writer.shown[:2] == ["Mended a tool", "Material is missing"]
        assert ("plus", "Next word") in again.keys()  # noqa: SIM118  # a method of its own
        await writer.press("plus", "enter", "7", "plus", "enter")
        assert writer.written == "Mended a tool Safety talk"


@pytest.mark.parametrize("address", [None, "http://kiosk.local:8080/w"])
async def test_the_phone_is_offered_only_where_there_is_a_page_for_it(
    monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    assert phone_page_address() is None
    monkeypatch.setattr(words_module, "phone_page_address", lambda: address)
    async with writing() as writer:
        said = " ".join(str(label.content) for label in writer.field.query(Label))
        assert ("用手机说" in said) == (address is not None)


async def test_no_touch_counts_before_the_question_was_read() -> None:
    async with writing() as writer:
        writer.field.unhurried(60.0)
        await writer.touch("2")
        await writer.touch_row(0)
        await writer.press("plus")
        assert (writer.written, writer.is_done) == ("", False)


def test_what_begins_so_stands_before_what_holds_it() -> None:
    found = matching(phrases((("工具坏了", ""), ("坏工具", ""), ("送水", ""))), "45")
    assert [one.text for one in found] == ["工具坏了", "坏工具"] or found == []
    found = matching(phrases((("修工具", ""), ("工具坏了", ""))), "45")
    assert [one.text for one in found] == ["工具坏了", "修工具"]


def test_the_whole_reading_counts_too() -> None:
    assert [one.text for one in matching(phrases(), "shit")] == ["食堂"]
    assert [one.text for one in matching(phrases(), "7448")] == ["食堂"]


@pytest.mark.parametrize(
    ("text", "token"), [("", ""), ("楼27", "27"), ("a b3", "b3"), ("27 ", ""), ("3号", "")]
)
def test_only_the_end_of_what_is_written_is_looked_at(text: str, token: str) -> None:
    assert token_before(text) == token


@pytest.mark.parametrize(
    ("before", "words", "both"),
    [("", "a", "a"), ("x", "y", "x y"), ("楼", "a", "楼a"), ("x", "楼", "x楼"), ("x ", "y", "x y")],
)
def test_latin_words_stand_apart(before: str, words: str, both: str) -> None:
    assert joined(before, words) == both


@settings(max_examples=200)
@given(st.text("0123456789abz", max_size=8))
def test_whatever_matches_holds_the_token(token: str) -> None:
    offered = phrases()
    found = matching(offered, token)
    assert set(one.text for one in found) <= set(one.text for one in offered)
    assert found == offered if not token else len(found) <= len(offered)


async def test_the_labels_of_low_keys_stand_in_their_middle_and_the_list_apart() -> None:
    async with writing(size=(80, 17)) as writer:
        key = writer.field.query(PadKey).first()
        lines = [key.render_line(y).text.strip() for y in range(key.size.height)]
        assert lines == ["1"] or (key.size.height, lines.index("1")) in {(1, 0), (3, 1)}
        picks = writer.field.query_one(WordPicks)
        assert picks.render_line(0).text.strip() == ""
        assert picks.render_line(1).text.strip() == "帮助工友修理工具"
