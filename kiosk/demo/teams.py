"""The demo's teams."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoTeam:
    """A team.

    Attributes:
        name: Its name.
        goal: What it was raised for.
        members: Their numbers; the first one leads it.
        begins_in: Days from the demo's first day to its own.
    """

    name: str
    goal: str
    members: tuple[str, ...]
    begins_in: int = 0


TEAMS = (
    DemoTeam(
        "主体结构突击队",
        "三十天内完成A区六层主体结构",
        ("003", "005", "011", "012", "013", "023", "027", "046", "049", "058"),
    ),
    DemoTeam(
        "地下室防水突击队",
        "雨季前完成地下室防水并通过蓄水试验",
        ("010", "014", "025", "026", "055", "061"),
    ),
    DemoTeam(
        "水电安装突击队",
        "水电预埋与主体同步，不留一处返工",
        ("016", "020", "030", "037", "043", "050"),
    ),
    DemoTeam(
        "防汛突击队",
        "台风过境前备足沙袋水泵，基坑不积水",
        ("024", "018", "022", "059", "054"),
    ),
    DemoTeam(
        "节前抢工突击队",
        "节前完成C区屋面，工友按时返乡",
        ("003", "023", "025", "061"),
        begins_in=28,
    ),
)
"""In order of raising."""

RESULTS = {"防汛突击队": "备沙袋八百只、水泵六台，基坑零积水，人机安全"}
"""What came of the teams whose task is done, by name."""
