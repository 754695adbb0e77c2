"""What the demo's members promise and do in their own words."""

from typing import NamedTuple

PROMISES = (
    "配合A区四层梁板今天完成报验",
    "本班零违章、零事故",
    "今天的问题今天答复工友",
    "把本班的配电箱和电缆检查一遍",
    "带徒弟独立完成一次操作",
    "楼梯间临边防护当班补齐",
    "当班记录当班填完，不隔夜",
    "下班前把料场通道清出来",
)
"""Promises."""


class Deed(NamedTuple):
    """What was done, and what fits it.

    Attributes:
        text: Its words.
        minutes: How long it may have taken.
        for_whom: Whom it may have been for.
        places: Where it may have been.
    """

    text: str
    minutes: tuple[int, ...]
    for_whom: tuple[str, ...]
    places: tuple[str, ...]


SERVICES = (
    Deed("帮木工班把圆盘锯防护罩装好", (15, 20, 30), ("木工班",), ("料场", "地下室")),
    Deed("替请假的工友顶了两小时班", (120,), ("钢筋班", "混凝土班"), ("A区四层", "C区")),
    Deed("陪受凉的工友去社区医院", (90, 120), ("夜班工友", "电工班"), ("",)),
    Deed("给新进场的八名工友讲临边防护", (30, 45), ("新进场工友",), ("大门", "生活区")),
    Deed("夜里帮泵车班接好照明", (20, 30), ("混凝土班",), ("B区基坑", "C区")),
    Deed("和居民代表沟通夜间浇筑时间", (45, 60), ("周边居民",), ("大门",)),
    Deed("帮工友核对本月考勤和工资单", (20, 30), ("夜班工友", "架子工班"), ("生活区",)),
    Deed("雨后清掉基坑边坡的积水", (60, 90), ("",), ("B区基坑",)),
)
"""Services."""

FOR_WHOM = (
    "木工班", "钢筋班", "混凝土班", "架子工班", "新进场工友", "夜班工友", "电工班", "周边居民", "",
)  # fmt: skip
"""Whom a service is for; empty when nobody in particular."""

KINDS_OF_WHOM = {"": "", "新进场工友": "person", "夜班工友": "person", "周边居民": "household"}
"""What kind of people these are; all others are teams."""

PLACES = ("A区四层", "A区五层", "B区基坑", "C区", "地下室", "料场", "生活区", "大门", "")
"""Where; empty when it does not matter."""

ANY_DEED = Deed("", (10, 15, 20, 30, 45, 60, 90, 120), FOR_WHOM, PLACES)
"""A service of the catalogue."""

MISSED_BECAUSE = (
    "材料晚到半天", "下午大风停工", "图纸变更，等设计回复", "设备故障抢修", "人手调去浇筑",
)  # fmt: skip
"""Why a promise was missed."""

WITHDRAWN_BECAUSE = ("工序调整，改由夜班完成", "岗位调动")
"""Why a promise was taken back."""

RHYTHMS = (
    ("007", "shift", "每班巡查临边洞口四次", "高处作业安全"),
    ("047", "shift", "每班巡查临边洞口四次", "高处作业安全"),
    ("016", "day", "每天送电前查一遍配电箱", "临时用电"),
    ("005", "shift", "吊装前把信号对一遍", "3号塔吊指挥"),
    ("034", "day", "工友驿站当天问题当天答复", "工友驿站"),
    ("004", "week", "每周一次质量例会，问题清单公示", "项目质量总负责"),
    ("042", "week", "每周走访一户周边居民", "社区联络"),
    ("012", "shift", "浇筑旁站不离作业面", ""),
)
"""Promises for each shift, day or week: who, how often, what, at which post or none."""
