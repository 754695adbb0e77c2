"""A site on which something of everything was promised, done, rated and said."""

from datetime import timedelta
from pathlib import Path

from kiosk.people.teams.views import NewTeam
from kiosk.service.commitments import NewCommitment
from kiosk.service.entries import NewService
from kiosk.service.voices import Speaker, VoiceWords
from kiosk.services import Services
from tests.builders import NOON, set_clock, uid_of
from tests.screens.public.voice_site import make_voice_site

ONE, TWO, THREE = "001", "002", "003"


def make_service_site(folder: Path) -> Services:
    """Fourteen members; 001 is a supervisor, holds 3号塔吊 and did something of everything."""
    site = make_voice_site(folder)
    one, two, three = uid_of(ONE), uid_of(TWO), uid_of(THREE)
    made = site.service.promise(one, NewCommitment(text="一次验收合格"))
    site.service.judge_commitment(made.uid, "kept", one)
    site.service.promise(one, NewCommitment(text="每班巡查塔吊", rhythm="shift"))
    site.service.promise(two, NewCommitment(text="当天清完楼层垃圾"))
    entry = site.service.log(one, NewService(90, text="修好工友宿舍水龙头", served_uid=two))
    site.service.confirm_service(entry.uid, two, 60, "served")
    site.service.log(two, NewService(30, text="给钢筋班送水", for_whom="钢筋班", for_kind="team"))
    site.teams.raise_team(
        NewTeam("抗台突击队", "塔吊降到安全高度", two, until=NOON.date() + timedelta(days=3)), one
    )
    _say(site)
    for place in range(5):
        set_clock(site, NOON + timedelta(minutes=20 * place))
        site.ratings.give("member", 5 - place % 2, subject_uid=one, word="及时")
    set_clock(site, NOON + timedelta(hours=3))
    site.ratings.empty_box()
    site.voices.assign(1, three, one)
    return site


def _say(site: Services) -> None:
    hazard = site.service.list_choices("hazard")[0].uid
    site.voices.raise_voice("hazard", VoiceWords(hazard))
    site.voices.raise_voice("problem", VoiceWords(text="热水没了", author_uid=uid_of(ONE)))
    site.voices.raise_voice("suggestion", VoiceWords(text="食堂早开半小时"))
    site.voices.solve(2, "换了电热丝", Speaker(uid_of(ONE)))
    site.voices.approve(3, uid_of(ONE))
    site.voices.raise_voice("hazard", VoiceWords(hazard))
