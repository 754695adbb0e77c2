"""Where Chinese fonts lie on machines without fontconfig: Windows, macOS, slim images."""

import os
from collections.abc import Iterator
from pathlib import Path

_REGULAR = (
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansCJKsc-Regular.otf", 0),
    ("SourceHanSansSC-Regular.otf", 0),
    ("msyh.ttc", 0),
    ("Deng.ttf", 0),
    ("simhei.ttf", 0),
    ("Hiragino Sans GB.ttc", 0),
    ("STHeiti Light.ttc", 1),
    ("Arial Unicode.ttf", 0),
    ("wqy-microhei.ttc", 0),
    ("wqy-zenhei.ttc", 0),
)
_BOLD = (
    ("NotoSansCJK-Bold.ttc", 2),
    ("NotoSansCJKsc-Bold.otf", 0),
    ("SourceHanSansSC-Bold.otf", 0),
    ("msyhbd.ttc", 0),
    ("Dengb.ttf", 0),
    ("simhei.ttf", 0),
    ("Hiragino Sans GB.ttc", 2),
    ("STHeiti Medium.ttc", 1),
)
"""File names with the simplified Chinese face's place in the file, best first."""

_MOST_DEEP = 3
"""Levels of folders below a font folder: `fonts/opentype/noto/` is two."""


def font_folders() -> tuple[Path, ...]:
    """The folders in which systems keep fonts, the user's own first; they need not exist."""
    windows = Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
    own = Path(os.environ.get("LOCALAPPDATA", "~")).expanduser() / "Microsoft/Windows/Fonts"
    return (
        Path("~/.local/share/fonts").expanduser(),
        Path("~/Library/Fonts").expanduser(),
        own,
        windows,
        Path("/Library/Fonts"),
        Path("/System/Library/Fonts"),
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    )


def candidates_in_folders(*, bold: bool) -> Iterator[tuple[Path, int]]:
    """Known Chinese fonts that lie in the usual folders, best first, with their index."""
    lying = {path.name: path for folder in font_folders() for path in _files(folder, _MOST_DEEP)}
    for name, index in _BOLD if bold else _REGULAR:
        if name in lying:
            yield lying[name], index


def _files(folder: Path, depth: int) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.is_file():
            yield entry
        elif depth > 0:
            yield from _files(entry, depth - 1)
