"""Message catalogues: compiled for the kiosk, checked by tests. Needs Babel, the kiosk does not."""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def merge_catalogues(sources: list[Path], language: str) -> Catalog:
    """One catalogue of all rooms' catalogues.

    Raises:
        ValueError: Two rooms translate one message in two ways.
    """
    merged = Catalog(locale=language, domain="kiosk")
    for source in sources:
        with source.open("rb") as file:
            room = read_po(file, locale=language)
        for message in room:
            known = merged.get(message.id) if message.id else None
            if known is not None and known.string != message.string:
                raise ValueError(f"{source.name}: two translations of {message.id!r}")
            if message.id:
                merged.add(message.id, message.string, flags=message.flags)
    return merged


def compile_catalogues(sources: list[Path], language: str) -> bytes:
    """The merged catalogue in GNU's binary form."""
    data = io.BytesIO()
    write_mo(data, merge_catalogues(sources, language))
    return data.getvalue()
