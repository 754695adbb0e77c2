"""One member as a supervisor sees them: all that is kept, both photos, and what can be done."""

from collections.abc import Callable, Sequence
from uuid import UUID

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Label

from kiosk.errors import KioskError
from kiosk.i18n import _
from screens.supervisor.base import SupervisorScreen
from screens.supervisor.member_facts import FactList, MemberFile, facts_of
from screens.supervisor.member_lines import state_sentence, waits
from screens.widgets.countdown import Countdown
from screens.widgets.header import SiteHeader
from screens.widgets.keys import KeyBar
from screens.widgets.photos import PhotoView

ROOMY_LINES = 34
"""Lines of a screen from which on the photos are large."""
ROOMY_CELLS = 110
"""Columns from which on they are."""
LARGE_LINES = 45
"""Lines from which on they are as large as they are kept."""
LARGE_CELLS = 160
"""Columns from which on they are."""
MOST_KEYS = 6
"""Doings that fit a narrow screen beside the way back."""
_BLIND = {"1", "2", "6"}
"""Keys of a quick hand that are kept until the member was read; no photo is judged unseen."""

Photos = tuple[bytes | None, bytes | None]
"""The photo on the board and the one that waits."""


class MemberPageScreen(SupervisorScreen):
    """A page of the members' list; `+` and `-` turn to the next and the one before."""

    CSS_PATH = "member_page.tcss"

    def __init__(
        self,
        uid: UUID,
        order: Sequence[UUID] = (),
        add_another: Callable[[], object] | None = None,
    ) -> None:
        """Open a member.

        Args:
            uid: Their key.
            order: The keys of those one may turn to, in order; this one is among them.
            add_another: Given for a member who was just added, who is led on from step to step;
                opens the form for the next one.
        """
        super().__init__()
        self._uid = uid
        self._order = list(order) or [uid]
        self._file: MemberFile | None = None
        self._photos: Photos = (None, None)
        self._pressed_early = ""
        self._add_another = add_another

    def compose(self) -> ComposeResult:
        """The name on top, the photos at the left, the facts beside them."""
        yield SiteHeader()
        with Vertical(id="member"):
            yield Label(id="member-title", markup=False)
            with Horizontal(id="member-body"):
                for which in ("shown", "waiting"):
                    with Vertical(id=f"photo-{which}", classes="member-photo"):
                        yield PhotoView()
                        yield Label(id=f"caption-{which}", markup=False)
                yield FactList()
        yield KeyBar(self._keys)
        yield Countdown()

    def on_mount(self) -> None:
        """Show what is known so far."""
        self._show()

    def on_screen_resume(self) -> None:
        """Read; what was opened above this page may have changed something."""
        self._read()

    def on_resize(self, event: events.Resize) -> None:
        """Large photos where there is room."""
        width, height = event.size
        self.set_class(width >= ROOMY_CELLS and height >= ROOMY_LINES, "-roomy")
        self.set_class(width >= LARGE_CELLS and height >= LARGE_LINES, "-large")

    async def speak(self) -> None:
        """Say everything again."""
        await super().speak()
        self._show()

    async def record_changed(self) -> None:
        """Read again."""
        self._read()

    @work(group="read", exclusive=True)
    async def _read(self) -> None:
        try:
            file = await self.kiosk.read(self._fetch, self._uid)
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
            return
        self._file, self._photos = file
        self._show()
        early, self._pressed_early = self._pressed_early, ""
        if early in self._doings():
            self._doings()[early][1]()
        elif self._add_another is not None and self.app.screen is self:
            self._lead_on(file[0].kept.name)

    def _lead_on(self, name: str) -> None:
        from screens.supervisor.leaving_form import AddedDialog

        self.app.push_screen(AddedDialog(name), self._step_on)

    def _step_on(self, answer: str | None) -> None:
        another = self._add_another
        if answer == "photo":
            self._take_photo()
        elif answer == "badge":
            self._print_badge()
        else:
            self._add_another = None
        if answer == "another" and another is not None:
            self.dismiss(None)
            another()

    def _fetch(self, uid: UUID) -> tuple[MemberFile, Photos]:
        services = self.kiosk.services
        kept = services.keeping.get_kept(uid)
        view = services.people.get_page(uid).member
        badges = tuple(services.badges.history(uid))
        find = services.people.find_photo
        photos = find(kept.photo, "large"), find(kept.waiting_photo, "large")
        return MemberFile(kept, view, badges), photos

    def _show(self) -> None:
        if self._file is None or not self.query(KeyBar):  # it may be spoken anew just now
            return
        kept = self._file.kept
        self.query_one("#member-title", Label).update(self._title())
        for which, key, photo in zip(
            ("shown", "waiting"), (kept.photo, kept.waiting_photo), self._photos, strict=True
        ):
            self.query_one(f"#photo-{which} PhotoView", PhotoView).show(photo, key or "")
        self.query_one("#photo-waiting").display = waits(kept)
        shown = _("On the board") if kept.photo and not kept.left_at else state_words(self._file)
        self.query_one("#caption-shown", Label).update(shown)
        self.query_one("#caption-waiting", Label).update(_("▲ waits for approval"))
        self.query_one(FactList).show(facts_of(self._file, self.kiosk.site.zone))
        self.query_one(KeyBar).redraw()

    def _title(self) -> str:
        if self._file is None:
            return ""
        kept, place = self._file.kept, self._order.index(self._uid) + 1
        of = f"   {place}/{len(self._order)}" if len(self._order) > 1 else ""
        return f"{kept.name} · {kept.number}{of}"

    def _keys(self) -> list[tuple[str, str]]:
        turns = [("plus", ""), ("minus", _("Turn"))] if len(self._order) > 1 else []
        doings = [(key, label) for key, (label, _do) in self._doings().items()]
        if len(doings) > MOST_KEYS and self.app.size.width < ROOMY_CELLS:
            doings = [doing for doing in doings if doing[0] != "5"]  # it works; 0 must be seen
        return [*doings, ("0", _("Back")), *turns, ("f2", "中文 / EN")]

    def _doings(self) -> dict[str, tuple[str, Callable[[], None]]]:
        """What can be done now, by key: the keys stay the same whatever is possible."""
        if self._file is None:
            return {}
        kept = self._file.kept
        if kept.left_at is not None:  # nothing else makes sense for somebody who is not here
            return {"6": (_("Take back"), self._back)}
        doings: dict[str, tuple[str, Callable[[], None]]] = {
            "1": (_("Change"), self._change),
            "2": (_("Photo"), self._take_photo),
        }
        if kept.waiting_photo:
            doings["3"] = (_("Approve"), self._approve)
            doings["4"] = (_("Refuse"), self._refuse)
        if kept.photo:
            doings["5"] = (_("Take down"), self._remove)
        return {**doings, "6": (_("Let go"), self._let_go), "7": (_("Badge"), self._badge)}

    def on_key(self, event: events.Key) -> None:
        """One of the doings, or another member."""
        doing = self._doings().get(event.character or "")
        if self._file is None and event.character in _BLIND:
            self._pressed_early = event.character
        elif doing is not None:
            event.stop()
            doing[1]()
        elif event.character in {"+", "-"} or event.key in {"pagedown", "pageup"}:
            event.stop()
            self._turn(1 if event.character == "+" or event.key == "pagedown" else -1)

    def _turn(self, by: int) -> None:
        place = (self._order.index(self._uid) + by) % len(self._order)
        self._uid = self._order[place]
        self._read()

    def _open(self, screen: Screen[None]) -> None:
        self.app.push_screen(screen)

    def _change(self) -> None:
        from screens.supervisor.member_form import MemberFormScreen  # each costs when it is opened

        if self._file is not None:
            self._open(MemberFormScreen(self._file.kept))

    def _take_photo(self) -> None:
        from screens.supervisor.photo_choose import PhotoErrand

        if self._file is not None:
            self._open(PhotoErrand(self._file.view))

    def _badge(self) -> None:
        from screens.supervisor.badge_page import BadgePage

        if self._file is not None:
            self._open(BadgePage(self._file.view))

    def _print_badge(self) -> None:
        from screens.supervisor.badge_print import PrintScreen

        if self._file is not None:
            self._open(PrintScreen([self._file.view]))

    def _refuse(self) -> None:
        from screens.supervisor.member_errands import RefusePhotoErrand

        if self._file is not None:
            self._open(RefusePhotoErrand(self._file.view))

    def _remove(self) -> None:
        from screens.supervisor.member_errands import RemovePhotoErrand

        if self._file is not None:
            self._open(RemovePhotoErrand(self._file.view))

    def _let_go(self) -> None:
        from screens.supervisor.member_leave import LetGoErrand

        if self._file is not None:
            self._open(LetGoErrand(self._file.view, self._file.badges))

    def _back(self) -> None:
        from screens.supervisor.member_leave import TakeBackErrand

        if self._file is not None:
            self._open(TakeBackErrand(self._file.view, self._file.badges))

    def _approve(self) -> None:
        self._approve_photo()

    @work(group="approve", exclusive=True)
    async def _approve_photo(self) -> None:
        approve = self.kiosk.services.keeping.approve_photo
        try:
            await self.kiosk.write(approve, self._uid, by=self.by)
        except KioskError as error:
            self.kiosk.tell(error.sentence, "refused")
        else:
            self.kiosk.tell(_("Approved: the photo is on the board now."), "stored")
        self._read()


def state_words(file: MemberFile) -> str:
    """What stands under the photo that is shown, or under the figure in its stead."""
    kept = file.kept
    return _("No photo yet") if kept.photo is None else state_sentence(kept)
