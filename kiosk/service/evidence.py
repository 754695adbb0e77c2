"""Photos beside a service entry, or beside the draft of one: each is kept once, by its digest."""

from datetime import datetime

from db.people import add_photo, find_photo_size, find_rendition
from kiosk.people.photo_intake import UprightPhoto, digest_photo

EVIDENCE = "evidence"
"""The size under which such a photo is kept: whole, as `stand_upright` gives it."""


def digest_evidence(photo: UprightPhoto) -> str:
    """The SHA-256 by which a photo beside a service is known."""
    # Not that of the bytes alone: a portrait made of the same file is another photo.
    return digest_photo(EVIDENCE.encode() + photo.jpeg)


def keep_evidence(photo: UprightPhoto, at: datetime) -> str:
    """Keep a photo, inside a transaction; returns its digest. At: when, UTC."""
    sha256 = digest_evidence(photo)
    add_photo(sha256, photo.width, photo.height, at, [(EVIDENCE, photo.jpeg)])
    return sha256


def find_evidence(sha256: str) -> UprightPhoto | None:
    """A photo that was kept, or None where it was erased."""
    size, jpeg = find_photo_size(sha256), find_rendition(sha256, EVIDENCE)
    return UprightPhoto(jpeg, *size) if size and jpeg else None
