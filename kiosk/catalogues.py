"""Message catalogues: compiled for the kiosk, checked by tests. Needs Babel, the kiosk does not."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def merge_catalogues(sources: list[Path], language: str) -> Catalog:
    """One catalogue of all rooms' catalogues; where two disagree, the first one's words stand."""
    merged = Catalog(locale=language, domain="kiosk")
    for message in _messages(sources, language):
        if message.id not in merged:
            merged.add(message.id, message.string, flags=message.flags)
    return merged


def find_disagreements(sources: list[Path], language: str) -> list[str]:
    """The messages that two rooms translate in two ways."""
    merged = merge_catalogues(sources, language)
    return [
        str(message.id)
        for message in _messages(sources, language)
        if (chosen := merged.get(message.id)) and chosen.string != message.string
    ]


def _messages(sources: list[Path], language: str) -> Iterator[Message]:
    for source in sources:
        with source.open("rb") as file:
            yield from (message for message in read_po(file, locale=language) if message.id)


def compile_catalogues(sources: list[Path], language: str) -> bytes:
    """The merged catalogue in GNU's binary form."""
    data = io.BytesIO()
    write_mo(data, merge_catalogues(sources, language))
    return data.getvalue()
