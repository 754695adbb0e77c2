"""What people see in the terminal. Imports the kiosk, never the database."""

import os

# Textual reads this when it is first imported, from wherever: with kitty's key protocol the shift
# key is a key of its own and cuts a scan in two.
os.environ.setdefault("TEXTUAL_DISABLE_KITTY_KEY", "1")
