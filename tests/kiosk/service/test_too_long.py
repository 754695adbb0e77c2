"""Nothing of what somebody wrote is cut off unseen: what is too long is refused with a sentence."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from db.connection import run_sql
from kiosk.errors import RefusedError
from kiosk.service.commitments import NewCommitment
from kiosk.service.entries import NewService
from kiosk.services import Services
from tests.builders import make_site, uid_of

Say = Callable[[Services, str], object]


@pytest.fixture
def site(tmp_path: Path) -> Services:
    site = make_site(tmp_path)
    site.access.set_pin(uid_of("003"), "supervisor", "246810")
    return site


def promised(site: Services) -> UUID:
    return site.service.make_commitment(uid_of("001"), text="巡查").uid


def logged(site: Services, **words: str) -> UUID:
    return site.service.log(uid_of("001"), NewService(30, **({"text": "送水"} | words))).uid  # type: ignore[arg-type]


def struck(site: Services) -> UUID:
    entry = logged(site)
    site.service.strike_service(entry, uid_of("001"), "错")
    return entry


PLACES: dict[str, tuple[int, Say]] = {
    "promise": (120, lambda site, words: site.service.make_commitment(uid_of("001"), text=words)),
    "milestone": (
        60,
        lambda site, words: site.service.promise(
            uid_of("001"), NewCommitment(text="巡查", milestone=words)
        ),
    ),
    "why missed": (
        120,
        lambda site, words: site.service.judge_commitment(
            promised(site), "missed", uid_of("001"), words
        ),
    ),
    "service": (120, lambda site, words: logged(site, text=words)),
    "for whom": (120, lambda site, words: logged(site, for_whom=words)),
    "place": (120, lambda site, words: logged(site, place=words)),
    "why struck": (
        120,
        lambda site, words: site.service.strike_service(logged(site), uid_of("001"), words),
    ),
    "why restored": (
        120,
        lambda site, words: site.service.restore_service(struck(site), uid_of("001"), words),
    ),
}


@pytest.mark.parametrize("place", PLACES)
def test_what_is_too_long_is_refused_and_what_just_fits_is_kept_whole(
    site: Services, place: str
) -> None:
    most, say = PLACES[place]
    with pytest.raises(RefusedError) as refused:
        say(site, "长" * (most + 1))
    assert refused.value.code == "too_long"
    assert str(most) in refused.value.sentence
    assert "长长" not in ledger()
    say(site, " \x1b[31m" + "长" * most + " ")
    assert "长" * most in ledger()


@pytest.mark.parametrize("place", PLACES)
def test_ten_thousand_signs_are_refused_and_nothing_is_stored(site: Services, place: str) -> None:
    with pytest.raises(RefusedError):
        PLACES[place][1](site, "长" * 10_000)
    assert "长" not in ledger()


def ledger() -> str:
    return "".join(payload for (payload,) in run_sql("SELECT payload FROM ledger_entry"))
