"""Opening a site in an emergency: a file that can't be written is read as it stands."""

from kiosk.clock import Clock
from kiosk.config import Home
from kiosk.opening import open_or_read
from kiosk.services import Services


def open_even_unwritable(
    home: Home, clock: Clock | None = None, *, thorough: bool = False
) -> Services:
    """Open a site as `open_or_read` does; what a muster kept in its journal goes into the record.

    Where the file can't be written a muster keeps its marks in a journal.

    Args:
        home: The site's folder.
        clock: What tells the time; None: the machine's own.
        thorough: As for `open_services`.

    Raises:
        KioskError: The file can't be read either; says what `open_services` said.
    """
    services, unwritable = open_or_read(home, clock, thorough=thorough)
    if unwritable is None:
        services.muster.take_over()
    return services
