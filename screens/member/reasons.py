"""Asking why: a usual reason by one key, or own words."""

from collections.abc import Callable, Sequence

from screens.dialogs.pick_list import Choice, PickList
from screens.member.steps import Steps, own_words_choice

Words = Callable[[], str]
"""Something said in the language now spoken."""


async def ask_reason(
    screen: Steps, title: Words, usual: Callable[[], Sequence[str]], kind: str = ""
) -> str | None:
    """Ask why something is so.

    Args:
        screen: Where it is asked.
        title: The question.
        usual: The usual reasons.
        kind: As of `Steps.own_words`.

    Returns:
        The reason, or None when the person went back.
    """
    asked: PickList[str] = PickList(
        title,
        lambda: [Choice(reason, reason) for reason in usual()],
        lambda: [own_words_choice()],
    )
    while (picked := await screen.ask(asked)) is not None:
        words = await screen.own_words(picked, title, kind, usual())
        if words is not None:
            return words or picked
        asked = asked.anew()
    return None
