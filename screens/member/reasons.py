"""Asking why: a usual reason by one key, or own words."""

from collections.abc import Callable, Sequence

from screens.dialogs.pick_list import Choice, PickList
from screens.member.steps import StepScreen, own_words_choice

Words = Callable[[], str]
"""Something said in the language now spoken."""


async def ask_reason(
    screen: StepScreen, title: Words, usual: Callable[[], Sequence[str]]
) -> str | None:
    """Ask why something is so.

    Args:
        screen: Where it is asked.
        title: The question.
        usual: The usual reasons.

    Returns:
        The reason, or None when the person went back.
    """
    asked: PickList[str] = PickList(
        title,
        lambda: [Choice(reason, reason) for reason in usual()],
        lambda: [own_words_choice()],
    )
    while (picked := await screen.ask(asked)) is not None:
        words = await screen.own_words(picked, title)
        if words is not None:
            return words or picked
        asked = asked.anew()
    return None
