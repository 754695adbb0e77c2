"""Where every scan goes, whoever took it: to the roll call that runs, else to the gate's desk."""

from typing import TYPE_CHECKING

from kiosk.attendance.late import is_late
from kiosk.attendance.muster.views import MusterScan
from kiosk.attendance.views import Scan, ScanResult

if TYPE_CHECKING:
    from kiosk.services import Services


def take_scan(services: "Services", scan: Scan, gate: str = "") -> ScanResult | MusterScan:
    """Decide a scan: while a roll is called it marks somebody safe, else it checks in or out.

    A scan that another process takes in the moment of the start still checks in or out; the roll
    counts it as seen, since its owner stood at a gate. In the minute after the end who was called
    is not checked out. What waits in the journal goes into the record first, if it can: a check-in
    may be among it.

    Args:
        services: The use cases of the open record.
        scan: What was read.
        gate: What read it, where that is not this terminal.
    """
    if is_late(scan, services.context.clock.now()):  # where somebody was then makes nobody safe now
        return services.attendance.scan(scan)
    desk = services.muster
    desk.take_over()
    return desk.scan(scan, gate) or desk.refuse_after_end(scan) or services.attendance.scan(scan)
