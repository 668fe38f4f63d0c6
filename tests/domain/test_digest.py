"""S16: of all that is open, each reader is told what is his, by its deadline."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from gateway.domain.codes import Clock
from gateway.domain.digest import Agenda, Running, Standing, digests
from gateway.domain.digest_details import AgendaLine, DigestTold
from gateway.domain.people import Address
from gateway.domain.request import Priority, Request, RequestNumber, Status
from gateway.domain.settlement import FollowUp
from tests.support.builders import BART, DAVE, ELLE, MORNING, a_case, a_new_request

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = MORNING
HOUR = timedelta(hours=1)


def a_request(serial: int, status: Status, owner: Address | None = BART) -> Request:
    return replace(
        a_new_request(),
        number=RequestNumber(f"TS20261116{serial:03}"),
        status=status,
        assignee=owner,
    )


def told(*standing: Standing, who: Address = BART, **agenda: object) -> DigestTold:
    made = Agenda(standing=standing, **agenda)  # type: ignore[arg-type]  # by name
    return digests(made, [who], replace(a_case(ELLE), now=NOW), SHANGHAI)[who]


def numbers(lines: tuple[AgendaLine, ...]) -> list[str]:
    return [line.number[-3:] for line in lines]


def test_it_has_three_parts() -> None:
    """PROCESS 7.2: due today, waiting for us, waiting for the customer."""
    late = Running(clock=Clock.K4, started_at=NOW - timedelta(days=3))
    digest = told(
        Standing(request=a_request(1, Status.IN_PROGRESS), clocks=(late,)),
        Standing(request=a_request(2, Status.IN_PROGRESS)),
        Standing(request=a_request(3, Status.AWAITING_CONFIRMATION)),
    )
    assert numbers(digest.due) == ["001"]
    assert numbers(digest.ours) == ["002"]
    assert numbers(digest.theirs) == ["003"]
    assert (digest.overdue, digest.open) == (1, 3)


def test_the_nearest_clock_of_ours_counts_and_the_customers_does_not() -> None:
    clocks = (
        Running(clock=Clock.K7, started_at=NOW - timedelta(days=30)),
        Running(clock=Clock.CONSENT, started_at=NOW - timedelta(days=30)),
    )
    waiting = a_request(1, Status.AWAITING_CONFIRMATION)
    digest = told(Standing(request=waiting, clocks=clocks))
    assert (digest.due, numbers(digest.theirs)) == ((), ["001"])


def test_what_is_due_first_stands_first_and_without_a_deadline_priority_counts() -> (
    None
):
    late = Running(clock=Clock.K4, started_at=NOW - timedelta(days=3))
    later = replace(late, started_at=NOW - timedelta(days=2))
    calm = a_request(3, Status.IN_PROGRESS)
    digest = told(
        Standing(request=a_request(1, Status.IN_PROGRESS), clocks=(later,)),
        Standing(request=a_request(2, Status.IN_PROGRESS), clocks=(late,)),
        Standing(request=calm),
        Standing(
            request=replace(a_request(4, Status.IN_PROGRESS), priority=Priority.HIGH)
        ),
    )
    assert numbers(digest.due) == ["002", "001"]
    assert numbers(digest.ours) == ["004", "003"]


def test_others_requests_are_nobodys_business_but_who_leads_sees_what_is_amiss() -> (
    None
):
    late = Running(clock=Clock.K4, started_at=NOW - timedelta(days=3))
    standing = (
        Standing(request=a_request(1, Status.IN_PROGRESS, DAVE), clocks=(late,)),
        Standing(request=a_request(2, Status.IN_PROGRESS, DAVE)),
        Standing(request=a_request(3, Status.RECEIVED, None)),
    )
    assert numbers(told(*standing, who=ELLE).team) == ["001", "003"]
    assert told(*standing, who=ELLE).open == 0
    assert numbers(told(*standing, who=DAVE).due) == ["001"]


def test_a_solved_request_is_told_of_once_its_archive_is_due() -> None:
    over = a_request(1, Status.CONFIRMED)
    clock = Running(clock=Clock.ARCHIVE, started_at=NOW - timedelta(days=30))
    assert told(Standing(request=over)).is_empty
    assert numbers(told(Standing(request=over, clocks=(clock,))).due) == ["001"]


def test_open_items_go_to_who_has_to_do_them() -> None:
    """R46, R61."""
    day = NOW.date()
    item = FollowUp(
        who=BART, due=day - timedelta(days=1), text="watch", improvement=True
    )
    number = RequestNumber("TS20261116001")
    (line,) = told(items=((number, item),)).items
    assert (line.overdue, line.improvement, line.text) == (True, True, "watch")
    assert told(items=((number, item),), who=DAVE).is_empty


def test_an_empty_digest_says_so() -> None:
    assert told().is_empty
    assert told().day == date(2026, 11, 16) == datetime(2026, 11, 16, tzinfo=UTC).date()
