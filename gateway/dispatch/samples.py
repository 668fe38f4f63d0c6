"""A specimen of every notice: what is rendered on trial before mail is.

Each step's own are in ``samples_<step>``.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from gateway.dispatch import (
    samples_absent,
    samples_alarm,
    samples_archiving,
    samples_classification,
    samples_commands,
    samples_completeness,
    samples_digest,
    samples_inquiries,
    samples_knowledge,
    samples_leaving,
    samples_merging,
    samples_returning,
    samples_review,
    samples_solution,
    samples_submission,
    samples_verification,
)
from gateway.dispatch.sample_forms import Specimens
from gateway.dispatch.sample_story import (
    ANNE,
    BART,
    HOUR,
    MINUTE,
    SUBMITTED,
    fresh,
    solved,
    text,
)
from gateway.dispatch.samples_solution import repair
from gateway.domain.codes import NoticeCode
from gateway.domain.notices import Notice
from gateway.domain.people import Locale
from gateway.domain.remarks import Remark, RemarkKind
from gateway.domain.request import Request, Status

C = NoticeCode
DETAILS: Mapping[NoticeCode, Specimens] = MappingProxyType(
    {
        **samples_submission.DETAILS,
        **samples_completeness.DETAILS,
        **samples_classification.DETAILS,
        **samples_solution.DETAILS,
        **samples_verification.DETAILS,
        **samples_archiving.DETAILS,
        **samples_merging.DETAILS,
        **samples_leaving.DETAILS,
        **samples_absent.DETAILS,
        **samples_returning.DETAILS,
        **samples_commands.DETAILS,
        **samples_alarm.DETAILS,
        **samples_digest.DETAILS,
        **samples_inquiries.DETAILS,
        **samples_review.DETAILS,
        **samples_knowledge.DETAILS,
    }
)
STATUS: Mapping[NoticeCode, Status] = MappingProxyType(
    {
        **samples_submission.STATUS,
        **samples_completeness.STATUS,
        **samples_classification.STATUS,
        **samples_solution.STATUS,
        **samples_verification.STATUS,
        **samples_archiving.STATUS,
    }
)
_OF_NO_REQUEST = frozenset(
    {C.BLANK_FORM, C.COMMANDS_REFUSED, C.FINDINGS, C.DIGEST, C.REVIEW}
)
WITH_PLAN = frozenset(
    {Status.AWAITING_APPROVAL, Status.AWAITING_CONSENT, Status.IMPLEMENTING}
)
_REMARKS = tuple(Remark(kind, "TS20231001001") for kind in RemarkKind)


def sample(code: NoticeCode, locale: Locale) -> tuple[Notice, ...]:
    """Specimens: each shape of the detail, of a full request and of a bare one."""
    full = _request(code, locale)
    bare = _bare(full)
    staff = code >= "S"
    return tuple(
        Notice(
            code=code,
            to=BART if staff else ANNE,
            name=text(locale, "Bart", "巴特") if staff else request.requester_name,
            locale=locale,
            at=SUBMITTED + 3 * HOUR,
            request=None if code in _OF_NO_REQUEST else request,
            owner_name="" if request.assignee is None else text(locale, "Bart", "巴特"),
            remarks=_REMARKS if staff and request is bare else (),
            detail=detail,
        )
        for request in (full, bare)
        for detail in DETAILS[code](locale)
    )


def _bare(full: Request) -> Request:
    """A request of which next to nothing is known, in the same status."""
    return Request(
        number=full.number,
        status=full.status,
        subject="",
        description="",
        requester=full.requester,
        locale=full.locale,
        submitted_at=full.submitted_at,
    )


def _request(code: NoticeCode, locale: Locale) -> Request:
    status = STATUS.get(code, Status.IN_PROGRESS)
    new = fresh(locale)
    if status is Status.RECEIVED:
        return new
    taken = replace(
        new,
        status=status,
        assignee=BART,
        accepted_by=BART,
        accepted_at=SUBMITTED + 15 * MINUTE,
    )
    if status is Status.IN_PROGRESS:
        return taken
    if status in WITH_PLAN:
        taken = replace(taken, repair=repair(locale))
    return solved(taken, locale)
