"""Stories of questions whose answers are kept until they are stored: half a form comes back."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, ClassVar, ParamSpec, TypeVar
from uuid import UUID

from textual.timer import Timer
from textual.worker import Worker, WorkerError

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.photo_intake import UprightPhoto
from kiosk.people.views import MemberView
from kiosk.service.drafts import Answers, DraftView
from kiosk.service.phrases import UsedPhrase
from screens.dialogs.outcome import Stored
from screens.dialogs.step import Step
from screens.dialogs.words import WordsField
from screens.dialogs.written import Written, written
from screens.member.asking import OWN_WORDS, Steps, own_words_choice
from screens.member.drafts import ABOUT, HalfForm, Kept, ask_whether_to_go_on

__all__ = ["HALF_S", "OWN_WORDS", "FormSteps", "StepScreen", "Steps", "own_words_choice"]

Answer = TypeVar("Answer")
Result = TypeVar("Result")
P = ParamSpec("P")

HALF_S = 1.0
"""How often words that are being written are kept, in seconds."""


class FormSteps(Steps):
    """A story that the same person can go on with, at the question where it was left.

    Each question stands in its form under its key. An answer counts as given once the next
    question is asked: what was answered last is asked again, so nothing is stored unseen. A form
    in which nothing was written yet, only picked, is no draft: it is begun anew as quickly.
    """

    form = ""
    """The name under which what was answered is kept until it is stored; empty: nothing is."""

    keeps_all = True
    """Whether each question is the form's; else only those of `ask_kept`, each answer at once."""

    keeps_picks = False
    """Whether answers that were only picked are a draft already: a form of several questions."""

    unkept: ClassVar[frozenset[object]] = frozenset()
    """Answers that lead to something else than the form."""

    def __init__(self, *circumstances: Any) -> None:  # noqa: ANN401  # whatever the next class takes
        """Keep nothing yet."""
        super().__init__(*circumstances)
        self._draft: DraftView | None = None
        self.kept = Kept(None)
        self.photos: tuple[UprightPhoto, ...] = ()
        """Photos of the form, which are kept with it once `name_photos` of them is."""
        self.used: Sequence[UsedPhrase] = ()
        """Words of the form that are counted when it is stored."""
        self._saving: Worker[None] | None = None
        self._is_saved = self._is_going_on = self._is_stored = False
        self._last_given: tuple[str, Written] | None = None

    @property
    def keeper_uid(self) -> UUID | None:
        """Whose draft it is; None: nobody's, and nothing is kept."""
        return None

    @property
    def about(self) -> str:
        """What the form is about, where its name does not say it."""
        return ""

    def go_on_with(self, draft: DraftView) -> None:
        """Begin where this draft ends; call it before the story begins."""
        self._draft, self.kept = draft, Kept(draft)
        self._is_saved, self._is_going_on = True, self.keeps_all

    async def begin(self) -> bool:
        """Ask first whether to go on with a draft."""
        if self._draft is not None:
            goes_on = await super().ask(ask_whether_to_go_on(self._draft, self.kiosk.site.zone))
            if not goes_on:
                if goes_on is False:
                    await self.end_draft()
                return False
        return await self.tell_story()

    async def tell_story(self) -> bool:
        """Tell the story; who went back to its beginning wanted nothing of it."""
        is_done = await self.story()
        if self.keeps_all and self._is_saved:
            await self.end_draft()
        return is_done

    # Forms of which each question is kept

    async def ask(self, step: Step[Answer]) -> Answer | None:
        """Ask; in a form that keeps each question, go on from the answers of its draft."""
        if not (self.form and self.keeps_all and step.is_kept):
            return await super().ask(step)
        name = step.key
        self._move_on_to(name)
        recalled = self.kept.recall(name, step)
        if recalled is not None:
            return recalled
        if self._is_going_on:
            self._end_going_on(name)
        answer = await self._ask_and_watch(name, step)
        self._note_given(name, step, answer)
        return answer

    def note(self, **answers: Written) -> None:
        """Begin the form anew with what is known without asking, by the names of picked answers."""
        self._last_given, self._is_stored = None, False
        self.kept.begin({f"picked {name}": answer for name, answer in answers.items()})
        self._keep()

    def _move_on_to(self, name: str) -> None:
        """What was answered last counts now; what is asked again does not count any more."""
        last, self._last_given = self._last_given, None
        if self._is_stored and not self.kept.was_asked(name):
            self.kept.begin({})
        elif last is not None:
            self.kept.answer(*last)
        self._is_stored = False
        self.kept.ask_again(name)
        self._keep()

    def _note_given(self, name: str, step: Step[Answer], answer: Answer | None) -> None:
        if answer is None:
            self.kept.answer(name, None)
        else:
            shown = self._step or step  # another one after the language was changed
            self._last_given = (name, shown.write(answer))
            if isinstance(step, WordsField):
                self.kept.keep_half(name, str(answer))
        self._keep()

    def _end_going_on(self, name: str) -> None:
        """This is where it was left; or what it was about is another thing since: say so."""
        self._is_going_on = False
        if self.kept.drop_rest(name):
            self.kiosk.tell(_("What this form was about has changed; please choose again."))
            self._keep()

    def _keep(self) -> None:
        """Keep what was answered, if it is worth it; or drop what was kept before."""
        if self.kept.is_written or (self.keeps_picks and self.kept.answers):
            self._begin_saving()
        elif self._is_saved and not self._is_going_on:
            self._is_saved = False
            self._save_soon({})

    # Forms that name what they keep

    async def ask_kept(self, name: str, step: Step[Answer]) -> Answer | None:
        """Ask a question whose answer is kept until the form is stored.

        An answer that was kept is given again without asking, once: who goes back is asked.

        Args:
            name: The question's name within the form.
            step: The question.
        """
        answer = self.kept.recall(name, step)
        if answer is None:
            answer = await self._ask_and_watch(name, step)
            if answer not in self.unkept and self.kept.answer(name, written(answer)):
                self._begin_saving()
        return answer

    async def ask_aside(self, name: str, field: WordsField) -> str | None:
        """Ask for words beside the questions, which are kept while they are being written.

        Returns:
            The words, which `keep` has to keep then; None when the member went back.
        """
        words = await self._ask_and_watch(name, field)
        if words is None and self.kept.drop_half(name):
            self._begin_saving()
        return words

    def keep(self, **words: str) -> None:
        """Keep words that were added to the form, by what they are; empty: there are none."""
        if any([self.kept.add(name, said) for name, said in words.items()]):
            self._begin_saving()

    # Both

    async def _ask_and_watch(self, name: str, step: Step[Answer]) -> Answer | None:
        """Ask; words are kept while they are being written, each second."""
        watching: Timer | None = None
        if isinstance(step, WordsField):
            step.begin_with(self.kept.half(name))
            watching = self.every(HALF_S, lambda: self._keep_half(name))
        try:
            return await super().ask(step)
        finally:
            if watching is not None:
                watching.stop()

    def _keep_half(self, name: str) -> None:
        field = self._step  # another one after the language was changed
        if isinstance(field, WordsField) and self.kept.keep_half(name, field.half_written):
            self._begin_saving()

    def _begin_saving(self) -> None:
        if self.form:
            self._is_saved = True
            about = {ABOUT: self.about} if self.about else {}
            self._save_soon({**about, **self.kept.answers} if self.kept.answers else {})

    def _save_soon(self, answers: Answers) -> None:
        # By the app: who is sent away by the next scan has answered all the same.
        saving = self._save(self.keeper_uid, self.form, answers, self.photos)
        self._saving = self.kiosk.run_worker(saving, name="draft")

    async def end_draft(self) -> None:
        """There is nothing to go on with any more."""
        self.kept, self._last_given = Kept(None), None
        self._is_saved = self._is_going_on = False
        await self._saved()
        await self._save(self.keeper_uid, self.form, {}, ())

    async def store(
        self,
        told: Callable[[Result], Stored | tuple[Callable[[], str], Callable[[], str]]],
        call: Callable[P, Result],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> bool:
        """As every screen; the draft of the form ends in the same transaction."""
        if self._is_going_on:  # nobody answered here: whatever led to this has changed since
            return False

        def stored(result: Result) -> Stored | tuple[Callable[[], str], Callable[[], str]]:
            self._is_stored, self._is_saved, self._last_given = True, False, None
            return told(result)

        keeper = self.keeper_uid
        if not (self.form and self._is_saved) or keeper is None:
            return await super().store(stored, call, *args, **kwargs)
        await self._saved()
        used, self.used = self.used, ()
        form = HalfForm(self.kiosk.services, keeper, self.form, used)
        return await super().store(stored, form.store, partial(call, *args, **kwargs))

    async def _saved(self) -> None:
        """Wait for what is being kept: it must not come after the end of the draft."""
        if self._saving is not None:
            with suppress(WorkerError):
                await self._saving.wait()

    async def _save(
        self, keeper: UUID | None, form: str, answers: Answers, photos: tuple[UprightPhoto, ...]
    ) -> None:
        desk = self.kiosk.services.drafts
        if keeper is None:
            return
        with suppress(KioskError):  # the form works without
            if answers:
                await self.kiosk.write(desk.save, keeper, form, answers, photos)
            else:
                await self.kiosk.write(desk.finish, keeper, form)


class StepScreen(FormSteps):
    """A story told to one member, who can go on with it after their next scan."""

    def __init__(self, member: MemberView, draft: DraftView | None = None) -> None:
        """Serve a member.

        Args:
            member: Who scanned.
            draft: What they had half filled in, of this form; None: they begin anew.
        """
        super().__init__()
        self.member = member
        if draft is not None:
            self.go_on_with(draft)

    @property
    def keeper_uid(self) -> UUID | None:
        """The member's."""
        return self.member.uid

    def _writer_uid(self) -> UUID | None:
        return self.member.uid

    def _whose(self) -> str:
        return f"{self.member.name} · {self.errand}"
