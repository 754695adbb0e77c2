"""Names of people and posts: how long, and which of them are the same."""

import unicodedata

LONGEST_NAME = 60
"""Characters; the longest names in passports have about as many."""


def name_key(name: str) -> str:
    """A name without case, width and the blanks that line up short Chinese names."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
