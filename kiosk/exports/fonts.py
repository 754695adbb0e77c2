"""The fonts that paper is set in: Chinese ones of this machine, found and looked into.

Fontconfig is asked first. Where it isn't installed (Windows, macOS) the system's usual folders are
looked through. A font counts only when it really holds the words of a badge.
"""

import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kiosk.errors import KioskError
from kiosk.exports.font_folders import candidates_in_folders
from kiosk.i18n import _

PROOF = "姓名职务岗位支部编号有效期至0Aa"
"""A font without any of these can't set a badge."""

_EMBEDDABLE = (".ttf", ".ttc", ".otf", ".otc")
_VARIABLE = 1 << 16
"""Fontconfig counts the instances of a variable font in the upper half of the index."""
_MOST_SECONDS = 20
_MOST_CANDIDATES = 40
_LINE = "%{file}\\t%{index}\\t%{variable}\\n"
_WEIGHTS = {False: "regular", True: "bold"}


@dataclass(frozen=True, slots=True)
class FontFile:
    """One face in a file.

    Attributes:
        path: A TrueType or OpenType file or a collection of them.
        index: The face's place in the collection, from 0.
    """

    path: Path
    index: int = 0


@dataclass(frozen=True, slots=True)
class Fonts:
    """The two weights that paper is set in; the same face twice where there is no bold one."""

    regular: FontFile
    bold: FontFile


@lru_cache(maxsize=1)
def find_fonts() -> Fonts:
    """The Chinese fonts of this machine; looked for once.

    Raises:
        KioskError: `no_font`; its sentence says what to install.
    """
    regular = _first_proven(_candidates(bold=False))
    if regular is None:
        raise _no_font()
    return Fonts(regular, _first_proven(_candidates(bold=True)) or regular)


def find_font_for(character: str) -> FontFile | None:
    """Any font of this machine that holds a rare character, or None."""
    pattern = f":charset={ord(character):x}"
    listed = _asked("fc-list", "--format", _LINE, pattern)
    return _first_proven(sorted(listed, key=lambda font: (font.path.name, font.index)), character)


@lru_cache(maxsize=64)
def characters_of(font: FontFile) -> frozenset[int]:
    """The code points that a font has glyphs for; none when it can't be read or embedded."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(font.path, fontNumber=font.index, lazy=True) as opened:
            # A variable font's first instance may be hair-thin; a static one always stands by it.
            usable = "fvar" not in opened and ("glyf" in opened or "CFF " in opened)
            return frozenset(opened.getBestCmap() or ()) if usable else frozenset()
    except (OSError, TTLibError, ValueError, KeyError):
        return frozenset()


def _first_proven(fonts: Iterable[FontFile], proof: str = PROOF) -> FontFile | None:
    wanted = set(map(ord, proof))
    return next((font for font in fonts if wanted <= characters_of(font)), None)


def _candidates(*, bold: bool) -> Iterator[FontFile]:
    weight = _WEIGHTS[bold]
    yield from _asked("fc-match", "--format", _LINE, f"sans-serif:lang=zh-cn:weight={weight}")
    listed = _asked("fc-list", "--format", _LINE, f":lang=zh-cn:weight={weight}")
    yield from sorted(listed, key=_serif_last)[:_MOST_CANDIDATES]
    yield from (FontFile(path, index) for path, index in candidates_in_folders(bold=bold))


def _serif_last(font: FontFile) -> tuple[bool, str, int]:
    name = font.path.name
    return any(word in name for word in ("Serif", "Mono", "Song", "ming")), name, font.index


def _asked(program: str, *arguments: str) -> list[FontFile]:
    found = shutil.which(program)
    if found is None:
        return []
    try:
        answer = subprocess.run(  # noqa: S603  # our own arguments, no shell
            [found, *arguments], capture_output=True, timeout=_MOST_SECONDS, check=False
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return []
    lines = answer.decode(errors="replace").splitlines()
    return [font for line in lines if (font := _read(line)) is not None]


def _read(line: str) -> FontFile | None:
    path, _tab, rest = line.partition("\t")
    index, _tab, variable = rest.partition("\t")
    if not index.isdecimal() or int(index) >= _VARIABLE or variable == "True":
        return None
    return FontFile(Path(path), int(index)) if path.lower().endswith(_EMBEDDABLE) else None


def _no_font() -> KioskError:
    return KioskError(
        "no_font",
        _(
            "There is no font with Chinese characters to print with. Install one: Debian, Ubuntu:"
            " apt install fonts-noto-cjk; Fedora: dnf install google-noto-sans-cjk-fonts;"
            " Windows: the Chinese supplemental fonts under Optional features;"
            " macOS: Noto Sans CJK SC into the Font Book."
        ),
    )
