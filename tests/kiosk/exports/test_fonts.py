"""Fonts: found through fontconfig or in the usual folders, looked into, missed with advice."""

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from kiosk.errors import KioskError
from kiosk.exports import font_folders, fonts
from kiosk.exports.fonts import PROOF, FontFile, characters_of, find_font_for, find_fonts
from tests.kiosk.exports.papers import missing_tool

Put = Callable[[str, str], Path]


@pytest.fixture(autouse=True)
def looked_for_anew() -> Iterator[None]:
    find_fonts.cache_clear()
    yield
    find_fonts.cache_clear()


@pytest.fixture
def no_fontconfig(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No programs, and one empty folder for fonts."""
    folder = tmp_path / "fonts"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(font_folders, "font_folders", lambda: (tmp_path / "none", folder))
    return folder


@pytest.fixture(scope="module")
def small_font(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real font with the proof's characters and no more."""
    found = find_fonts().regular
    path = tmp_path_factory.mktemp("small") / "small.otf"
    with TTFont(found.path, fontNumber=found.index) as font:
        subsetter = Subsetter(Options(notdef_outline=True))
        subsetter.populate(text=PROOF)
        subsetter.subset(font)
        font.save(path)
    return path


def test_the_fonts_found_hold_the_words_of_a_badge() -> None:
    found = find_fonts()
    for font in (found.regular, found.bold):
        assert set(map(ord, PROOF)) <= characters_of(font)
    assert find_fonts() is found


def test_a_rare_character_leads_to_a_font_that_has_it() -> None:
    font = find_font_for("ქ")
    if font is None:
        missing_tool("fonts-dejavu-core")
    assert ord("ქ") in characters_of(font)
    assert find_font_for("\U000e0fff") is None


def test_without_fontconfig_the_usual_folders_are_looked_through(
    no_fontconfig: Path, small_font: Path
) -> None:
    deep = no_fontconfig / "opentype" / "noto"
    deep.mkdir(parents=True)
    (no_fontconfig / "readme.txt").write_text("no font")
    (no_fontconfig / "msyh.ttc").write_bytes(b"broken")
    regular = deep / "simhei.ttf"
    regular.write_bytes(small_font.read_bytes())
    assert find_fonts().regular == FontFile(regular, 0)
    assert find_fonts().bold == FontFile(regular, 0)


def test_without_a_bold_face_the_regular_one_serves(no_fontconfig: Path, small_font: Path) -> None:
    path = no_fontconfig / "Deng.ttf"
    path.write_bytes(small_font.read_bytes())
    assert find_fonts().bold == find_fonts().regular == FontFile(path)


def test_too_deep_a_folder_is_left_alone(no_fontconfig: Path, small_font: Path) -> None:
    deep = no_fontconfig / "a" / "b" / "c" / "d"
    deep.mkdir(parents=True)
    (deep / "Deng.ttf").write_bytes(small_font.read_bytes())
    with pytest.raises(KioskError):
        find_fonts()


def test_without_any_font_it_says_what_to_install(no_fontconfig: Path) -> None:
    with pytest.raises(KioskError, match="fonts-noto-cjk") as caught:
        find_fonts()
    assert caught.value.code == "no_font"


def test_a_font_that_only_claims_to_be_chinese(programs: Put, tmp_path: Path) -> None:
    bitmap, empty = tmp_path / "a.pcf", tmp_path / "b.ttf"
    empty.write_bytes(b"")
    good = find_fonts().regular
    find_fonts.cache_clear()
    lines = (
        *(f"{bitmap}\t0\tFalse", f"{empty}\t0\tFalse", f"{good.path}\t{good.index}\tTrue"),
        *(f"{good.path}\t65536\tFalse", "nonsense", f"{good.path}\t{good.index}\tFalse"),
    )
    listing = "\n".join(lines)
    programs("fc-match", f"printf '%s' '{lines[0]}'")
    programs("fc-list", f"printf '%s' '{listing}'")
    assert find_fonts().regular == good


def test_a_fontconfig_that_hangs_is_not_waited_for(
    programs: Put, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(fonts, "_MOST_SECONDS", 0.2)
    monkeypatch.setattr(font_folders, "font_folders", lambda: (tmp_path / "none",))
    for name in ("fc-match", "fc-list"):
        programs(name, "exec sleep 9")
    with pytest.raises(KioskError):
        find_fonts()


def test_a_variable_font_is_not_taken(small_font: Path, tmp_path: Path) -> None:
    path = tmp_path / "variable.otf"
    with TTFont(small_font) as font:
        font["fvar"] = _one_axis()
        font.save(path)
    assert characters_of(FontFile(path)) == frozenset()


def _one_axis() -> object:
    from fontTools.ttLib import newTable
    from fontTools.ttLib.tables._f_v_a_r import Axis

    table, axis = newTable("fvar"), Axis()
    axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue = "wght", 100, 100, 900
    axis.axisNameID = 1
    table.axes = [axis]
    return table


def test_the_usual_folders_are_named() -> None:
    folders = font_folders.font_folders()
    assert Path("/usr/share/fonts") in folders
    assert all(str(folder) for folder in folders)


def test_fontconfig_is_really_asked() -> None:
    try:
        said = subprocess.run(["fc-match", "sans:lang=zh-cn"], capture_output=True, check=False)
    except FileNotFoundError:
        missing_tool("fontconfig")
    assert said.returncode == 0
    assert find_fonts().regular.path.is_file()
