"""Numbers in what people write that are certainly no phone number: sums, quantities, dates, times.

They are told by what stands right beside them: a currency, a unit, the form of a date. A number
behind a word such as "phone" is none of them, whatever follows it; nor is one in whose digits a
mobile number stands side by side: 13812345678元 may be a sum, but nobody could take it back.
"""

import re

_DIGITS = r"\d{1,3}(?:[ ,，\u00a0]\d{3})+(?!\d)|\d+"
_DECIMALS = r"(?:[.．]\d{1,4})?(?!\d)"
_NUMBER = rf"(?:{_DIGITS}){_DECIMALS}"

_BEGINS = r"(?<![\d*+＋])(?<!\d\W)(?<!\d\W\W)(?<!\d\W\W\W)"
"""No digit, maybe a hidden one, stands before with so few signs between that both could be one."""

_CURRENCY = (
    "元(?![旦宵月年件素器老师工总哥姐叔某队班])|[块圆](?!儿)|角"
    r"|[万亿](?=[元块圆余多]|人民币|\W|$)|(?i:人民币|美元|美金|rmb|cny|usd)"
)
"""Not "New Year's Day", "a component", "in case", nor somebody whose name begins so."""

_SUM = re.compile(rf"{_BEGINS}{_NUMBER}\s?(?:{_CURRENCY})|(?:[¥￥$＄]|(?i:rmb)) ?{_NUMBER}")

_LETTERS = "(?i:kg|km|mm|cm|m)(?![a-zA-Z])"
_MEASURE = rf"根|吨|公斤|千克|[毫厘]米|公里|平方|立方|{_LETTERS}|[㎡㎏㎜㎝㎞㎥]"
_COUNT = (
    "个|块(?!儿)|斤|方|米|袋|包|桶|箱|件|片|张|卷|台|辆|车|套|组|人(?![工事])|次|层|天|小时|分钟"
    "|(?i:t|g|h|min)(?![a-zA-Z])|[%％℃°]"
)
_QUANTITY = re.compile(
    rf"{_BEGINS}(?:{_NUMBER}\s?(?:{_MEASURE})|\d{{1,9}}{_DECIMALS}\s?(?:{_COUNT}))"
)
"""What could be a word behind a phone number follows nine digits at most: those are none."""

_APART = r"(?<![\d*])(?<!\d[-－/.．:：])"
_DATE = rf"{_APART}20\d\d[-－/.．年]\d{{1,2}}[-－/.．月]\d{{1,2}}日?(?![-－/.．]?\d)"
_TIME = rf"{_APART}(?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?(?![:：]?\d)"
_DAY = r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)"
_MOMENTS = re.compile(
    rf"(?:{_DATE}|{_TIME}|{_BEGINS}{_DAY})(?:[\s~～—–\-－T,，、至到]{{1,3}}(?:{_DATE}|{_TIME}|{_DAY}))*"
)

_MOBILE = re.compile(r"1[3-9]\d{9}")

PHONE_LEAD = (
    r"(?:电话|手机|号码|机号|联系|微信|呼叫?|打|拨|找|(?i:tel|phone|call|mobile))"
    r"(?:\W{0,3}(?:[是为给我他她]|号码?|(?i:number|no|me|us|at|on|is)(?![a-zA-Z]))){0,3}\W{0,3}"
)
"""A word behind which a phone number stands, and what may be between the two, as a pattern."""

_PHONE_BEFORE = re.compile(rf"{PHONE_LEAD}\Z")
_KINDS = (_SUM, _QUANTITY, _MOMENTS)


def find_other_numbers(text: str) -> set[int]:
    """The places of all that belongs to a number that is certainly no phone number."""
    places: set[int] = set()
    for kind in _KINDS:
        for found in kind.finditer(text):
            behind_word = _PHONE_BEFORE.search(text, max(0, found.start() - 24), found.start())
            if not (behind_word or _MOBILE.search(found.group())):
                places.update(range(*found.span()))
    return places


def is_other_number(text: str, place: int) -> bool:
    """Whether a sum, a quantity, a date or a time begins at a place, whatever is before it."""
    return any(kind.match(text, place) for kind in _KINDS)
