"""The front door: reads the command line, opens the kiosk or runs one command."""

import sys

from kiosk.commands import main
from kiosk.config import Home


def open_kiosk(home: Home, wall: bool) -> int:
    """Open the screens on a home, with the wall display or not; returns the exit code."""
    from screens.opening import run_kiosk  # no command pays for the screens

    return run_kiosk(home, wall=wall)


if __name__ == "__main__":
    sys.exit(main(open_kiosk=open_kiosk))
