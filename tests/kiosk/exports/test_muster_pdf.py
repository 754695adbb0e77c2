"""The report of a muster on paper: who, when, by whom; drill and real told apart."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from PIL import Image

from kiosk import i18n
from kiosk.attendance.muster.views import MusterView, PersonView, SeenView, TakenBackView
from kiosk.exports.muster_pdf import GROUNDS, find_faces, make_muster_pdf
from kiosk.oversight.views import SiteView
from kiosk.people.photo_intake import take_photo
from kiosk.people.views import MemberView
from tests.builders import NOON, make_site, uid_of
from tests.kiosk.exports.papers import DAY, LONG, PX_PER_MM, draw, text_of

Make = Callable[..., MusterView]
SITE = SiteView(
    UUID(int=1), "北岸安置房项目", "临时支部", ZoneInfo("Asia/Shanghai"), 4, 60, 16, False, None
)


def person(place: int, why: str = "on_site", name: str = "王建国") -> PersonView:
    number = "" if why == "visitor" else f"N{place:03}"
    uid = UUID(int=place + 1)
    member = MemberView(uid, number, name, "", "", "", "", "", None, (), (), NOON)
    return PersonView(member, why, NOON, why == "visitor")


def seen(place: int, how: str = "badge", by: str = "", why: str = "on_site") -> SeenView:
    return SeenView(person(place, why), how, NOON + timedelta(seconds=place), by, "k@x", False)


@pytest.fixture
def make() -> Make:
    def make_it(missing: int = 2, safe: int = 3, kind: str = "real", **said: object) -> MusterView:
        usual: dict[str, object] = {
            "uid": UUID(int=9),
            "kind": kind,
            "started_at": NOON,
            "ended_at": NOON + timedelta(minutes=12, seconds=5),
            "because": "pin",
            "ended_by": ("001", "周志强"),
            "expected": missing + safe,
            "visitors": 0,
            "seen": tuple(seen(place) for place in range(missing, missing + safe)),
            "missing": tuple(person(place) for place in range(missing)),
            "kept": "record",
            "refused": 7,
        }
        return MusterView(**(usual | said))  # type: ignore[arg-type]  # named by the tests

    return make_it


def squeezed(pdf: bytes) -> str:
    return re.sub(r"\s+", " ", text_of(pdf))


def test_it_tells_start_end_and_everybody_the_missing_first(make: Make) -> None:
    both = replace(seen(8), beside=(seen(4, "hand", "李工长"),))
    marks = (seen(5, "hand", "李工长"), seen(6, why="came"), seen(7, "gate", why="visitor"), both)
    said = squeezed(make_muster_pdf([make(seen=marks)], SITE, DAY))
    for part in (
        "紧急集合 REAL",
        "北岸安置房项目 · 临时支部",
        "12:00:00",
        "12:12:05",
        "001 周志强",
        "被拒扫码 7",
        "未到人员 2",
        "▲ N000 王建国 12:00签到",
        "12:00:05 N005 王建国 手工，李工长记",
        "12:00:06 N006 王建国 扫胸牌 不在名单",
        "12:00:08 N008 王建国 扫胸牌 · 手工，李工长记",
        "点名结束 12:12:05 · 001 周志强",
    ):
        assert part in said
    assert said.replace(" ", "").endswith("1/1")
    assert said.index("N001") < said.index("N005")


def test_what_was_taken_back_is_told_with_its_reason(make: Make) -> None:
    at = NOON + timedelta(minutes=3)
    back = TakenBackView("N003", "王建国", at, "周志强", "认错了人", "hand", NOON, "李工长")
    said = squeezed(make_muster_pdf([make(taken_back=(back,))], SITE, DAY))
    assert "已撤销 1" in said
    assert "12:03:00 N003 王建国 原记 12:00:00 手工，李工长记 周志强撤销：认错了人" in said


def test_five_hundred_people_go_on_over_pages_and_nobody_is_lost(make: Make) -> None:
    pdf = make_muster_pdf([make(60, 440)], SITE, DAY)
    document = pypdfium2.PdfDocument(pdf)
    said = [page.get_textpage().get_text_range() for page in document]
    numbers = [number for page in said for number in re.findall(r"\bN\d{3}\b", page)]
    assert numbers == [f"N{place:03}" for place in range(500)]
    assert [f"{place} / {len(said)}" in page for place, page in enumerate(said, 1)] == [True] * len(
        said
    )
    assert all("紧急集合 REAL" in page for page in said)
    assert "（续）" in said[1]
    assert all("编号" in page for page in said if "N" in page)
    assert "点名结束" in said[-1]


@pytest.mark.parametrize("kind", ["real", "drill"])
def test_each_page_has_the_colour_and_the_words_of_its_kind(make: Make, kind: str) -> None:
    pdf = make_muster_pdf([make(1, 80, kind)], SITE, DAY)
    for page in (0, 1):
        picture = draw(pdf, page, "pdfium")
        assert tuple(picture[round(3 * PX_PER_MM), round(3 * PX_PER_MM)]) == pytest.approx(
            GROUNDS[kind], abs=2
        )
    said = text_of(pdf)
    assert ("演练 DRILL" in said, "紧急集合 REAL" in said) == (kind == "drill", kind == "real")


def test_everybody_seen_a_running_one_and_one_that_turned_real(make: Make) -> None:
    whole = squeezed(make_muster_pdf([make(0, 2)], SITE, DAY))
    assert "全部到齐" in whole
    assert "最后情况" not in whole
    runs = squeezed(make_muster_pdf([make(ended_at=None, ended_by=("", ""))], SITE, DAY))
    assert "点名还在进行" in runs
    assert "用时" not in runs
    turned = squeezed(make_muster_pdf([make(kind="drill", ended_by=("", ""))], SITE, DAY))
    assert "转为真实紧急集合" in turned
    nobody = squeezed(make_muster_pdf([make(2, 0)], SITE, DAY))
    assert "已到 0" in nobody


def test_it_speaks_english(make: Make) -> None:
    i18n.use_language("en")
    said = squeezed(make_muster_pdf([make()], SITE, DAY))
    for part in ("Not seen 2", "Last known", "Found where, by whom", "End of the roll call"):
        assert part in said


def test_long_names_stay_in_their_column(make: Make) -> None:
    who = replace(make(0, 3), missing=tuple(person(place, name=LONG) for place in range(3)))
    picture = draw(make_muster_pdf([who], SITE, DAY), 0, "pdfium")
    rows = slice(round(113 * PX_PER_MM), round(155 * PX_PER_MM))
    between = picture[rows, round(97.2 * PX_PER_MM) : round(98.8 * PX_PER_MM)]
    written = (between.min(axis=2) < 120).any(axis=1)
    assert not written.any()


def test_the_missing_have_their_faces_and_who_has_none_a_figure(make: Make) -> None:
    colours = ((200, 40, 40), (40, 160, 40))
    faces: dict[str, bytes | None] = {"gone": None, "broken": b"no picture"}
    for place, colour in enumerate(colours):
        stream = BytesIO()
        Image.new("RGB", (160, 200), colour).save(stream, "JPEG", quality=95)
        faces[f"p{place}"] = stream.getvalue()
    names = ("p0", "p1", "gone", "broken", None)
    people = tuple(
        replace(one, member=replace(one.member, photo=photo))
        for one, photo in zip(map(person, range(5)), names, strict=True)
    )
    muster = replace(make(0, 2), missing=people)
    picture = draw(make_muster_pdf([muster], SITE, DAY, faces), 0, "pdfium")
    x, first = round(23 * PX_PER_MM), 96 + 15.4
    drawn = [tuple(picture[round((first + 2 + 15 * row) * PX_PER_MM), x]) for row in range(5)]
    for row, colour in enumerate(colours):
        assert drawn[row] == pytest.approx(colour, abs=12)
    assert len(set(drawn[2:])) == 1  # the plate behind the figure
    assert drawn[2] != (255, 255, 255)


def test_faces_are_found_in_the_record_for_the_missing_only(make: Make, tmp_path: Path) -> None:
    site = make_site(tmp_path, 2)
    taken = BytesIO()
    Image.new("RGB", (480, 600), (200, 40, 40)).save(taken, "JPEG")
    site.keeping.offer_photo(uid_of("001"), take_photo(taken.getvalue()))
    site.keeping.approve_photo(uid_of("001"))
    member = site.people.get_member("001")
    found = replace(person(0), member=member)
    faces = find_faces(site, [replace(make(1, 2), missing=(found, person(1)))])
    assert list(faces) == [member.photo]
    assert (faces[member.photo or ""] or b"").startswith(b"\xff\xd8")
