"""Photos find their members by number, by name, or by both."""

import pytest

from kiosk.people.roster.photo_files import PhotoFile
from kiosk.people.roster.photo_matching import match_photos
from kiosk.people.roster.rows import RosterRow


def members() -> list[RosterRow]:
    return [
        RosterRow(2, "001", "张三"),
        RosterRow(3, "A-7", "李四"),
        RosterRow(4, "003", "Anna Li"),
        RosterRow(5, "004", "王五"),
        RosterRow(6, "005", "王五"),
    ]


def photos(*names: str) -> list[PhotoFile]:
    return [
        PhotoFile(name, name.rpartition(".")[0], "." + name.rpartition(".")[2], lambda: b"")
        for name in names
    ]


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("001.jpg", 2),
        ("1.jpg", 2),
        ("００１.jpg", 2),
        ("张三.jpg", 2),
        ("张 三.jpg", 2),
        ("001-张三.jpg", 2),
        ("001_张三.heic", 2),
        ("张三 001.jpg", 2),
        ("张三(001).jpg", 2),
        ("001张三.jpg", None),
        ("001-李四.jpg", None),
        ("a-7.jpg", 3),
        ("A-7-李四.jpg", 3),
        ("李四_a-7.jpg", 3),
        ("ANNA LI.jpg", 4),
        ("anna li-003.jpg", 4),
        ("王五-005.jpg", 6),
        ("004.jpg", 5),
        ("赵六.jpg", None),
        ("-.jpg", None),
        (" .jpg", None),
    ],
)
def test_a_name_finds_its_member(name: str, row: int | None) -> None:
    rows = members()
    matched, notes = match_photos(rows, photos(name))
    assert list(matched) == ([row] if row else [])
    assert bool(notes) is (row is None)
    assert not any(member.reasons for member in rows)


def test_a_photo_nobody_claims_is_noted_and_other_files_are_not() -> None:
    matched, notes = match_photos(members(), photos("x.jpg", "roster.xlsx"))
    assert matched == {}
    assert len(notes) == 1
    assert "x.jpg" in notes[0]


def test_a_file_that_claims_a_member_counts_whatever_its_suffix() -> None:
    assert list(match_photos(members(), photos("001.gif"))[0]) == [2]


def test_two_photos_for_one_member_are_refused() -> None:
    rows = members()
    match_photos(rows, photos("001.jpg", "张三.png"))
    assert "001.jpg、张三.png" in rows[0].reasons[0]
    assert not rows[1].reasons


def test_a_name_that_two_members_share_is_refused_for_both() -> None:
    rows = members()
    match_photos(rows, photos("王五.jpg"))
    assert [bool(row.reasons) for row in rows] == [False, False, False, True, True]


def test_rows_without_number_or_name_claim_nothing() -> None:
    rows = [RosterRow(2, "", ""), RosterRow(3, "", "张三")]
    assert list(match_photos(rows, photos("-.jpg", "-张三.jpg"))[0]) == []
