"""What a supervisor's screens have in common: who is at work, and that it ends by itself."""

from uuid import UUID

from screens.base import KioskScreen

IDLE_S = 60.0
"""Seconds without a touch after which a supervisor's session ends."""


class SupervisorScreen(KioskScreen):
    """A screen above the supervisor's day; it closes with the session."""

    idle_s: float | None = IDLE_S

    @property
    def by(self) -> UUID | None:
        """The key of the supervisor at work, as the ledger names who did something."""
        supervisor = self.kiosk.supervisor
        return supervisor.uid if supervisor else None
