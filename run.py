"""The front door: reads the command line, opens the kiosk or runs one command."""

import sys

from kiosk.commands import main

if __name__ == "__main__":
    sys.exit(main())
