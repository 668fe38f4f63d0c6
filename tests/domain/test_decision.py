"""The table of deciders, and the address on what is owed."""

from dataclasses import replace

import pytest

from gateway.domain.classification_details import Told
from gateway.domain.codes import NoticeCode
from gateway.domain.commands import Command, Verb
from gateway.domain.decide import DECIDERS, possible_verbs
from gateway.domain.decision import Owed, notice
from gateway.domain.notices import Notice
from gateway.domain.people import Locale
from gateway.domain.request import Status
from gateway.domain.submission_commands import Submit
from tests.support.builders import ANNE, CRIS, DAVE, MORNING, a_case, a_request

ALWAYS = (Verb.NOTE, Verb.HELP, Verb.FIND, Verb.LIST, Verb.EXPORT)


def test_every_command_but_a_submission_has_its_decider() -> None:
    assert set(DECIDERS) == set(Command.__args__) - {Submit}


@pytest.mark.parametrize(
    ("status", "allowed", "refused"),
    [
        (Status.RECEIVED, {"take", "assign", "call", "ask"}, {"resolve", "phoned"}),
        (Status.IN_PROGRESS, {"cause", "fix", "test", "resolve"}, {"observe"}),
        (Status.AWAITING_CONFIRMATION, {"unresolved", "phoned"}, {"fix", "resolve"}),
        (Status.CONFIRMED, {"unresolved"}, {"take", "close", "observe"}),
        (Status.MERGED, set(), {"take", "unresolved", "close"}),
    ],
)
def test_help_names_the_verbs_that_the_status_allows(
    status: Status, allowed: set[str], refused: set[str]
) -> None:
    named = set(possible_verbs(status))
    assert named >= allowed | {Verb.NOTE, Verb.HELP}
    assert not named & refused


def test_staff_are_written_to_in_their_own_language() -> None:
    owed = Owed(NoticeCode.ASSIGNED, DAVE, Told())
    assert notice(owed, a_request(), a_case()) == Notice(
        code=NoticeCode.ASSIGNED,
        to=DAVE,
        name="Dave",
        locale=Locale.ZH_CN,
        at=MORNING,
        request=a_request(),
        owner_name="Bart",
        detail=Told(),
    )


def test_the_requester_is_written_to_in_the_language_of_the_request() -> None:
    request = replace(a_request(assignee=None), locale=Locale.ZH_CN)
    assert notice(Owed(NoticeCode.ACCEPTED, ANNE, Told()), request, a_case()) == Notice(
        code=NoticeCode.ACCEPTED,
        to=ANNE,
        name="Anne",
        locale=Locale.ZH_CN,
        at=MORNING,
        request=request,
        detail=Told(),
    )


def test_nobody_else_is_called_by_the_requesters_name() -> None:
    assert (
        notice(Owed(NoticeCode.REOPENED, CRIS, Told()), a_request(), a_case()).name
        == ""
    )
