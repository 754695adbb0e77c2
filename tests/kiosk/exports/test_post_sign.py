"""A post's sign: everything on one sheet, read from three metres, its code by any phone."""

import re
from base64 import b32decode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import numpy as np
import pypdfium2
import pytest

from kiosk import i18n
from kiosk.errors import RefusedError
from kiosk.exports.pages import MM_PER_PT, Box
from kiosk.exports.post_sign import PHONE_PAGE, PostSign, SignHolder, gather_sign, post_link
from kiosk.exports.post_sign_pdf import ACCENT, BAND, GOLD, PAGE, face_boxes, make_sign_pdf
from kiosk.people.photo_intake import take_photo
from kiosk.people.portraits import draw_portrait
from kiosk.people.posts.views import PostChange
from kiosk.services import Services
from tests.builders import FRIDAY, add_post, make_site, uid_of
from tests.kiosk.exports.papers import DAY, LONG, PX_PER_MM, draw, read, text_of

LINK = post_link(UUID(int=7))
HOLDER = SignHolder("王建国", "安全员", "白班", None)
SIGN = PostSign(
    *("3号塔吊指挥", "post", "vanguard", "指挥全部吊装", "随叫随到", "A区"),
    *(("每天 07:00-19:00",), (HOLDER,), LINK, "北岸安置房项目", "临时支部"),
)
FULL = replace(
    SIGN,
    name=LONG[:60],
    honour="model",
    duty=(LONG * 4)[:200],
    standard="Christopher Montgomery-Featherstone " * 5,
    zone=LONG,
    hours=("每天 07:00-19:00", "底板浇筑 2026-11-22 06:00 - 2026-11-23 02:00"),
    holders=(replace(HOLDER, name="买买提·艾力江·吐尔逊", job=LONG, shift="Night shift B"),) * 8,
    site=LONG,
    branch=LONG,
)
BARE = PostSign("门", "", "", "", "", "", (), (), LINK, "", "")


def squeezed(sign: PostSign) -> str:
    return re.sub(r"\s+", "", text_of(make_sign_pdf(sign, DAY)))


def test_everything_of_the_post_stands_on_the_sign() -> None:
    said = squeezed(SIGN)
    for part in (
        *("3号塔吊指挥", "关键岗位", "★先锋岗", "岗位职责", "指挥全部吊装", "服务标准", "随叫随到"),
        *("责任区", "A区", "值守时段", "每天07:00-19:00", "王建国", "安全员", "白班"),
        *("北岸安置房项目", "临时支部", "本岗二维码"),
    ):
        assert part in said


def test_its_own_words_are_in_the_language_spoken() -> None:
    i18n.use_language("en")
    said = squeezed(SIGN)
    for part in ("Vanguardpost", "Keypost", "Dutyofthepost", "Codeofthispost", "3号塔吊指挥"):
        assert part in said


@pytest.mark.parametrize("sign", [SIGN, FULL, BARE], ids=["usual", "full", "bare"])
@pytest.mark.parametrize("dpi", [60, 150])
def test_the_code_is_read_also_from_a_coarse_picture(sign: PostSign, dpi: int) -> None:
    assert read(draw(make_sign_pdf(sign, DAY), 0, "pdfium", dpi)) == [LINK]


@pytest.mark.parametrize("sign", [SIGN, FULL, BARE], ids=["usual", "full", "bare"])
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_is_one_sheet_and_nothing_lies_outside_or_over_another_thing(
    sign: PostSign, language: str
) -> None:
    i18n.use_language(language)
    document = pypdfium2.PdfDocument(make_sign_pdf(sign, DAY))
    assert len(document) == 1
    (page,) = document
    assert [round(side * 25.4 / 72) for side in page.get_size()] == [297, 210]
    text = page.get_textpage()
    boxes = [text.get_rect(place) for place in range(text.count_rects())]
    width, height = page.get_size()
    for left, bottom, right, top in boxes:
        assert 0 < left < right < width
        assert 0 < bottom < top < height
    faces = [in_points(face) for face in face_boxes(len(sign.holders))]
    for place, one in enumerate(boxes):
        for other in (*boxes[place + 1 :], *faces):
            assert not overlap(one, other)


Rect = tuple[float, float, float, float]


def in_points(box: Box) -> Rect:
    """A box on the sheet as PDF counts: in points from the lower left."""
    sides = box.x, PAGE[1] - box.bottom, box.right, PAGE[1] - box.y
    left, bottom, right, top = (side / MM_PER_PT for side in sides)
    return left, bottom, right, top


def overlap(one: Rect, other: Rect) -> bool:
    """Whether two boxes share more than a hair's breadth."""
    hair = 0.5
    return (
        min(one[2], other[2]) - max(one[0], other[0]) > hair
        and min(one[3], other[3]) - max(one[1], other[1]) > hair
    )


def test_the_name_is_read_from_three_metres() -> None:
    picture = draw(make_sign_pdf(SIGN, DAY), 0, "pdfium")
    top, bottom = round((BAND + 2) * PX_PER_MM), round(73 * PX_PER_MM)
    dark = (picture[top:bottom].max(axis=2) < 90).any(axis=1)
    assert np.count_nonzero(dark) / PX_PER_MM > 30


def test_an_honour_has_a_golden_plate_and_another_post_none() -> None:
    def has_gold(sign: PostSign) -> bool:
        band = draw(make_sign_pdf(sign, DAY), 0, "pdfium")[: round(BAND * PX_PER_MM)]
        return bool((np.abs(band.astype(int) - GOLD).max(axis=2) < 4).any())

    assert has_gold(SIGN)
    assert not has_gold(replace(SIGN, honour=""))
    corner = draw(make_sign_pdf(BARE, DAY), 0, "pdfium")[5, 5]
    assert tuple(corner) == pytest.approx(ACCENT, abs=2)


def test_of_many_holders_the_rest_are_counted() -> None:
    said = squeezed(FULL)
    assert said.count("买买提") == 6
    assert "另有2人" in said


def test_a_face_that_can_not_be_read_is_drawn_as_a_figure() -> None:
    face = draw_portrait(7)
    good, broken, none = (
        draw(
            make_sign_pdf(replace(SIGN, holders=(replace(HOLDER, photo=photo),)), DAY), 0, "pdfium"
        )
        for photo in (face, b"no picture", None)
    )
    assert np.array_equal(broken, none)
    assert not np.array_equal(good, none)


def test_the_same_sign_gives_the_same_bytes() -> None:
    assert make_sign_pdf(FULL, DAY) == make_sign_pdf(FULL, DAY)


def test_a_sign_is_gathered_from_the_record(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    crane = set_crane(site)
    sign = gather_sign(site, crane, "https://10.0.0.5:8080/phone/")
    assert (sign.name, sign.kind, sign.honour, sign.duty) == (
        *("塔吊", "post", "model", "指挥吊装"),
    )
    assert (sign.site, sign.branch, sign.hours) == ("北岸安置房项目", "临时支部", ("全天",))
    assert [one.photo is not None for one in sign.holders] == [True, False]
    assert sign.link == f"https://10.0.0.5:8080/phone/p/{LINK_END.search(sign.link)[0]}"  # type: ignore[index]
    assert [one.name for one in sign.holders] == [
        site.people.get_member(number).name for number in ("001", "002")
    ]


def test_a_sign_hides_phone_numbers(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    crane = set_crane(site)
    site.posts.set_post(crane, PostChange(duty="指挥吊装，13812345678"))
    assert gather_sign(site, crane).duty == "指挥吊装，138********"


LINK_END = re.compile(r"[A-Z2-7]{26}$")


def set_crane(site: Services) -> UUID:
    """A crane held by 001, who has a photo, and 002, from next week on by 003 too."""
    crane = add_post("塔吊", "001", "002")
    site.coverage.assign(crane, uid_of("003"), since=FRIDAY + timedelta(days=7))
    site.posts.set_post(crane, PostChange(honour="model", duty="指挥吊装"))
    site.keeping.offer_photo(uid_of("001"), take_photo(draw_portrait(1)))
    site.keeping.approve_photo(uid_of("001"))
    return crane


def test_a_post_that_is_no_more_has_no_sign(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    crane = set_crane(site)
    site.posts.end_post(crane)
    with pytest.raises(RefusedError) as refused:
        gather_sign(site, crane)
    assert refused.value.code == "post_ended"


def test_a_link_ends_with_the_key_of_the_post() -> None:
    uid = UUID("018f3c1e-7d2a-7b3c-9d4e-5f6071829304")
    address, _slash, key = post_link(uid).rpartition("/p/")
    assert (address, len(key)) == (PHONE_PAGE, 26)
    assert UUID(bytes=b32decode(key + "======")) == uid


@pytest.mark.parametrize(
    "address",
    [
        *("", "kiosk.local:8080", "ftp://kiosk.local", "http://", "http://a b", "http://x\x1b[2J"),
        *("javascript:alert(1)", "http://x?post=1", "http://x#1", f"http://{'x' * 100}"),
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(RefusedError) as refused:
        post_link(UUID(int=1), address)
    assert refused.value.code == "bad_address"
    assert "\x1b" not in refused.value.sentence
