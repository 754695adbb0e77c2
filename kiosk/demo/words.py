"""What the demo's members promise and do in their own words."""

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

SERVICES = (
    "帮木工班把圆盘锯防护罩装好",
    "替请假的工友顶了两小时班",
    "陪受凉的工友去社区医院",
    "给新进场的八名工友讲临边防护",
    "夜里帮泵车班接好照明",
    "和居民代表沟通夜间浇筑时间",
    "帮工友核对本月考勤和工资单",
    "雨后清掉基坑边坡的积水",
)
"""Services."""

FOR_WHOM = (
    "木工班", "钢筋班", "混凝土班", "架子工班", "新进场工友", "夜班工友", "电工班", "周边居民", "",
)  # fmt: skip
"""Whom a service is for; empty when nobody in particular."""

PLACES = ("A区四层", "A区五层", "B区基坑", "C区", "地下室", "料场", "生活区", "大门", "")
"""Where; empty when it does not matter."""

MISSED_BECAUSE = (
    "材料晚到半天", "下午大风停工", "图纸变更，等设计回复", "设备故障抢修", "人手调去浇筑",
)  # fmt: skip
"""Why a promise was missed."""

WITHDRAWN_BECAUSE = ("工序调整，改由夜班完成", "岗位调动")
"""Why a promise was taken back."""
