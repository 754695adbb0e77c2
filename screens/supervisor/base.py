"""What a supervisor's screens have in common: who is at work, and that it ends by itself."""

from uuid import UUID

from screens.base import KioskScreen

IDLE_S = 60.0
"""Seconds without a touch after which a supervisor's session ends."""

FORM_IDLE_S = 120.0
"""The same where something is being set or typed: looking at a plan or at a list takes a while."""


class SupervisorScreen(KioskScreen):
    """A screen above the supervisor's day; it closes with the session."""

    idle_s: float | None = IDLE_S

    @property
    def by(self) -> UUID | None:
        """The key of the supervisor at work, as the ledger names who did something."""
        supervisor = self.kiosk.supervisor
        return supervisor.uid if supervisor else None
