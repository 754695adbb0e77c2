"""Refusals of a whole file, each with its code."""

from kiosk.errors import RefusedError


class RosterRefused(RefusedError):
    """A roster or a folder of photos that can't be read at all; nothing was changed.

    The codes: `no_file`, `too_many_bytes`, `too_many_rows`, `too_many_entries`, `bomb`,
    `unsafe_archive`, `damaged`, `old_excel`, `unknown_encoding`, `not_a_table`, `empty`,
    `missing_column`, `double_column`.
    """
