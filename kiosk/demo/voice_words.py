"""What people at the demo's site say: voices, replies, words beside ratings."""

VOICES = {
    "suggestion": (
        "食堂夜班加一顿热饭，凌晨收工的人吃不上",
        "钢筋加工棚和塔吊之间加个对讲频道，少跑腿",
        "料场按楼层分区堆放，找料能快一半",
        "每周一晚开放图纸室，愿意学的工友都能去看",
    ),
    "problem": (
        "三号楼北侧厕所水龙头坏了两天",
        "五层预埋管图纸和现场对不上，电工班停着等",
        "工具房钥匙只有一把，夜班领不到工具，找我 138 0013 8000",
        "上个月加班有四个小时没记上",
    ),
    "hazard": (
        "A区四层电梯井口的防护门没有锁",
        "B区基坑北侧临边护栏被车刮倒一段",
        "钢筋加工棚配电箱门关不上，雨天会进水",
        "C区三层架子有两块跳板没绑",
    ),
    "help": (
        "家里老人住院，想请三天假，不知道找谁批",
        "孩子转学要工地开个居住证明",
        "手磨破了，想领一副防割手套",
        "想考电工证，不知道怎么报名",
    ),
}
"""Voices in own words; one holds a phone number, as people write them."""

PLACES = ("A区", "B区", "C区", "地下室", "料场", "生活区", "")
"""Where it is."""

NAMES = ("老李", "木工班小陈", "夜班一名工友", "", "", "")
"""The names that people give; most give none."""

REPLIES = ("收到，今天去看现场", "已安排人，有结果在这里回复", "谢谢提醒，先挂牌警示，马上整改")
"""What is answered when somebody takes it in hand."""

SOLVED = {
    "suggestion": ("采纳，从下周起照办", "已试行三天，效果好，全场推开"),
    "problem": ("已修好，当班验收", "设计回了变更单，已交底", "查实补记，本月一起发"),
    "hazard": ("防护已恢复，安全员复查合格", "已整改并拍照存档"),
    "help": ("已办好，找劳务管理员领取", "已批假，班组安排人顶班"),
}
"""What is said of one that is solved."""

DECLINED = ("超出项目权限，已转园区党委", "与施工方案冲突，本阶段不调整")
"""Why nothing is done."""

NOT_YET = ("昨天又坏了，请再看看", "只修了一半")
"""Why one is not really solved."""

RATED = ("随叫随到", "讲得明白", "说到做到", "办事不拖", "态度好，就是人太忙", "等得有点久", "")
"""Words beside a rating; most give none."""
