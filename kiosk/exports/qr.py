"""QR codes on paper (ISO/IEC 18004): of a badge, version 2 with digits only; of an address."""

QUIET_MODULES = 4
"""White squares round a code, as the standard asks for."""
_VERSION = 2


def qr_rows(code: str) -> list[list[bool]]:
    """The 25 rows of a badge's code, True for black, without the white rim.

    Level H: up to 30 % of the code words may be lost.
    """
    import qrcode  # 138 ms

    picture = qrcode.QRCode(
        version=_VERSION, border=0, error_correction=qrcode.constants.ERROR_CORRECT_H
    )
    picture.add_data(code)  # digits alone are packed as digits
    picture.make(fit=False)
    return [[bool(square) for square in row] for row in picture.get_matrix()]


def link_rows(address: str) -> list[list[bool]]:
    """The rows of an address's code, True for black, without the white rim.

    Level Q: up to 25 % of the code words may be lost, as on a sign that hangs in the dust.
    """
    import qrcode

    picture = qrcode.QRCode(border=0, error_correction=qrcode.constants.ERROR_CORRECT_Q)
    picture.add_data(address)
    picture.make()
    return [[bool(square) for square in row] for row in picture.get_matrix()]
