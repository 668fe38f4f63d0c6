"""The registration form (《问题登记表》) as a page: R47-R57 and 2.1."""

from gateway.desk.ports_papers import Dossier
from gateway.domain.people import People
from gateway.domain.request import Request, Scene, Urgency
from gateway.papers.views import lines, plain
from gateway.papers.wording import Wording, full


def registration_view(
    dossier: Dossier, words: Wording, people: People
) -> dict[str, object]:
    """Every name that the template may use, beside the frame's."""
    request = dossier.request
    return {
        **_who(request, words),
        **_what(request, words),
        **_accepted(request, words, people),
        "files": tuple(
            (
                plain(one.filename),
                str(one.size_bytes),
                one.sha256,
                words.of("record", "no" if one.refused else "yes"),
            )
            for one in dossier.files
        ),
    }


def _who(request: Request, words: Wording) -> dict[str, object]:
    form = request.form
    return {
        "company": plain(form.company),
        "contact": plain(form.contact or request.requester_name),
        "employee_number": plain(form.employee_number),
        "reach": plain(form.phone),
        "address": request.requester,
        "channel": plain(words.of("channel", request.channel)),
    }


def _what(request: Request, words: Wording) -> dict[str, object]:
    form = request.form
    return {
        "subject": plain(request.subject),
        "submitted": full(words, request.submitted_at),
        "scenes": tuple((words.of("scene", s), s is request.scene) for s in Scene),
        "urgencies": tuple(
            (words.of("urgency", u), u is request.urgency) for u in Urgency
        ),
        "urgency_reason": lines(form.urgency_reason),
        "symptom": lines(form.symptom),
        "occurred": plain(form.occurred),
        "impact": lines(form.impact),
        "tried": lines(form.tried),
        "description": lines(request.description),
    }


def _accepted(request: Request, words: Wording, people: People) -> dict[str, object]:
    by, owner = request.accepted_by, request.assignee
    return {
        "category": plain(request.category),
        "priority": words.of("priority", request.priority),
        "group": plain(request.triage.group),
        "accepted_by": plain(people.name_of(by)) if by else "",
        "accepted": full(words, request.accepted_at),
        "owner": plain(people.name_of(owner)) if owner else "",
        "status": words.of("status", request.status),
        "linked": words.phrase("comma").join(request.linked),
    }
