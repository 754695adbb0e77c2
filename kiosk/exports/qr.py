"""The QR code of a badge: version 2, error level H, digits only (ISO/IEC 18004)."""

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
