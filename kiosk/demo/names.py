"""The demo's people: 61 invented members of 14 invented branches."""

from dataclasses import dataclass
from typing import Literal

from kiosk.people.portraits import HatColour

Hours = Literal["day", "night", "office"]

SITE = "北岸安置房项目"
SITE_BRANCH = "临时支部"

BRANCHES = {
    "committee": "园区建设管理办公室支部",
    "first": "澜石建设第一工程支部",
    "second": "澜石建设第二工程支部",
    "supervision": "衡远监理支部",
    "ground": "拓岭地基支部",
    "steel": "云栈钢构支部",
    "concrete": "砺原混凝土支部",
    "electric": "信河机电支部",
    "fire": "恒汐消防支部",
    "cranes": "穹顶起重机械支部",
    "tests": "量川检测支部",
    "labour": "青甸劳务支部",
    "green": "沐野园林支部",
    "quarter": "北岸社区支部",
}
"""The home branches by a short word."""


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the demo.

    Attributes:
        number: `001` to `061`.
        name: Invented.
        woman: Whether the portrait draws a woman.
        job: What they work as.
        branch: The home branch's name.
        hat: The helmet's colour, which on a site tells the role.
        hours: Day shift, night shift or office hours.
        standing: `member`, `probationary` or `activist`.
    """

    number: str
    name: str
    woman: bool
    job: str
    branch: str
    hat: HatColour
    hours: Hours
    standing: str


_LINES = """
周砚北 m white first 临时支部书记
林望舒 f white first 项目副经理
陈拓 m white first 生产经理
何秋实 m white second 技术负责人
许长林 m orange cranes 塔吊指挥
罗春生 m yellow cranes 塔吊司机
邓玉梅 f red first 安全员
高立川 m red second 安全员
谢雨桐 f red first 质检员
唐守信 m red second 质检员
韩铁成 m yellow steel 钢筋班组长
曹大勇 m yellow concrete 混凝土班组长
彭水生 m yellow labour 木工班组长
曾永福 m yellow labour 架子工班组长
萧文博 m red first 测量员
田家旺 m blue electric 电工班组长
董小满 f red tests 试验员
潘志远 m yellow ground 桩机班组长
袁海涛 m orange cranes 信号工
蔡金宝 m blue steel 焊工
蒋玉兰 f yellow second 材料员
余庆年 m yellow ground 挖掘机司机
杜少峰 m yellow first 施工员
戴明辉 m yellow second 施工员
夏雨田 m yellow labour 防水工
钟立秋 f yellow first 施工员
汪德胜 m yellow steel 钢筋工
任远航 m white supervision 监理工程师
姜柏林 m white supervision 监理员
范晓岚 f red fire 消防施工员
方静怡 f white first 资料员
石向阳 m white second 预算员
姚思源 m white labour 劳务管理员
谭美华 f white labour 后勤管理员
廖清泉 m white second 采购员
邹丽君 f white committee 宣传员
熊定安 m blue electric 机电工程师
金泽宇 m white first BIM工程师
陆嘉禾 f red tests 试验室负责人
郝思齐 m white committee 项目联络员
孔亦凡 m white committee 设计代表
白雪莹 f white quarter 社区联络员
崔正则 m red fire 消防工程师
康乐平 m white green 环境专员
毛春林 m white second 夜班值班经理
邱石磊 m orange cranes 塔吊指挥
秦晚晴 f red first 安全员
江一帆 m red second 质检员
史有田 m yellow concrete 混凝土工
顾长河 m blue electric 电工
侯振东 m red first 测量员
邵明月 f yellow second 材料员
孟庆山 m red ground 基坑监测员
龙水根 m yellow concrete 泵车司机
万书恒 m yellow labour 架子工
段新苗 m blue steel 焊工
雷天亮 m orange cranes 信号工
钱满仓 m yellow steel 钢筋工
汤雨生 m yellow quarter 保卫员
尹素芬 f yellow second 仓库管理员
黎小川 m yellow labour 防水工
"""

_FIRST_IN_OFFICE, _FIRST_AT_NIGHT = 31, 45
_PROBATIONARY = frozenset({26, 38, 57})
_ACTIVISTS = frozenset({20, 27, 49, 58, 61})


def list_people() -> list[Person]:
    """The members by number."""
    return [_person(place, line) for place, line in enumerate(_LINES.split("\n")[1:-1], 1)]


def _person(place: int, line: str) -> Person:
    name, sex, hat, branch, job = line.split(" ")
    return Person(
        f"{place:03}",
        name,
        sex == "f",
        job,
        BRANCHES[branch],
        hat,  # type: ignore[arg-type]  # a test holds the words against the type
        _hours(place),
        _standing(place),
    )


def _hours(place: int) -> Hours:
    if place >= _FIRST_AT_NIGHT:
        return "night"
    return "office" if place >= _FIRST_IN_OFFICE else "day"


def _standing(place: int) -> str:
    if place in _PROBATIONARY:
        return "probationary"
    return "activist" if place in _ACTIVISTS else "member"
