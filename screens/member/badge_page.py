"""A badge that is held to the scanner on a page, where it means somebody and checks nobody in."""

from dataclasses import dataclass

from kiosk.attendance.views import Scan
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.badge_trial import try_code
from kiosk.people.views import MemberView
from screens.dialogs.pick_list import Choice, PickList
from screens.member.steps import StepScreen

_MEANS_SOMEBODY = frozenset({"", "badge_expired", "badge_not_yet"})
"""Results of a trial with which a badge says whose it is; the dates are the gate's business."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A badge that was shown to a page.

    Attributes:
        scan: As it arrived.
        member: Whose it is.
    """

    scan: Scan
    member: MemberView


class BadgePage(StepScreen):
    """A story in which a badge can be an answer.

    Only while a question waits for one. Every other scan goes the way of all scans, and so does
    one that says nobody: whoever comes to the gate is never swallowed.
    """

    _waits_for_badge = False

    async def take_scan(self, scan: Scan) -> bool:
        """Take a scan while a badge is waited for."""
        if not self._waits_for_badge:
            return False
        # By the app: a scan outlives the page that it was shown to.
        self.kiosk.run_worker(self._look_up(scan), name="badge shown")
        return True

    def badge_shown(self, shown: Shown) -> bool:
        """Somebody's badge was shown.

        Returns:
            Whether the page had a use for it; else it is a scan as all others.
        """
        raise NotImplementedError

    async def to_the_gate(self, scan: Scan) -> None:
        """Have a scan decided after all."""
        await self.kiosk.scan_line.put(scan)

    async def _look_up(self, scan: Scan) -> None:
        self.kiosk.devices.forget(scan)  # the same badge may come to the gate right after
        context = self.kiosk.services.context
        try:
            trial = await self.kiosk.read(try_code, context, scan.text)
        except KioskError:
            trial = None  # the gate says what is wrong
        is_used = (
            trial is not None
            and trial.member is not None
            and trial.reason in _MEANS_SOMEBODY
            and self._waits_for_badge
            and self.is_current
            and self.badge_shown(Shown(scan, trial.member))
        )
        if not is_used:
            await self.to_the_gate(scan)

    def refuse_own(self, shown: Shown) -> bool:
        """Say so where a member shows their own badge; returns whether they did."""
        is_own = shown.member.uid == self.member.uid
        if is_own:
            sentence = _("That is your own badge. The one who was served shows theirs.")
            self.kiosk.tell(sentence, "refused")
        return is_own


def ask_whether_served(shown: Shown) -> PickList[bool]:
    """Whether a badge was shown as the answer, and not to come or go."""
    return PickList(
        lambda: _("Was it done for {name}? Nobody was checked in or out.").format(
            name=f"{shown.member.name} {shown.member.number}"
        ),
        lambda: [
            Choice(value=True, label=_("Yes, for them")),
            Choice(
                value=False, label=_("No, they come or go"), note=_("their scan is counted now")
            ),
        ],
    )
