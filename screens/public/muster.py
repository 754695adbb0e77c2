"""The roll call: who is missing, in faces and in digits, until a supervisor's PIN ends it."""

import time
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from functools import partial
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.timer import Timer

from kiosk.attendance.muster.report import save_report
from kiosk.attendance.muster.views import MusterScan, MusterView, SeenView
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.views import MemberView
from screens.base import KioskScreen
from screens.public import muster_questions as questions
from screens.public import muster_reading as reading
from screens.public.muster_asking import ChoiceDialog, FindDialog, Option, WordsDialog
from screens.public.muster_ending import EndDialog
from screens.public.muster_parts import (
    ANSWERED_S,
    BREAKPOINTS,
    HeardStrip,
    MusterAnswer,
    MusterBand,
    MusterCount,
)
from screens.public.muster_report import MusterReportDialog
from screens.public.muster_undoing import Marks
from screens.public.muster_wall import MusterWall
from screens.widgets.board.faces import Faces
from screens.widgets.keys import KeyBar

STILL_S = 8.0
"""Seconds after the last key during which no card moves: somebody may be about to press one."""

ALONE_S = 0.3
"""Seconds for which a digit must stand alone: a scanner that stutters must mark nobody."""

CLOSED_S = 3.0
"""Seconds without a digit after a question was closed by time: the rest of a number or PIN that
somebody goes on typing must mark nobody and must not be read in the next field."""


class MusterScreen(KioskScreen):
    """The roll call that runs."""

    CSS_PATH = "muster.tcss"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(key), f"mark({key - 1})", show=False) for key in range(1, 10)),
        Binding("plus,pagedown,down,right", "turn(1)", show=False),
        Binding("minus,pageup,up,left", "turn(-1)", show=False),
        Binding("slash", "find", show=False),
        # Not by Enter: it may end words whose question has just closed.
        Binding("full_stop", "menu", show=False),
    ]

    def __init__(self) -> None:
        """Show nobody until the roll is read."""
        super().__init__()
        self._muster: MusterView | None = None
        self._members: list[MemberView] = []
        self._said_by = ""
        self._answered_at_s = 0.0
        self._touched_at_s = 0.0
        self._digit_at_s = 0.0
        self._marking: Timer | None = None
        self._closed_at_s = -CLOSED_S
        self._unheard = ""

    @property
    def muster(self) -> MusterView | None:
        """The roll as it was last read."""
        return self._muster

    def compose(self) -> ComposeResult:
        """What it is, how many, who, what a badge came to, keys."""
        zone = self.kiosk.site.zone
        yield MusterBand(zone)
        with Horizontal(id="middle"):
            yield MusterCount()
            yield MusterWall(Faces(self._find_photo, self.kiosk.photos), zone)
        yield MusterAnswer(zone)
        yield KeyBar(self._keys)

    def on_mount(self) -> None:
        """Read the roll and let the time run."""
        self.set_interval(1.0, self.tick)
        self._read()

    def on_screen_resume(self) -> None:
        """Read what happened meanwhile; say what was typed in vain."""
        self._read()
        if self._unheard:
            words, self._unheard = self._unheard, ""
            self.kiosk.tell(_("“{words}” was not entered.").format(words=words))

    def session_ended(self) -> None:
        """A question was closed by time, or by a real roll call that was started."""
        dialogs = self.app.screen_stack[1:]
        if dialogs:
            self._closed_at_s = time.monotonic()
        typed = [one.typed for one in dialogs if isinstance(one, WordsDialog | FindDialog)]
        self._unheard = next((words for words in typed if words), "")

    async def record_changed(self) -> None:
        """Somebody was seen, here or elsewhere."""
        self._read()

    async def speak(self) -> None:
        """Say everything again; the page stays."""
        for part in (MusterBand, MusterCount, MusterWall, MusterAnswer, KeyBar):
            self.query_one(part).redraw()

    def begin(self) -> None:
        """A muster was just started here."""
        self._muster = None
        self._closed_at_s = -CLOSED_S
        self._read()

    def show_scan(self, scan: MusterScan) -> None:
        """Answer a badge, large, without leaving the roll; above a question that is open."""
        self._answered_at_s = time.monotonic()
        question = self.app.screen
        for strip in question.query(HeardStrip):
            strip.show(scan)
        if isinstance(question, WordsDialog):
            question.hear(scan)
        if not question.query(HeardStrip):
            self.query_one(MusterAnswer).show(scan)
        self._read()

    def tick(self) -> None:
        """Once a second: the time runs, answers go away, who was seen gives up the place."""
        is_asked = bool(self.app.screen.query(HeardStrip))
        if self._muster is None or not (self.is_current or is_asked):
            return
        now = self._now()
        self.query_one(MusterBand).show(self._muster, now)
        answer = self.query_one(MusterAnswer)
        if answer.scan is not None and time.monotonic() - self._answered_at_s >= ANSWERED_S:
            answer.show(None)
        if self._is_still and self._has_seen_cards:
            self._show_wall(anew=True)

    # Reading

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        services = self.kiosk.services
        running = self.kiosk.mustering.running
        if running is None:
            return
        try:
            muster = await self.kiosk.read(services.muster.view, running.uid)
            if not self._members:
                self._members = await self.kiosk.read(services.people.list_members)
        except KioskError as error:
            self.kiosk.tell(error.sentence)
            return
        except LookupError:  # it was a second one and has just joined the first, which comes next
            return
        self._show(muster)

    def _show(self, muster: MusterView) -> None:
        is_other = self._muster is None or self._muster.uid != muster.uid
        self._muster = muster
        if is_other:  # nobody has said yet who marks by hand
            self._said_by = ""
        self.query_one(MusterBand).show(muster, self._now())
        self.query_one(MusterCount).show(muster)
        self._show_wall(anew=is_other)
        self.query_one(KeyBar).redraw()

    def _show_wall(self, *, anew: bool) -> None:
        if self._muster is not None:
            self.query_one(MusterWall).tell(self._muster.missing, self._now(), anew=anew)

    async def _find_photo(self, photo: str, size: str) -> bytes | None:
        return await self.kiosk.read(self.kiosk.services.people.find_photo, photo, size)

    def _now(self) -> datetime:
        return self.kiosk.services.context.clock.now()

    @property
    def _is_still(self) -> bool:
        return time.monotonic() - max(self._touched_at_s, self.kiosk.touched_at) >= STILL_S

    @property
    def _has_seen_cards(self) -> bool:
        wall = self.query_one(MusterWall)
        return not all(wall.is_missing(one) for one in wall.shown)

    # What people do

    def _keys(self) -> list[tuple[str, str]]:
        wall = self.query_one(MusterWall)
        keys = [("1-9", _("Seen")), ("slash", _("Find"))]
        if wall.pages > 1:  # round at the ends, so one key is enough where there is little room
            keys.append(("plus", _("Next page")))
        return [*keys, ("full_stop", _("More · end")), ("f2", "中文 / EN"), ("f3", _("Colours"))]

    def action_back(self) -> None:
        """Nowhere: while the roll is called the terminal is the roll call."""

    def action_turn(self, by: int) -> None:
        """Turn pages."""
        self.query_one(MusterWall).turn(by)
        self._show_wall(anew=True)
        self.query_one(KeyBar).redraw()

    def on_muster_wall_chosen(self, message: MusterWall.Chosen) -> None:
        """Mark the one who was touched."""
        message.stop()
        shown = self.query_one(MusterWall).shown
        if message.place < len(shown):
            self._do(self._mark(shown[message.place].member))

    def action_mark(self, place: int) -> None:
        """Mark the one at a place of the page, when no other digit comes close to this one."""
        before, self._digit_at_s = self._digit_at_s, time.monotonic()
        if self._marking is not None:
            self._marking.stop()
        if self._digit_at_s - self._closed_at_s < CLOSED_S:
            self._closed_at_s = self._digit_at_s
            self.kiosk.tell(_("The question had closed: nobody was marked. Wait, then press."))
            return
        if self._digit_at_s - before < ALONE_S:
            self.kiosk.tell(_("Too fast: nobody was marked. Press one key at a time."))
            return
        shown = self.query_one(MusterWall).shown
        if place < len(shown):
            self._touched_at_s = self._digit_at_s
            mark = partial(self._mark, shown[place].member)
            self._marking = self.set_timer(ALONE_S, lambda: self._do(mark()))

    def action_find(self) -> None:
        """Find somebody and mark them."""
        self._do(self._find())

    def action_menu(self) -> None:
        """What else there is: visitors, taking back, the end."""
        self._do(self._choose())

    def _do(self, what: Coroutine[object, object, None]) -> None:
        self._touched_at_s = time.monotonic()
        self.run_worker(self._done(what), name="muster", group="do")

    async def _done(self, what: Coroutine[object, object, None]) -> None:
        try:
            await what
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
        self._read()

    async def _mark(self, member: MemberView) -> None:
        """Mark somebody seen, unless they are already: then nobody is asked who says so."""
        mark = next((one for one in self._seen if one.person.member.uid == member.uid), None)
        if mark is not None:
            self.show_scan(MusterScan("already", mark.at, member))
            return
        by = await self._who_says(lambda: reading.mark_words(member))
        if by:
            desk = self.kiosk.services.muster
            self.show_scan(await self.kiosk.write(desk.mark_safe, member.uid, by))

    async def _who_says(self, about: Callable[[], str]) -> str:
        """The name of who marks by hand, asked for once."""
        if not self._said_by:
            self._said_by = await questions.ask_warden(self.kiosk, about, self._members)
        return self._said_by

    async def _find(self) -> None:
        dialog = FindDialog(lambda: _("Who was seen?"), self._found)
        member = await self.app.push_screen_wait(dialog)
        if member is not None:
            await self._mark(member)

    def _found(self, words: str) -> Sequence[Option[MemberView]]:
        if self._muster is None:
            return ()
        zone = self.kiosk.site.zone
        return questions.find_people(self._muster, self._members, words, self._now(), zone)

    async def _choose(self) -> None:
        what = await self.app.push_screen_wait(ChoiceDialog(lambda: _("Roll call"), self._more))
        if what is not None:
            await what()

    def _more(self) -> list[Option[Callable[[], Coroutine[object, object, None]]]]:
        return [
            Option(self._visitor_here, reading.visitor_here()),
            Option(self._visitor_missing, reading.visitor_missing()),
            Option(self._undo, reading.take_back()),
            Option(self._other_name, reading.other_name(), self._said_by),
            Option(self._end, _("End the roll call"), _("number and PIN")),
        ]

    async def _visitor_here(self) -> None:
        await self._add_visitor(reading.visitor_here, is_here=True)

    async def _visitor_missing(self) -> None:
        await self._add_visitor(reading.visitor_missing, is_here=False)

    async def _add_visitor(self, about: Callable[[], str], *, is_here: bool) -> None:
        by = await self._who_says(about)
        visitors = self._muster.visitors if self._muster else 0
        name = await questions.ask_visitor(self.kiosk, visitors) if by else ""
        if name:
            desk = self.kiosk.services.muster
            await self.kiosk.write(desk.add_visitor, name, by, is_here=is_here)

    async def _other_name(self) -> None:
        by = await questions.ask_warden(self.kiosk, reading.other_name, self._members)
        self._said_by = by or self._said_by

    async def _undo(self) -> None:
        by = await self._who_says(reading.take_back)
        mark = await questions.ask_mark(self.kiosk, self._marks) if by else None
        if mark is None or not await questions.is_sure(self.kiosk, mark):
            return
        reason = await questions.ask_reason(self.kiosk)
        if reason:
            undo = self.kiosk.services.muster.undo
            await self.kiosk.write(undo, mark.person.member.uid, by, reason)
            self.query_one(MusterAnswer).show(None)

    @property
    def _seen(self) -> Sequence[SeenView]:
        return self._muster.seen if self._muster else ()

    def _marks(self) -> Marks:
        return Marks(self._seen, self._now(), self.kiosk.site.zone)

    async def _end(self) -> None:
        services = self.kiosk.services
        dialog = EndDialog(
            lambda number, pin: services.muster.admit(services.access, number, pin),
            lambda: len(self._muster.missing) if self._muster else 0,
            self.kiosk.site.zone,
        )
        supervisor = await self.app.push_screen_wait(dialog)
        if supervisor is None:
            return
        mode = self.kiosk.mustering
        mode.is_reporting = True
        try:
            await self._report(supervisor)
        finally:
            mode.is_reporting = False
        self.kiosk.go_home()

    async def _report(self, supervisor: MemberView) -> None:
        services, mode = self.kiosk.services, self.kiosk.mustering
        end = services.muster.end
        muster = await self.kiosk.write(end, supervisor.number, supervisor.name)
        mode.note_end()
        site = self.kiosk.site
        path = await self.kiosk.write(save_report, services.context.home, muster, site)
        await self.app.push_screen_wait(MusterReportDialog(muster, site, path))
