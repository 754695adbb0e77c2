"""The command line: one file a command.

Each command's module has two functions:

    add_parser(commands, options)   declares the command with argparse
    run(args)                       does it, prints what it found and says how it ended

Modules are imported when their command is called. What goes wrong is raised (`KioskError`,
`StoreError`) and told once, by `main`: one line on standard error and the exit code.
"""

from kiosk.commands.front import main

__all__ = ["main"]
