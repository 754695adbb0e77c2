"""The day by which a promise is to be kept, typed in digits: any one within a year."""

from textual.widgets import Label

from kiosk.errors import RefusedError
from kiosk.service.checking import check_due
from screens.supervisor.badge_days import DayPad, typed_day


class DueDayPad(DayPad):
    """A day on which a promise can be due; of any other it says why not."""

    def _done(self) -> None:
        if not self._why_not():
            super()._done()

    def _show(self) -> None:
        super()._show()
        if why_not := self._why_not():
            meaning = self.query_one("#day-meaning", Label)
            meaning.add_class("impossible")
            meaning.update(f"▲ {why_not}")

    def _why_not(self) -> str:
        day = typed_day(self._typed, self._today)
        try:
            if day is not None:
                check_due(day, self._today)
        except RefusedError as refused:
            return refused.sentence
        return ""
