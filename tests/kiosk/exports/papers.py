"""Looking at paper: drawn by poppler or PDFium, read by zxing-cpp."""

import os
import shutil
import subprocess
from datetime import date
from io import BytesIO
from typing import NoReturn

import numpy as np
import pytest
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from kiosk.exports.preview import draw_page

DAY = date(2026, 11, 22)
LONG = (
    "某某建设集团第十二工程有限公司北岸片区安置房及配套基础设施建设项目一标段"
    "工程总承包项目经理部临时党支部委员会联合驻点组"
)
PX_PER_MM = 150 / 25.4
Pixels = NDArray[np.uint8]


def missing_tool(package: str) -> NoReturn:
    """Skip, or fail where everything must run."""
    said = f"tool missing: install {package}"
    if os.environ.get("CI"):
        pytest.fail(said)
    pytest.skip(said)


def need(program: str) -> str:
    """Where a program of poppler's lies."""
    return shutil.which(program) or missing_tool("poppler-utils")


def draw(pdf: bytes, page: int, renderer: str, dpi: int = 150) -> Pixels:
    """One page as rows of red, green, blue."""
    if renderer == "pdfium":
        picture = draw_page(pdf, page, dpi)
        size = picture.height, picture.width, 3
        return np.frombuffer(picture.rgb, np.uint8).reshape(size)
    only = ["-f", str(page + 1), "-l", str(page + 1)]
    command = [need("pdftoppm"), "-r", str(dpi), *only, "-"]
    drawn = subprocess.run(command, input=pdf, capture_output=True, check=True).stdout
    return np.asarray(Image.open(BytesIO(drawn)).convert("RGB"))


def read(picture: Pixels) -> list[str]:
    """The texts of all codes in a picture, from the top left."""
    grey = np.asarray(Image.fromarray(picture).convert("L"))
    found = zxingcpp.read_barcodes(
        grey, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    )
    places = sorted(found, key=lambda one: (one.position.top_left.y // 99, one.position.top_left.x))
    return [one.text for one in places]


def text_of(pdf: bytes) -> str:
    """The text that can be copied out of a document."""
    command = [need("pdftotext"), "-layout", "-", "-"]
    return subprocess.run(command, input=pdf, capture_output=True, check=True).stdout.decode()
