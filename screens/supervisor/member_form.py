"""The form to add a member or change one; it is stored as a whole or not at all.

What was written and not stored is its writer's draft, each second, and is offered to them alone
when they open the day again.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from uuid import UUID

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Label

from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.keeping import KeptMember, MemberChange, NewMember
from kiosk.people.numbers import next_number
from kiosk.service.drafts import AT_DESK, DraftView
from kiosk.text import clean_line
from screens.supervisor.base import SupervisorScreen
from screens.supervisor.drafts import FieldsDraft, fields_of
from screens.supervisor.form_parts import ChoiceRow, SaveRow
from screens.supervisor.leaving_form import LeaveFormDialog, NewBranchDialog
from screens.supervisor.member_lines import language_word, standing_words
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar

WRITTEN = {"number": 32, "name": 60, "job": 60, "branch": 60, "phone": 40}
"""The fields that are written, with the most characters of each."""
CHOSEN = ("standing", "language")
"""The fields that are chosen."""
ROOMY_LINES = 30
"""Lines of a screen from which on a field is two lines high."""
TALL_LINES = 36
"""Lines from which on it is three, for gloved fingers."""
KEEP_S = 1.0
"""How often what was written since is kept, in seconds."""
WARN_S = 15
"""Seconds before the session ends from which on an unsaved form says so at its field."""
_STANDINGS = ("member", "probationary", "activist")
_LANGUAGES = ("", "zh_CN", "en")
_FIELD_OF = {
    "no_number": "number",
    "number_taken": "number",
    "no_name": "name",
    "no_phone_number": "phone",
    "unknown_standing": "standing",
    "unknown_language": "language",
}


class MemberFormScreen(SupervisorScreen):
    """One line a field; what is wrong stands under its field."""

    CSS_PATH = "member_form.tcss"

    form = f"{AT_DESK}member"
    """The name under which what was written is kept until it is stored."""

    def __init__(
        self,
        kept: KeptMember | None,
        others: Sequence[KeptMember] = (),
        added: Callable[[UUID], None] | None = None,
    ) -> None:
        """Ask for a member's data.

        Args:
            kept: Who is changed; None adds a new member.
            others: Who is kept already, for the next free number.
            added: Gets the key of a new member once this form is closed.
        """
        super().__init__()
        self._kept = kept
        self._added = added
        self._values = _values(kept, others)
        self._begun_with = dict(self._values)
        self._drafted: dict[str, str] = {}
        self._at = "name" if kept is None else "number"
        self._is_storing = self._is_settled = False
        self._draft: FieldsDraft | None = None
        self._writing: asyncio.Task[UUID] | None = None
        self._wrong: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """What it is for, the fields, a line to keep it with."""
        yield SiteHeader()
        with Vertical(id="form"):
            yield Label(self._title(), id="form-title", markup=False)
            for field, label in _labels().items():
                with Horizontal(classes="form-row"):
                    yield Label(label, classes="form-label", markup=False)
                    yield self._make(field)
                yield Label("", id=f"{field}-wrong", classes="form-wrong", markup=False)
            yield SaveRow(_("Save"))
            yield Label("", id="save-wrong", classes="form-wrong", markup=False)
        yield KeyBar(self._keys)
        yield Countdown()

    def _make(self, field: str) -> Widget:
        if field in WRITTEN:
            hint = self.kiosk.site.branch if field == "branch" else ""
            return Input(
                self._values[field],
                placeholder=hint,
                max_length=WRITTEN[field],
                select_on_focus=False,
                id=field,
            )
        values = _STANDINGS if field == "standing" else _LANGUAGES
        word = standing_words if field == "standing" else language_word
        options = [(value, word(value)) for value in values]
        return ChoiceRow(options, self._values[field], id=field)

    def on_resize(self, event: events.Resize) -> None:
        """Higher fields where there is room."""
        self.set_class(event.size.height >= ROOMY_LINES, "-roomy")
        self.set_class(event.size.height >= TALL_LINES, "-tall")

    def on_mount(self) -> None:
        """Let the keys go into the field that is most likely wanted."""
        if self.by is not None:
            self._draft = FieldsDraft(self.kiosk, self.by, self.form, self.about)
            self._draft.go_on(self._drafted)
        self._point_at(self._at)
        self.every(0.5, self._tell_all)
        self.every(KEEP_S, self._keep)

    def on_unmount(self) -> None:
        """A session that ended with an unsaved form leaves a draft to its supervisor."""
        self._keep()

    @property
    def errand(self) -> str:
        """Whose form it is, where it is offered again."""
        name = self._kept.name if self._kept else clean_line(self._values["name"])
        return name or _("Add a member")

    @property
    def about(self) -> str:
        """The key of who is changed; empty for somebody new."""
        return str(self._kept.uid) if self._kept else ""

    def go_on_with(self, draft: DraftView) -> None:
        """Begin with what this draft holds; call it before the form is shown."""
        written = fields_of(draft)
        self._drafted = {field: written[field] for field in self._values if field in written}
        self._values |= self._drafted

    def _keep(self) -> None:
        """Keep what is written; what is being stored is kept already, and then stored or not."""
        if self._draft is not None and not self._is_settled and self._writing is None:
            self._draft.keep(self._changed)

    @property
    def _changed(self) -> dict[str, str]:
        begun = self._begun_with
        return {field: value for field, value in self._values.items() if value != begun[field]}

    @property
    def _warning(self) -> str:
        """What is said at the field shortly before the session ends with this form unsaved."""
        left_s = self.kiosk.idle_left_s
        if not (self._changed and self.app.screen is self) or left_s is None or left_s > WARN_S:
            return ""
        words = _("▲ Not saved! The session ends in {count} s: press any key to go on.")
        return words.format(count=round(left_s))

    def _tell_all(self) -> None:
        focused = self.focused.id if self.focused else None
        for field in (*_labels(), "save"):
            warning = self._warning if field == focused else ""
            words = warning or self._wrong.get(field, "")
            for label in self.query(f"#{field}-wrong").results(Label):
                label.set_class(bool(warning), "-ending").set_class(bool(words), "-said")
                label.update(words)

    async def speak(self) -> None:
        """Say everything again; what was typed and the cursor's field stay."""
        self._at = (self.focused.id if self.focused else None) or self._at
        await super().speak()
        self._wrong.clear()
        self._point_at(self._at)

    def _title(self) -> str:
        if self._kept is None:
            return _("Add a member")
        return _("Change {name}").format(name=f"{self._kept.name} · {self._kept.number}")

    def _keys(self) -> list[tuple[str, str]]:
        return [
            ("enter", _("Save") if self._is_at_save else _("Next line")),
            ("up", ""),
            ("down", _("Move")),
            ("f4", _("Save")),
            ("f2", "中文 / EN"),
            ("escape", _("Back")),
        ]

    @property
    def _is_at_save(self) -> bool:
        return self.focused is not None and self.focused.id == "save"

    def on_descendant_focus(self) -> None:
        """Enter means something else on the last line."""
        self.query_one(KeyBar).redraw()
        self._tell_all()

    def on_key(self, event: events.Key) -> None:
        """Lines up and down, Enter to the next one, F4 from anywhere."""
        moves: dict[str, Callable[[], object]] = {
            "down": self.focus_next,
            "up": self.focus_previous,
            "enter": self.focus_next,
            "f4": self._store,
        }
        move = moves.get(event.key)
        if move is not None:
            event.stop()
            move()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Keep what is typed over a change of language; what was wrong is being mended."""
        message.stop()
        self._note(message.input.id, message.value)

    def on_choice_row_changed(self, message: ChoiceRow.Changed) -> None:
        """Keep what is chosen."""
        message.stop()
        self._note(message.row.id, message.row.value)

    def _note(self, field: str | None, value: str) -> None:
        if field in self._values and self._values[field] != value:
            self._values[field] = value
            self._say(field, "")

    def on_save_row_pressed(self, message: SaveRow.Pressed) -> None:
        """Keep it."""
        message.stop()
        self._store()

    def action_back(self) -> None:
        """Back at once when nothing was changed; else ask."""
        if self._is_storing:
            return
        if not self._changed:
            super().action_back()
        else:
            self.app.push_screen(LeaveFormDialog(), self._answered)

    def _answered(self, answer: str | None) -> None:
        if answer == "store":
            self._store()
        elif answer == "drop":
            self._is_settled = True
            if self._draft is not None:
                self.kiosk.run_worker(self._draft.end(), name="draft")
            super().action_back()

    def _store(self) -> None:
        if not self._is_storing:
            self._is_storing = True
            self.run_worker(self._store_member(), name="store")

    async def _store_member(self) -> None:
        try:
            if not await self._is_branch_meant():
                self._point_at("branch")
                return
            self._keep()
            # Whoever scans meanwhile closes this form; what was begun is stored all the same.
            self._writing = asyncio.create_task(self._write())
            self._writing.add_done_callback(_noticed)
            uid = await asyncio.shield(self._writing)
        except KioskError as error:
            self._writing = None
            self._refuse(error)
        else:
            self._is_settled = True
            self.dismiss(None)
            if self._kept is None and self._added is not None:
                self._added(uid)
            self.app.call_after_refresh(self.kiosk.tell, _("Stored."), "stored")
        finally:
            self._is_storing = False

    async def _is_branch_meant(self) -> bool:
        branch = clean_line(self._values["branch"], WRITTEN["branch"])
        if not branch or branch == self._begun_with["branch"]:
            return True
        if branch in await self.kiosk.read(self.kiosk.services.keeping.list_branches):
            return True
        return await self.kiosk.push_screen_wait(NewBranchDialog(branch)) == "new"

    async def _write(self) -> UUID:
        store = partial(self._store_as, self.by)
        return await (self._draft.store(store) if self._draft else self.kiosk.write(store))

    def _store_as(self, by: UUID | None) -> UUID:
        keeping = self.kiosk.services.keeping
        if self._kept is None:
            return keeping.add(NewMember(**self._values), by=by)
        keeping.change(self._kept.uid, MemberChange(**self._values), by=by)
        return self._kept.uid

    def _refuse(self, error: KioskError) -> None:
        for each in _labels():
            self._say(each, "")
        field = _FIELD_OF.get(error.code)
        if field is None:
            self.kiosk.tell(error.sentence, "refused")
        else:
            self._say(field, f"▲ {error.sentence}")
            self._point_at(field)

    def _say(self, field: str, sentence: str) -> None:
        self._wrong[field] = sentence
        self._tell_all()

    def _point_at(self, field: str) -> None:
        for widget in self.query(f"#{field}"):
            widget.focus()


def _noticed(written: "asyncio.Task[UUID]") -> None:
    """Whoever left before a refusal came has nobody to tell: the draft of the form stays."""
    if not written.cancelled():
        written.exception()


def _values(kept: KeptMember | None, others: Sequence[KeptMember]) -> dict[str, str]:
    if kept is None:
        return asdict(NewMember(next_number(each.number for each in others), ""))
    return {field: str(getattr(kept, field)) for field in (*WRITTEN, *CHOSEN)}


def _labels() -> dict[str, str]:
    return {
        "number": _("Number"),
        "name": _("Name"),
        "job": _("Job"),
        "branch": _("Branch"),
        "phone": _("Phone"),
        "standing": _("Standing"),
        "language": _("Language"),
    }
