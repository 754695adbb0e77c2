"""Sets up what the demo's site agreed on: posts with a history, teams, promises, the catalogue."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from kiosk.demo.teams import TEAMS
from kiosk.demo.words import RHYTHMS
from kiosk.people.admin import NewPost
from kiosk.people.teams.views import NewTeam
from kiosk.service.choices import NewItem
from kiosk.service.commitments import NewCommitment
from kiosk.services import Services


@dataclass(frozen=True, slots=True)
class _Succession:
    """Who holds a post first, who takes it over, and after how many days."""

    post: str
    first: str
    then: str
    after: int


_SUCCESSIONS = (
    _Succession("工程资料", "032", "031", 6),
    _Succession("工友驿站", "033", "034", 9),
    _Succession("扬尘治理责任区", "035", "044", 13),
)
_DEPUTIES = (("3号塔吊指挥", "019"), ("临时用电", "037"), ("大风暴雨值守", "022"))
_GIVEN_UP = NewPost("样板间接待", "", "task", "陪同看房，讲清工序和质量做法", "来人有问必答", "A区")
_GIVEN_UP_HOLDER = "036"
_ADDED = (
    ("commitment", NewItem("雨后先查电，再开工", "After rain: check the power before work")),
    ("service", NewItem("给工友理发", "Cut a worker's hair", 20)),
    ("suggestion", NewItem("工余学习和活动", "Learning and leisure after work")),
    ("hazard", NewItem("基坑边坡有裂缝", "Cracks in the slope of the pit")),
)


def settle(services: Services, uids: dict[str, UUID], posts: dict[str, UUID], since: date) -> None:
    """Set up everything beyond the posts themselves and their holders.

    Args:
        services: The demo's.
        uids: Members' keys by number.
        posts: Keys of posts by name; those that change hands are held by nobody yet.
        since: The demo's first day.
    """
    for one in _SUCCESSIONS:
        _succeed(services, one, uids, posts[one.post], since)
    for post, number in _DEPUTIES:
        services.coverage.add_deputy(posts[post], uids[number])
    gone = services.posts.make_post(_GIVEN_UP)
    services.coverage.assign(gone, uids[_GIVEN_UP_HOLDER])
    services.posts.end_post(gone)
    for team in TEAMS:
        leader, *others = (uids[number] for number in team.members)
        begins = since + timedelta(days=team.begins_in)
        services.teams.raise_team(NewTeam(team.name, team.goal, leader, tuple(others), begins))
    for kind, item in _ADDED:
        services.service.add_item(kind, item)
    for number, rhythm, text, post in RHYTHMS:
        new = NewCommitment(text=text, rhythm=rhythm, post_uid=posts.get(post))
        services.service.promise(uids[number], new)


def _succeed(
    services: Services, one: _Succession, uids: dict[str, UUID], post: UUID, since: date
) -> None:
    last = since + timedelta(days=one.after)
    services.coverage.assign(post, uids[one.first])
    services.coverage.end(post, uids[one.first], until=last)
    services.coverage.assign(post, uids[one.then], since=last + timedelta(days=1))


def is_inherited(post: str) -> bool:
    """Whether a post changes hands in the demo, so that its holders are set by `settle`."""
    return any(one.post == post for one in _SUCCESSIONS)
