"""A member's own data as JSON: everything that is kept of them, for them to take home.

Times are UTC in ISO 8601 with `Z`, days `YYYY-MM-DD`; keys may be added, none is renamed.
"""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from kiosk.oversight.views import SiteView
from kiosk.people.record_views import MemberRecord, OwnData, OwnPhoto
from kiosk.service.views import CommitmentView, ServiceView
from kiosk.service.voices_views import StepView, VoiceView

if TYPE_CHECKING:
    from db.own_traces import Trace

_OF_MEMBER = ("number", "name", "job", "branch", "standing", "language")
_NOT_TOLD = frozenset({"uid", "number", "name", "member_uid"})
"""Keys that nobody outside can use, and whose data it is, which stands at the top."""


def own_data_shape(data: OwnData, site: SiteView, made_at: datetime) -> dict[str, object]:
    """A member's own data as programs read it.

    Args:
        data: What is kept.
        site: Where.
        made_at: When this was made, UTC.
    """
    record = data.record
    return {
        "site": site.name,
        "branch_of_the_site": site.branch,
        "made_at": _plain(made_at),
        "member": _member(record) | {"phone": data.phone or None},
        "hours": _plain(asdict(record.hours)),
        "recent_hours": _plain(asdict(record.recent_hours)),
        "stays": [_plain(asdict(one)) for one in data.stays],
        "posts": [_plain(asdict(one)) for one in record.posts],
        "teams": [_plain(asdict(one)) for one in record.teams],
        "commitments_by_state": record.states,
        "commitments": [_view(one) for one in record.commitments],
        "judged": [_view(one) for one in data.judged],
        "services_in_all": asdict(record.totals),
        "services": [_view(one) for one in record.services],
        "done_for_you": [_done_for(one) for one in data.done_for],
        "confirmations": [_plain(asdict(one)) for one in data.confirmations],
        "voices": [_voice(one) for one in data.voices],
        "said_in_others_voices": [_plain(asdict(one)) for one in data.said],
        "corrections": [_plain(asdict(one)) for one in data.corrections],
        "rating": _rating(record),
        "words": list(record.words),
        "standings": [_plain(asdict(one)) for one in record.standings],
        "photos": [_photo(one) for one in data.photos],
    } | {part: [_trace(one) for one in found] for part, found in data.traces.items()}


def _trace(trace: "Trace") -> dict[str, object]:
    return {"kind": trace.kind, "at": _plain(trace.at), **_plain(trace.told)}


def _photo(photo: OwnPhoto) -> dict[str, object]:
    jpeg = b64encode(photo.jpeg).decode("ascii")
    return {"state": photo.state, "sha256": photo.sha256, "jpeg_base64": jpeg}


def _member(record: MemberRecord) -> dict[str, object]:
    told: dict[str, object] = {name: getattr(record.member, name) for name in _OF_MEMBER}
    return told | {"joined_at": _plain(record.joined_at)}


def _view(view: CommitmentView | ServiceView) -> dict[str, object]:
    names = (one.name for one in fields(view) if one.name not in _NOT_TOLD)
    return {name: _plain(getattr(view, name)) for name in names}


def _done_for(service: ServiceView) -> dict[str, object]:
    return {"by": {"number": service.number, "name": service.name}} | _view(service)


def _voice(voice: VoiceView) -> dict[str, object]:
    public = voice.public
    return {
        "number": public.number,
        "kind": public.kind,
        "subject": voice.subject,
        "text": voice.text,
        "place": voice.place,
        "state": public.state,
        "shown": public.shown,
        "raised_at": _plain(voice.at),
        "due_on": _plain(public.due_on),
        "solved_at": _plain(voice.solved_at),
        "in_hand": voice.owner,
        "steps": [_step(one) for one in voice.steps],
    }


def _step(step: StepView) -> dict[str, object]:
    return {
        "kind": step.kind,
        "text": step.text,
        "by": step.by,
        "in_hand": step.owner,
        "due_on": _plain(step.due_on),
        "at": _plain(step.at),
    }


def _rating(record: MemberRecord) -> dict[str, object] | None:
    rating = record.rating
    return None if rating is None else {"count": rating.count, "mean": round(rating.mean, 2)}


def _plain(value: Any) -> Any:  # noqa: ANN401  # any JSON
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value
