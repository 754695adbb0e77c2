"""Finds the header row of a roster, in Chinese or English, in any order and many spellings."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from kiosk.i18n import _
from kiosk.people.roster.fields import REQUIRED, Field
from kiosk.people.roster.refusal import RosterRefused

_SPELLINGS = {
    Field.NUMBER: (
        "编号 工号 人员编号 员工编号 员工号 成员编号 党员编号 胸牌号 胸牌编号 证号"
        " number memberno membernumber memberid no id staffno staffnumber employeeno"
        " employeenumber employeeid badgeno badgenumber"
    ),
    Field.NAME: "姓名 名字 成员 党员 成员姓名 党员姓名 员工姓名 name fullname membername",
    Field.JOB: "职务 工种 职业 岗位工种 工种职务 职务工种 职称 job jobtitle title trade role",
    Field.BRANCH: (
        "支部 所属支部 党支部 所在支部 所在党支部 所属党支部 所属党组织 党组织 组织关系"
        " branch partybranch homebranch"
    ),
    Field.PHONE: (
        "电话 手机 手机号 手机号码 电话号码 联系电话 联系方式 电话手机 手机电话"
        " phone mobile telephone tel phonenumber mobilephone cell cellphone"
    ),
    Field.POST: "岗位 在岗岗位 关键岗 关键岗位 所在岗位 岗位名称 post posts keypost keyposts",
    Field.TEAM: "突击队 班组 队伍 党员突击队 所在班组 所属班组 突击队班组 team teams crew",
    Field.STANDING: "身份 政治面貌 党员身份 成员身份 类别 standing status membership",
    Field.LANGUAGE: "语言 界面语言 显示语言 language lang",
}
_RUNNING_NUMBERS = frozenset(("序号", "号", "序"))
"""Most tables have such a column beside the members' own numbers; it is taken only without one."""
_FIELD_OF = {word: field for field, words in _SPELLINGS.items() for word in words.split()}
_PARENTHESIS = re.compile(r"[(\[{【〔].*?[)\]}】〕]")
_ROWS_LOOKED_AT = 10
"""A title and a few remarks may stand above the header."""


def find_header(rows: Sequence[Sequence[str]]) -> tuple[int, Mapping[Field, int]]:
    """Finds the header row.

    Args:
        rows: The texts of the table's rows that are not empty.

    Returns:
        The index of the header in `rows`, and the column of each field that it names.

    Raises:
        RosterRefused: No row names all required columns, or one field is named twice.
    """
    for index, texts in enumerate(rows[:_ROWS_LOOKED_AT]):
        columns = columns_of(texts)
        if all(field in columns for field in REQUIRED):
            return index, _single(columns, texts)
    raise _missing(rows[:_ROWS_LOOKED_AT])


def columns_of(texts: Sequence[str]) -> dict[Field, list[int]]:
    """The columns that each field's name stands over, in order; fields without one are absent."""
    found: dict[Field, list[int]] = {}
    running: list[int] = []
    for column, text in enumerate(texts):
        word = plain_word(text)
        if word in _FIELD_OF:
            found.setdefault(_FIELD_OF[word], []).append(column)
        elif word in _RUNNING_NUMBERS:
            running.append(column)
    if running and Field.NUMBER not in found:
        found[Field.NUMBER] = running
    return found


def is_header(texts: Sequence[str], columns: Mapping[Field, int]) -> bool:
    """Whether a row below the header only repeats it, as on each page of a printed table."""
    return all(
        columns[field] < len(texts) and _FIELD_OF.get(plain_word(texts[columns[field]])) is field
        for field in REQUIRED
    )


def plain_word(text: str) -> str:
    """A header without what people write differently: width, case, blanks, signs, brackets."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    outside = _PARENTHESIS.sub("", narrow)
    return "".join(filter(str.isalnum, outside or narrow))


def _single(columns: Mapping[Field, list[int]], texts: Sequence[str]) -> dict[Field, int]:
    for field, places in columns.items():
        if len(places) > 1:
            headers = _(", ").join(texts[place] for place in places)
            raise RosterRefused(
                "double_column",
                _("Several columns give the {field}: {headers}. Leave only one.").format(
                    field=field.label, headers=headers
                ),
            )
    return {field: places[0] for field, places in columns.items()}


def _missing(rows: Sequence[Sequence[str]]) -> RosterRefused:
    best = max((columns_of(texts) for texts in rows), key=len, default={})
    missing = _(", ").join(field.label for field in REQUIRED if field not in best)
    return RosterRefused(
        "missing_column",
        _(
            "The column {missing} is missing: the file needs a header row"
            " with at least the number (编号) and the name (姓名)."
        ).format(missing=missing),
    )
