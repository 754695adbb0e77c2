"""The catalogue that every new site begins with: promises and services of everyday site work.

It is the site's own text from then on, kept in both languages, so it is no message of the program.
"""

from typing import NamedTuple

from db.base import new_uid
from db.service import CatalogueItem


class _Item(NamedTuple):
    text: str
    text_en: str
    minutes: int = 0


COMMITMENTS = (
    _Item(
        "班前检查作业面，隐患不消除不开工",
        "Check the work face first; no work while a hazard stands",
    ),
    _Item("进入现场规范佩戴安全帽、安全带", "Wear helmet and harness properly all shift"),
    _Item("当班质量一次验收合格", "Pass the shift's quality check at the first try"),
    _Item("当日任务当日完成，不拖进度", "Finish today's work today"),
    _Item("工完料净场地清", "Leave the work face clean when the work is done"),
    _Item("旁站关键工序，全程不离岗", "Stand by the key procedure and never leave it"),
    _Item("工友反映的问题当班答复", "Answer workers' questions within the shift"),
    _Item("带教一名新工友熟悉操作规程", "Teach one new worker the operating rules"),
    _Item("夜间施工降噪，不扰周边居民", "Keep night work quiet for the neighbours"),
    _Item("节约用料，边角料分类回收", "Waste no material; sort the offcuts"),
)
"""Promises, in the order of the site's list."""

SERVICES = (
    _Item("班前安全讲解", "Safety talk before the shift", 15),
    _Item("帮助工友修理工具", "Repaired a worker's tools", 30),
    _Item("排除现场安全隐患", "Removed a hazard", 30),
    _Item("协调材料进场", "Got material to the work face", 45),
    _Item("讲解图纸和工艺", "Explained drawings and methods", 30),
    _Item("为工友送水、防暑防寒物资", "Brought water, heat or cold weather supplies", 20),
    _Item("协助工友办理工资、保险咨询", "Helped with wage or insurance questions", 30),
    _Item("清理通道和作业面", "Cleared walkways and work faces", 40),
    _Item("新工友入场引导", "Showed a newcomer round", 30),
    _Item("协调周边居民诉求", "Settled a neighbour's request", 60),
)
"""Services with the minutes they usually take, in the order of the site's list."""


SUBJECTS = {
    "suggestion": (
        _Item("改进施工方法", "A better way to build it"),
        _Item("改善食宿条件", "Food and living quarters"),
        _Item("优化工序衔接", "How trades follow each other"),
        _Item("减少浪费", "Less waste"),
    ),
    "problem": (
        _Item("材料没到位", "Material is missing"),
        _Item("图纸不清楚", "The drawings are unclear"),
        _Item("机具坏了", "A tool or machine is broken"),
        _Item("工资没按时发", "Wages are late"),
    ),
    "hazard": (
        _Item("临边洞口没防护", "An edge or opening is unguarded"),
        _Item("用电不安全", "Unsafe electrics"),
        _Item("脚手架松动", "Loose scaffolding"),
        _Item("吊装下方站人", "People under a hoisted load"),
        _Item("消防通道堵塞", "A fire exit is blocked"),
    ),
    "help": (
        _Item("身体不舒服", "I feel unwell"),
        _Item("有人受伤", "Somebody is hurt"),
        _Item("家里有急事", "An emergency at home"),
        _Item("需要法律帮助", "I need legal help"),
        _Item("想学技术", "I want to learn a skill"),
    ),
}
"""Subjects of each kind of voice, in the order of the site's list."""


HELP_ON_THE_SPOT = ("身体不舒服", "有人受伤")
"""Subjects of help for which somebody has to come at once, by the words with which they began."""


def add_catalogue() -> None:
    """Put the catalogue into a new site's file, inside its transaction."""
    kinds = {"commitment": COMMITMENTS, "service": SERVICES, **SUBJECTS}
    for kind, items in kinds.items():
        for place, item in enumerate(items, 1):
            CatalogueItem.insert(
                uid=new_uid(),
                kind=kind,
                text=item.text,
                text_en=item.text_en,
                minutes=item.minutes,
                place=place,
            ).execute()
