"""A form is stored and its draft ends in one transaction: it is never offered once it is stored."""

from pathlib import Path

import pytest

from db.connection import run_sql
from kiosk.errors import RefusedError
from kiosk.services import Services
from tests.builders import make_site, uid_of


@pytest.fixture
def site(tmp_path: Path) -> Services:
    services = make_site(tmp_path)
    services.drafts.save(uid_of("001"), "log_service", {"minutes": 30})
    return services


def test_what_is_stored_is_no_draft_any_more(site: Services) -> None:
    def store() -> int:
        return site.service.log_service(uid_of("001"), 30, text="送水").minutes

    assert site.drafts.finish_with(uid_of("001"), "log_service", store) == 30
    assert site.drafts.find(uid_of("001")) is None
    assert run_sql("SELECT minutes FROM service_entry") == [(30,)]


def test_what_is_refused_stays_a_draft(site: Services) -> None:
    def store() -> object:
        return site.service.log_service(uid_of("001"), 0, text="送水")

    with pytest.raises(RefusedError):
        site.drafts.finish_with(uid_of("001"), "log_service", store)
    assert site.drafts.find(uid_of("001")) is not None


def test_a_form_without_a_name_is_not_stored_at_all(site: Services) -> None:
    def store() -> object:
        return site.service.log_service(uid_of("001"), 30, text="送水")

    with pytest.raises(RefusedError, match="哪张表"):
        site.drafts.finish_with(uid_of("001"), " ", store)
    assert run_sql("SELECT count(*) FROM service_entry") == [(0,)]
