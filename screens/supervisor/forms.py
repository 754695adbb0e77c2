"""Forms that a supervisor left half filled in: offered to them alone when they open the day."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from kiosk.attendance.waiting import list_waiting
from kiosk.errors import KioskError
from kiosk.i18n import _
from kiosk.people.views import MemberView
from kiosk.service.drafts import DraftView
from screens.member.drafts import ABOUT
from screens.supervisor.badge_changes import ReissueScreen, RevokeScreen
from screens.supervisor.catalogue import CatalogueScreen
from screens.supervisor.confirm_services import ConfirmServicesScreen
from screens.supervisor.desk_form import DeskForm
from screens.supervisor.leaving_form import DraftDialog
from screens.supervisor.member_errands import RefusePhotoErrand, RemovePhotoErrand
from screens.supervisor.member_form import MemberFormScreen
from screens.supervisor.member_leave import LetGoErrand
from screens.supervisor.members import MembersScreen
from screens.supervisor.overdue import OverdueScreen
from screens.supervisor.post_new import NewKeyPostScreen
from screens.supervisor.post_other import NewPostScreen
from screens.supervisor.post_page import PostScreen
from screens.supervisor.ratings_list import WAITING
from screens.supervisor.ratings_ruling import RulingScreen
from screens.supervisor.settle import SettleScreen
from screens.supervisor.team_new import NewTeamScreen
from screens.supervisor.team_story import TeamScreen
from screens.supervisor.voice_page import VoiceScreen

if TYPE_CHECKING:
    from screens.app import KioskApp

Page = DeskForm | MemberFormScreen
Make = Callable[["_Desk", str], Awaitable[Page | None]]


async def offer_form(kiosk: "KioskApp", supervisor: MemberView, draft: DraftView) -> None:
    """Ask whether to go on with the form that a supervisor left last.

    Args:
        kiosk: The app.
        supervisor: Who has just opened the day.
        draft: What they had half filled in.

    Raises:
        NotStored: It could not be thrown away.
    """
    desk, page = kiosk.services.drafts, await _page(kiosk, supervisor, draft)
    if page is None:
        await kiosk.write(desk.finish, supervisor.uid, draft.errand)
        kiosk.tell(_("A form was half filled in; what it was about is settled since."))
        return
    page.go_on_with(draft)
    answer = await kiosk.push_screen_wait(DraftDialog(page.errand))
    if answer == "drop":
        await kiosk.write(desk.finish, supervisor.uid, draft.errand)
    elif answer is not None:
        await kiosk.push_screen(page)


async def _page(kiosk: "KioskApp", supervisor: MemberView, draft: DraftView) -> Page | None:
    """The page of a form; None when what it was about is no more."""
    make = _PAGES.get(draft.errand)
    try:
        about = str(draft.answers.get(ABOUT, ""))
        return await make(_Desk(kiosk, supervisor), about) if make else None
    except KioskError:
        return None


class _Desk:
    """Makes the pages of forms, each with what it is about as it stands now."""

    def __init__(self, kiosk: "KioskApp", supervisor: MemberView) -> None:
        self._kiosk, self._supervisor = kiosk, supervisor
        self._services = kiosk.services

    async def catalogue(self, _about: str) -> DeskForm:
        return CatalogueScreen()

    async def services(self, _about: str) -> DeskForm:
        return ConfirmServicesScreen()

    async def overdue(self, about: str) -> DeskForm:
        return OverdueScreen(date.fromisoformat(about) if about else None)

    async def new_team(self, _about: str) -> DeskForm:
        return NewTeamScreen(self._supervisor, _nobody_waits)

    async def new_key_post(self, _about: str) -> DeskForm:
        return NewKeyPostScreen(self._supervisor, _nobody_waits)

    async def new_post(self, _about: str) -> DeskForm:
        return NewPostScreen(self._supervisor, _nobody_waits)

    async def team(self, about: str) -> DeskForm:
        team = await self._kiosk.read(self._services.teams.team, UUID(about))
        return TeamScreen(self._supervisor, team)

    async def post(self, about: str) -> DeskForm | None:
        post = await self._kiosk.read(self._services.coverage.find_set, UUID(about))
        return PostScreen(self._supervisor, post) if post else None

    async def voice(self, about: str) -> DeskForm:
        return VoiceScreen(self._supervisor, int(about))

    async def rating(self, about: str) -> DeskForm | None:
        for state in (*WAITING, None):
            for one in await self._kiosk.read(self._services.ratings.list_given, state=state):
                if str(one.uid) == about:
                    return RulingScreen(self._supervisor, one)
        return None

    async def presence(self, about: str) -> DeskForm | None:
        for one in await self._kiosk.read(list_waiting, self._services.context):
            if str(one.uid) == about:
                member = await self._kiosk.read(self._services.people.get_member, one.number)
                return SettleScreen(member, one)
        return None

    async def member(self, about: str) -> MemberFormScreen:
        keeping, members = self._services.keeping, MembersScreen()

        def lead_on(uid: UUID) -> None:
            self._kiosk.push_screen(members)
            members.lead_on(uid)

        if about:
            return MemberFormScreen(await self._kiosk.read(keeping.get_kept, UUID(about)))
        return MemberFormScreen(None, await self._kiosk.read(keeping.list_kept), lead_on)

    async def let_go(self, about: str) -> DeskForm:
        badges = await self._kiosk.read(self._services.badges.history, UUID(about))
        return LetGoErrand(await self._member(about), badges)

    async def refuse_photo(self, about: str) -> DeskForm:
        return RefusePhotoErrand(await self._member(about))

    async def remove_photo(self, about: str) -> DeskForm:
        return RemovePhotoErrand(await self._member(about))

    async def reissue(self, about: str) -> DeskForm:
        return ReissueScreen([await self._member(one) for one in about.split()])

    async def revoke(self, about: str) -> DeskForm:
        return RevokeScreen([await self._member(one) for one in about.split()])

    async def _member(self, about: str) -> MemberView:
        kept = await self._kiosk.read(self._services.keeping.get_kept, UUID(about))
        return await self._kiosk.read(self._services.people.get_member, kept.number)


_PAGES: Mapping[str, Make] = {
    CatalogueScreen.form: _Desk.catalogue,
    ConfirmServicesScreen.form: _Desk.services,
    OverdueScreen.form: _Desk.overdue,
    NewTeamScreen.form: _Desk.new_team,
    NewKeyPostScreen.form: _Desk.new_key_post,
    NewPostScreen.form: _Desk.new_post,
    TeamScreen.form: _Desk.team,
    PostScreen.form: _Desk.post,
    VoiceScreen.form: _Desk.voice,
    RulingScreen.form: _Desk.rating,
    SettleScreen.form: _Desk.presence,
    MemberFormScreen.form: _Desk.member,
    LetGoErrand.form: _Desk.let_go,
    RefusePhotoErrand.form: _Desk.refuse_photo,
    RemovePhotoErrand.form: _Desk.remove_photo,
    ReissueScreen.form: _Desk.reissue,
    RevokeScreen.form: _Desk.revoke,
}


def _nobody_waits(_uid: UUID) -> None:
    """No list below the page opens what was made."""
