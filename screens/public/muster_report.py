"""The report of a muster that has ended, to be read before the board comes back."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from kiosk.attendance.muster.report import screen_lines
from kiosk.attendance.muster.views import MusterView
from kiosk.attendance.muster.words import BOTH
from kiosk.i18n import _
from kiosk.oversight.views import SiteView
from screens.base import KioskDialog
from screens.public.muster_columns import in_columns
from screens.widgets.countdown import Countdown
from screens.widgets.keys import KeyBar

_EDGES = 5
"""Cells left and right of the report, its scroll bar among them."""


class MusterReportDialog(KioskDialog[None]):
    """Shows the report; goes away by a key or after a while."""

    CSS_PATH = "muster_report.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("0,enter", "leave_dialog", show=False),
        Binding("1", "print", show=False),
        Binding("plus,pagedown", "page(1)", show=False),
        Binding("minus,pageup", "page(-1)", show=False),
        Binding("down", "line(1)", show=False),
        Binding("up", "line(-1)", show=False),
    ]

    idle_s: float | None = 180

    def __init__(
        self, muster: MusterView, site: SiteView, path: Path | None, *, is_new: bool = True
    ) -> None:
        """Show a report.

        Args:
            muster: The muster that has ended.
            site: Where it was.
            path: Where the report was saved; None where it was not.
            is_new: Whether it has just been made; else it was found in the day.
        """
        super().__init__()
        self._muster, self._site, self._path = muster, site, path
        self._is_new = is_new

    def compose(self) -> ComposeResult:
        """The kind, the report, where it is."""
        kind = self._muster.kind
        yield Static(f"  {BOTH[kind]} · " + _("report"), id=f"report-{kind}", markup=False)
        with VerticalScroll(id="report"):
            yield Static(self._text(), markup=False)
        yield Static(self._where(), id="report-where", markup=False)
        yield Countdown()
        yield KeyBar(
            [
                ("1", _("Print")),
                ("plus", _("Next page")),
                ("minus", _("Previous page")),
                ("0", _("Board") if self._is_new else _("Back")),
                ("f2", "中文 / EN"),
            ]
        )

    def _text(self) -> Content:
        looks = {"title": "bold", "heading": "bold", "urgent": "bold $text-warning", "plain": ""}
        width = max(1, self.app.size.width - _EDGES)
        lines = in_columns(screen_lines(self._muster, self._site, width), width)
        return Content.assemble(*((line.text + "\n", looks[line.look]) for line in lines))

    def _where(self) -> str:
        if not self._is_new:
            return ""
        if self._path is None:
            return "▲ " + _("The report could not be saved as a file; it is in the day.")
        return _("Saved as {file}").format(file=f"{self._path.parent.name}/{self._path.name}")

    async def action_print(self) -> None:
        """Look at it as paper, then print or keep it."""
        from screens.public.muster_print import MusterPrintScreen  # costs nothing until needed

        await self.kiosk.push_screen(MusterPrintScreen(self._muster, self._site))

    def action_page(self, by: int) -> None:
        """Turn pages."""
        report = self.query_one("#report", VerticalScroll)
        report.scroll_relative(y=by * max(1, report.size.height - 2), animate=False)

    def action_line(self, by: int) -> None:
        """Go on by a line."""
        self.query_one("#report", VerticalScroll).scroll_relative(y=by, animate=False)
