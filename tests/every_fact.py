"""A site on which at least one of every kind of fact was recorded."""

from datetime import timedelta
from pathlib import Path

from db.connection import close_file, database, run_sql
from db.presence import list_all_presences
from kiosk.attendance.closing import close_days
from kiosk.attendance.views import CheckedOut, Scan
from kiosk.attendance.waiting import settle
from kiosk.oversight.ruling import RuleChange, change_rules
from kiosk.people.photo_intake import UprightPhoto
from kiosk.service.commitments import NewCommitment
from kiosk.service.entries import NewService
from kiosk.service.voices import VoiceWords
from kiosk.services import Services
from tests.builders import NOON, add_post, make_site, scan, set_clock, uid_of


def make_every_fact(folder: Path) -> Path:
    """Make the site and close it; returns its record, which can be copied and opened."""
    site = make_site(folder)
    site.attendance.scan(Scan("rubbish", "wedge"))
    _serve(site)
    _opine(site)
    _attend(site)
    close_file()
    return site.context.home.database


def _serve(site: Services) -> None:
    made = site.service.make_commitment(uid_of("001"), text="每天巡查")
    site.service.judge_commitment(made.uid, "missed", uid_of("001"), "下雨")
    helped = NewService(15, text="帮忙", place="A区", for_kind="household")
    logged = site.service.log(uid_of("002"), helped)
    site.service.confirm_service(logged.uid, None, 10, "touch")
    photo = UprightPhoto(b"jpeg", 40, 30)
    shown = site.service.log(
        uid_of("002"), NewService(20, text="搬运", served_uid=uid_of("003"), photos=[photo])
    )
    site.service.strike_service(shown.uid, uid_of("002"), "记错了")
    daily = site.service.promise(uid_of("002"), NewCommitment(text="清理", rhythm="day"))
    site.service.judge_commitment(daily.uid, "partly_kept", uid_of("002"))
    site.service.judge_commitment(daily.uid, "kept", uid_of("002"))
    run_sql("INSERT INTO pin_try (uid, member_uid, at, passed) VALUES (x'01', NULL, 1, 0)")


def _opine(site: Services) -> None:
    """A rating that is counted, left out and counted again; a voice given to somebody."""
    site.access.set_pin(uid_of("001"), "supervisor", "246810")
    site.ratings.give("member", 4, subject_uid=uid_of("002"), word="热心")
    set_clock(site, NOON + timedelta(minutes=15))
    site.ratings.empty_box()
    set_clock(site, NOON)
    rating = site.ratings.list_given()[0].uid
    site.ratings.count_in(rating, uid_of("001"), "不实", counts=False)
    words = VoiceWords(text="灯不亮", place="A区", author_uid=uid_of("003"))
    number = site.voices.raise_voice("problem", words).voice.number
    site.voices.assign(number, uid_of("002"), uid_of("001"))


def _attend(site: Services) -> None:
    """Corrections, questions, closings, rules and breaks, each once; posts and a muster."""
    change_rules(site.context, RuleChange(turn_hour=11))
    for number in ("001", "002", "003"):
        scan(site, number)
    _cover(site)
    _muster(site)
    site.afterthoughts.begin_break(uid_of("003"))
    set_clock(site, NOON + timedelta(hours=13.5))
    answer = scan(site, "001")
    assert isinstance(answer, CheckedOut)
    assert answer.question is not None
    site.afterthoughts.answer(answer.question, "in", uid_of("002"), "问过")
    set_clock(site, NOON + timedelta(days=3, microseconds=5))
    close_days(site.context)
    stay = list_all_presences(uid_of("002"))[0]
    asked = site.corrections.ask(
        uid_of("002"), "left", NOON + timedelta(hours=3, microseconds=7), stay.uid, "忘了"
    )
    site.corrections.rule(asked, "accepted", uid_of("001"), "核实")
    settle(site.context, list_all_presences(uid_of("003"))[0].uid, uid_of("001"), "记不清")


def _cover(site: Services) -> None:
    post = add_post("3号塔吊", "001", kind="post")
    site.coverage.set_least(post, 2, uid_of("001"))
    site.coverage.set_kind(post, "procedure", uid_of("001"))
    site.coverage.take_post(uid_of("001"), post)
    site.coverage.add_deputy(post, uid_of("002"))
    site.coverage.hand_over(uid_of("001"), post, "named", uid_of("002"))


def _muster(site: Services) -> None:
    site.muster.start("drill")
    site.muster.mark_safe(uid_of("001"), "王工")
    site.muster.undo(uid_of("001"), "王工", "认错人")
    site.muster.add_visitor("送货司机", "王工", is_here=True)
    site.muster.end("001", "李工001")


def drop_triggers() -> None:
    """Let the facts of the open file be changed, as somebody with another program can."""
    for (name,) in run_sql("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
        database.execute_sql(f"DROP TRIGGER {name}")
