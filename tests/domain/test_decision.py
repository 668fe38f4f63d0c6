"""The table of deciders, and the address on what is owed."""

from dataclasses import replace

from gateway.domain.commands import Command, Submit
from gateway.domain.decide import DECIDERS
from gateway.domain.decision import Owed, notice
from gateway.domain.notices import Notice, NoticeCode, Told
from gateway.domain.people import Locale
from tests.support.builders import ANNE, CRIS, DAVE, MORNING, a_case, a_request


def test_every_command_but_a_submission_has_its_decider() -> None:
    assert set(DECIDERS) == set(Command.__args__) - {Submit}


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
