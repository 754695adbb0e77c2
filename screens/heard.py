"""When a key was pressed, as its scanner or hand would tell: on the clock of the keyboard's reader.

That clock leaves out what the reader itself lost, so that a scan is never cut in two; it falls ever
more behind the clock of Textual's messages, which tells when a message was made. Pauses are
measured by this one, everything else by that one; the two are never compared.
"""

from textual.message import Message

_KEY = "heard_s"


def note_heard(message: Message, at_s: float) -> None:
    """Keep when the terminal gave what a message tells of, in seconds of the reader's clock."""
    vars(message)[_KEY] = at_s


def heard_s(message: Message) -> float:
    """When the terminal gave what a message tells of; when it was made, where nobody noted that."""
    at_s: float = vars(message).get(_KEY, message.time)
    return at_s
