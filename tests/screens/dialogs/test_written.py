"""What is kept of an answer is known again in either language, or not at all."""

from datetime import date
from uuid import UUID

import pytest

from kiosk import i18n
from kiosk.i18n import _, current_language
from screens.dialogs.pick_list import Choice, PickList
from screens.dialogs.words import WordsField
from screens.dialogs.written import digest, written
from screens.supervisor.badge_days import DayPad


class Thing:
    def __init__(self, uid: object, occasion: object = None) -> None:
        self.uid, self.occasion = uid, occasion


def reasons() -> PickList[str]:
    return PickList(
        lambda: _("Why?"), lambda: [Choice(said, said) for said in (_("Repaired"), _("Replaced"))]
    )


def only_in_english() -> PickList[str]:
    def words() -> list[str]:
        return ["one", "two"] if current_language() == "en" else ["二"]

    return PickList(lambda: "?", lambda: [Choice(said, said) for said in words()])


def test_a_thing_is_kept_by_its_key_and_by_its_occasion() -> None:
    uid = UUID(int=7)
    assert written(Thing(uid)) == str(uid)
    assert written(Thing(uid, date(2026, 11, 20))) == f"{uid} 2026-11-20"
    assert written(Thing("7")) is None


async def test_a_question_and_its_choice_are_the_same_in_both_languages() -> None:
    asked = reasons()
    asked.press("2", "2")
    kept, key = asked.write(await asked.answered or ""), asked.key
    assert kept == digest("已更换")
    i18n.use_language("en")
    again = reasons()
    assert (again.key, again.recall(kept)) == (key, "Replaced")
    assert again.recall("gone") is None
    assert again.call("why").key == "picked why"
    assert again.anew().key == "picked why"


@pytest.mark.parametrize(("language", "kept"), [("en", None), ("zh_CN", digest("二"))])
async def test_a_choice_that_only_one_language_has_is_not_kept(
    language: str, kept: str | None
) -> None:
    i18n.use_language(language)
    asked = only_in_english()
    asked.press("1", "1")
    assert asked.write(await asked.answered or "") == kept


async def test_days_and_words_are_kept_as_they_were_written() -> None:
    day = date(2026, 12, 31)
    pad = DayPad(lambda: "?", date(2026, 11, 20))
    assert pad.recall(pad.write(day)) == day
    field = WordsField(lambda: "?", lambda: "")
    assert field.recall(field.write("话")) == "话"
    assert field.key.startswith("typed ")
