"""What the store can answer instead of an answer. Front ends never see a driver's exception."""


class StoreError(Exception):
    """Something the store could not do.

    Attributes:
        code: Stable word for programs, such as `locked` or `newer_schema`.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        """Keep the code; `detail` is for the log of the machine's keeper, never for the screen."""
        super().__init__(detail or code)
        self.code = code


class NotStored(StoreError):
    """A write did not become durable: `full`, `locked`, `read_only`, `damaged` or `broken`."""


class Conflict(StoreError):
    """A constraint refused the write: somebody else was first. Decide anew."""


class UnusableFile(StoreError):
    """The database file may not be opened.

    The code is `missing`, `not_a_database`, `foreign`, `damaged`, `newer_schema` or `read_only`.
    """
