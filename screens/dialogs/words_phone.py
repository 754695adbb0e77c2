"""The plug for writing on one's own phone instead: there is no phone page yet."""


def phone_page_address() -> str | None:
    """Where a phone can write into the field on show, or None where there is no phone page.

    Whoever builds the phone page answers here; the field then offers the address by itself.
    """
    return None
