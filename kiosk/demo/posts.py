"""The demo's posts and who holds them."""

from dataclasses import dataclass

from kiosk.people.admin import NewPost

DAY_SHIFT = ("白班", 7 * 60, 19 * 60)
NIGHT_SHIFT = ("夜班", 19 * 60, 7 * 60)
"""Name, beginning and end in minutes from local midnight."""


@dataclass(frozen=True, slots=True)
class DemoPost:
    """A post and the numbers of its holders.

    Attributes:
        post: The post.
        day: Who holds it in the day shift, or empty.
        night: Who holds it in the night shift, or empty.
        always: Who holds it without a shift, or empty.
    """

    post: NewPost
    day: str = ""
    night: str = ""
    always: str = ""


POSTS = (
    DemoPost(
        NewPost(
            "3号塔吊指挥",
            "post",
            "need",
            "指挥3号塔吊全部吊装，吊物下方不站人，六级风停吊",
            "信号一次说清，不明确不起吊；司机、司索随叫随应",
            "A区",
            "vanguard",
        ),
        day="005",
        night="046",
    ),
    DemoPost(
        NewPost(
            "深基坑监测",
            "post",
            "need",
            "每两小时观测位移和水位，超预警值立即撤人并报告",
            "数据当场记录，异常五分钟内报到值班负责人",
            "B区",
        ),
        day="018",
        night="053",
    ),
    DemoPost(
        NewPost(
            "临时用电",
            "post",
            "need",
            "巡查配电箱和电缆，一机一闸一漏一箱，严禁私拉乱接",
            "报修十五分钟到场，送电前必须挂牌确认",
            "全场",
            "model",
        ),
        day="016",
        night="050",
    ),
    DemoPost(
        NewPost(
            "高处作业安全",
            "post",
            "need",
            "检查临边洞口防护和安全带，防护不到位不许上人",
            "每班巡查四次，发现问题当场整改",
            "A区",
        ),
        day="007",
        night="047",
    ),
    DemoPost(
        NewPost(
            "混凝土浇筑旁站",
            "procedure",
            "task",
            "浇筑全过程旁站，查坍落度、振捣和试块，不离开作业面",
            "开盘到收面全程有人，记录当班签字",
            "B区",
            "vanguard",
        ),
        day="012",
        night="049",
    ),
    DemoPost(
        NewPost(
            "钢筋隐蔽验收",
            "procedure",
            "task",
            "隐蔽前核对规格、间距和搭接，验收不合格不浇筑",
            "报验一小时内到场，问题一次说全",
            "A区",
        ),
        day="009",
        night="048",
    ),
    DemoPost(
        NewPost(
            "高支模搭设",
            "procedure",
            "task",
            "盯方案、盯扫地杆和剪刀撑，验收挂牌后方可加载",
            "搭设期间不离岗，变形监测不间断",
            "C区",
        ),
        day="014",
        night="055",
    ),
    DemoPost(
        NewPost(
            "防水卷材施工",
            "procedure",
            "task",
            "盯基层处理、搭接宽度和收口，蓄水试验不少于24小时",
            "一处渗漏不放过，返工不过夜",
            "地下室",
        ),
        day="025",
        night="061",
    ),
    DemoPost(
        NewPost(
            "材料进场验收",
            "link",
            "need",
            "核对合格证和批次，按规定取样送检，不合格当场退场",
            "车辆到场二十分钟内验收，不压车",
            "料场",
        ),
        day="021",
        night="052",
    ),
    DemoPost(
        NewPost(
            "测量放线复核",
            "link",
            "need",
            "轴线、标高两人复核，未签复核单不得支模",
            "随叫随测，数据当班交接",
            "全场",
            "model",
        ),
        day="015",
        night="051",
    ),
    DemoPost(
        NewPost(
            "动火作业审批",
            "link",
            "need",
            "动火前看票证、看人、看灭火器，收工后看火三十分钟",
            "现场审批不过十分钟，不见现场不签字",
            "全场",
        ),
        day="008",
        night="056",
    ),
    DemoPost(
        NewPost(
            "交接班",
            "moment",
            "need",
            "交清人员、隐患和未完工序，接班人不到不离岗",
            "十五分钟交接完毕，双方在日志上说明",
            "值班室",
        ),
        day="003",
        night="045",
    ),
    DemoPost(
        NewPost(
            "大风暴雨值守",
            "moment",
            "person",
            "盯预警、盯塔吊和围挡，按预案停工撤人",
            "预警十分钟内通知到每个班组",
            "全场",
        ),
        day="024",
        night="059",
    ),
    DemoPost(
        NewPost("项目质量总负责", "", "person", "对工程质量负总责，组织每周质量例会", "", "全场"),
        always="004",
    ),
    DemoPost(
        NewPost("监理旁站", "", "need", "对关键部位旁站监督，签署旁站记录", "", "全场"),
        always="028",
    ),
    DemoPost(
        NewPost(
            "工友驿站", "", "need", "茶水、药箱、充电和工资咨询", "有问必答，当日回复", "生活区"
        ),
        always="034",
    ),
    DemoPost(
        NewPost("工程资料", "", "need", "资料与工程同步，随时可查", "", "办公区"), always="031"
    ),
    DemoPost(
        NewPost(
            "社区联络", "", "person", "听取周边居民意见，协调夜间施工", "三日内答复", "北岸社区"
        ),
        always="042",
    ),
    DemoPost(
        NewPost("扬尘治理责任区", "", "need", "洒水、覆盖、冲洗，在线监测不超标", "", "大门和道路"),
        always="044",
    ),
)
