"""Phone numbers are found however they are written; other numbers stay."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.service.masking import mask_phones

SCRIPTS = ["0123456789", "０１２３４５６７８９", "零一二三四五六七八九", "٠١٢٣٤٥٦٧٨٩", "⓪①②③④⑤⑥⑦⑧⑨"]
PHONES = st.from_regex(r"\A1[3-9][0-9]{9}\Z")
BETWEEN = st.sampled_from(
    ["", "", " ", "-", "－", " - ", "．", "\u3000", "\n", "/", "（", "\u20e3"]
)
WORDS = st.text(st.characters(exclude_categories=["N", "C"]), max_size=20)


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """A phone number, and how somebody wrote it."""
    phone = draw(PHONES)
    digits = [draw(st.sampled_from(SCRIPTS))[int(digit)] for digit in phone]
    return phone, "".join(digit + draw(BETWEEN) for digit in digits)


def digits_of(text: str) -> str:
    return "".join(str(script.index(one)) for one in text for script in SCRIPTS if one in script)


@given(written(), WORDS, WORDS)
def test_of_a_phone_number_nothing_is_left_but_its_beginning(
    phone: tuple[str, str], before: str, behind: str
) -> None:
    masked = mask_phones(before + "请打" + phone[1] + "找我" + behind)
    assert masked.count("*") >= 8
    start = masked.index("请打") + 2
    assert digits_of(masked[start : masked.index("找我", start)]) in {"", *_beginnings(phone[0])}


HOW = st.sampled_from(
    [
        ("", (11,)),
        ("", (3, 4, 4)),
        ("", (3, 3, 5)),
        ("", (4, 3, 4)),
        ("", (3, 8)),
        ("+86 ", (11,)),
        ("+86-", (3, 4, 4)),
        ("0086", (3, 4, 4)),
    ]
)
BESIDE = st.sampled_from(
    [
        *("", "今天", "王工", "请打", "2026-11-13 12:30", "20261113", "13,800元", "合计13812元"),
        *("16:30—17:30", "15根", "12人", "1500kg", "13.5m", "3号楼12层", "共15方", "￥1380"),
        *("元旦", "万师傅", "元宵", "块儿", "工期90天", "400人", "(班长)", "500×300mm"),
    ]
)


@given(PHONES, HOW, st.sampled_from([" ", "-", "－", "\u3000", "."]), BESIDE, BESIDE)
def test_a_mobile_number_is_hidden_whatever_sum_date_or_quantity_is_beside_it(
    phone: str, how: tuple[str, tuple[int, ...]], between: str, before: str, behind: str
) -> None:
    before_it, lengths = how
    places = [sum(lengths[:at]) for at in range(len(lengths) + 1)]
    written_so = between.join(phone[at:end] for at, end in pairwise(places))
    text = f"{before}，{before_it}{written_so} {behind}"
    masked = mask_phones(text)
    hidden = masked[len(before) + 1 + len(before_it) :][: len(written_so)]
    assert digits_of(hidden) == phone[:3]


@given(
    st.from_regex(r"\A[2-9][0-9]{6,7}\Z"),
    st.sampled_from(["电话", "手机", "打", "拨", "call", "tel", "联系", "号码", "TEL", "呼"]),
    st.sampled_from(["", " ", "：", "是", " 是 ", ": ", "号："]),
    st.sampled_from(["", " ", "-", "－", " - "]),
)
def test_a_local_number_right_behind_a_phone_word_is_hidden(
    phone: str, word: str, behind: str, between: str
) -> None:
    text = f"请{word}{behind}{phone[:-4]}{between}{phone[-4:]}，谢谢"
    if not phone.startswith("20"):  # behind some words it could be a date
        assert digits_of(mask_phones(text)) == ""


def _beginnings(phone: str) -> set[str]:
    return {phone[:length] for length in range(4)}


@given(st.text())
def test_masking_again_changes_nothing_and_nothing_else_moves(text: str) -> None:
    masked = mask_phones(text)
    assert mask_phones(masked) == masked
    assert len(masked) == len(text)
    assert all(new in {old, "*"} for new, old in zip(masked, text, strict=True))


@given(
    st.text(st.characters(exclude_categories=["N"], exclude_characters="〇零一二三四五六七八九"))
)
def test_words_without_numbers_stay(text: str) -> None:
    if not any(sign in "壹幺贰两叁肆伍陆柒捌玖" for sign in text):
        assert mask_phones(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-22 06:58 3号塔吊",
        "3号楼12层1201室,14人,工期90天",
        "料单 20261122-0007",
        "电话 12345678901",
        "一二三四五,上山打老虎",
        "1381234567",
        "11月15日13点30分到15点45分,共12人",
        "2024年11月20日8点到17点30分",
        "早班06:00-14:00 晚班22:00-06:00",
        "400人吃饭,800块砖",
        "0.5小时,03号罐车,20261122",
        "1500块砖,200袋水泥,3000根钢管",
        "1380元",
        "花了13812元",
        "13,800,000 元",
        "产值23812345678万元,13,812,345,678元",
        "1381234.5678万元",
        "付款￥1381234567,另付¥ 13,812,345.60",
        "2026-11-23 12:30",
        "20261123",
        "20261113 123000,20261113-20261120",
        "2026-11-13 12:30:00-14:30",
        "2026-11-15 07:30—17:30,12人",
        "2026.11.13 13:15:30 至 2026/11/14 16:30",
        "16:30 17:30 18:30 19:30",
        "15000米扣件180000个",
        "钢管1350根 扣件1500000个",
        "15000kg 180000kg,13812.5 m,160000㎡",
        "钢筋1381234567根,12812345678kg,1381234567 m",
        "1500×300×450×200,1500×300×4500",
        "1500*300*4500mm",
        "150 300 450 600",
        "13.5, 15.2, 16.8, 17.5",
        "13.5、15.2、16.8、17.5",
        "三万两千五百六十七元,一千三百八十根",
        "138加1234加5678",
        "150米....1200米....2400米",
        "3O5室,Q235O钢",
        "62345678,6234 5678",
        "打20261123的料单,找 2026-11-23 的",
        "打6234567根桩,找6234567块砖",
        "电话 1234 5678,电话02345678",
        "hotel 204,hall 62345678",
        "标高+3.600 -1.200,+1500,5+12345678,C30+12345678",
    ],
)
def test_what_is_no_phone_number_stays(text: str) -> None:
    assert mask_phones(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话13800138000", "电话138********"),
        ("138 0013 8000", "138 **** ****"),
        ("138-0013-8000。", "138-****-****。"),
        ("１３８００１３８０００", "１３８********"),
        ("+86 13800138000", "+86 138********"),
        ("8613800138000", "86138********"),
        ("2026-11-22 13800138000", "2026-11-22 138********"),
        ("13800138000；打 13900139000", "138********；打 139********"),
        ("15 13800138000", "15 138********"),
        ("13800138130 20261113", "138******** 20261113"),
        ("13800138130 2026-11-13", "138******** 2026-11-13"),
        ("一三八零零一三八零零零", "一三八********"),
        ("010-87654321", "010-********"),
        ("(010)8765 4321", "(010)**** ****"),
        ("02087654321", "020********"),
        ("0755 8765 4321", "0755 **** ****"),
        ("0571－8765432", "0571－*******"),
        ("零幺零 八七六五四三二一", "零幺零 ********"),
        ("+86 10 8765 4321", "+86 10 **** ****"),
        ("热线400-800-1234", "热线400-***-****"),
        ("8008101234", "800*******"),
        ("138 (转) 12345678", "138 (转) ********"),
        ("1381234后四位5678", "138****后四位****"),
        ("138然后12345678", "138然后********"),
        ("138 then 1234 then 5678", "138 then **** then ****"),
        ("138杠1234杠5678", "138杠****杠****"),
        ("138....1234....5678", "138....****....****"),
        ("138O123O567", "138********"),
        ("打1380OO05678", "打138********"),
        ("㈠㈢㈧㈠㈡㈢㈣㈤㈥㈦㈧", "㈠㈢㈧********"),
        ("010转87654321", "010转********"),
        ("010转87654321人工台", "010转********人工台"),
        ("13812345678元旦值班", "138********元旦值班"),
        ("13812345678元件坏了找我", "138********元件坏了找我"),
        ("13812345678万师傅", "138********万师傅"),
        ("13812345678万一有事", "138********万一有事"),
        ("电话13812345678元", "电话138********元"),
        ("打 13812345678万", "打 138********万"),
        ("手机号是：13812345678块", "手机号是：138********块"),
        ("+8613812345678元", "+86138********元"),
        ("138 1234 5678元", "138 **** ****元"),
        ("2026-11-13 12:30 138-1234-5678", "2026-11-13 12:30 138-****-****"),
        ("138-1234-5678 2026-11-13 13:30", "138-****-**** 2026-11-13 13:30"),
        ("12人138 1234 5678,15根", "12人138 **** ****,15根"),
        ("1350元，13812345678", "1350元，138********"),
        ("共12人010-87654321", "共12人010-********"),
        ("138,0013,8000", "138,****,****"),
        ("1、3、8、0、0、1、3、8、0、0、0", "1、3、8、*、*、*、*、*、*、*、*"),
        ("86138 0013 8000", "86138 **** ****"),
        ("15 138 0013 8000", "15 138 **** ****"),
        ("138 0013 8000138 0013 8000", "138 **** ****138 **** ****"),
        ("合计13812345678元", "合计138********元"),
        ("13812345678吨", "138********吨"),
        ("钢筋13812345678 根", "钢筋138******** 根"),
        ("¥13812345678", "¥138********"),
        ("付款￥ 13812345678.50", "付款￥ 138********.50"),
        ("投资13812345678万", "投资138********万"),
        ("13812345678RMB", "138********RMB"),
        ("共213812345678元", "共2138********元"),
        ("电话62345678", "电话********"),
        ("电话号码是 6234 5678", "电话号码是 **** ****"),
        ("打 6234 5678", "打 **** ****"),
        ("拨6234567", "拨*******"),
        ("call 6234-5678", "call ****-****"),
        ("Tel: ６２３４５６７８", "Tel: ********"),
        ("phone number is 623 4567", "phone number is *** ****"),
        ("电话六二三四五六七八", "电话********"),
        ("手机 62345678 万师傅", "手机 ******** 万师傅"),
        ("电话：62345678、62345679", "电话：********、********"),
        ("+1 212 555 0199", "+1 *** *** ****"),
        ("+1 (212) 555-0199", "+1 (***) ***-****"),
        ("+12125550199", "+1**********"),
        ("电话+852 2345 6789", "电话+852 **** ****"),
        ("＋44 20 7946 0958", "＋44 ** **** ****"),
    ],
)
def test_how_people_write_them(text: str, masked: str) -> None:
    assert mask_phones(text) == masked
