"""What somebody said by phone or in person becomes his request (R5, R51): #new."""

from datetime import timedelta

import pytest

from gateway.desk.interpret_submission import READERS, REGISTERED_WITHIN
from gateway.domain.codes import NoticeCode as N, Reason
from gateway.domain.commands import Command, Verb
from gateway.domain.decision import Refusal
from gateway.domain.request import Scene, Status, Urgency
from gateway.domain.submission_commands import Register
from gateway.mail.directives import read_directives
from tests.support.builders import ANNE, AROUND, BART, CRIS, DAVE, MINUTE, MORNING
from tests.support.desk import SUPPORT, Sent, World, shipped_vocabulary

SECOND = "TS20261116002"


def _said(world: World, text: str) -> tuple[Sent, ...]:
    """Bart writes it in an answer to a letter about another request."""
    world.send(CRIS, "Something else.", subject="Something else")
    return world.answer(world.letter(N.TO_ASSIGN, BART), text)


def _codes(letters: tuple[Sent, ...]) -> list[tuple[str, str, str | None]]:
    return [(one.code, one.to, one.number) for one in letters]


def test_r5_a_call_becomes_a_request_of_who_called(world: World) -> None:
    """R5: the caller is acknowledged (C01), the others are told; Bart by S11."""
    letters = _said(
        world,
        f"#new for={ANNE} Orders fail\nPhone: 138 0000 5678\nSince nine o'clock.",
    )
    assert _codes(letters) == [
        ("C01", ANNE, SECOND),
        ("S01", DAVE, SECOND),
        ("S11", BART, SECOND),
    ]
    request = world.request(SECOND)
    assert (request.requester, request.subject) == (ANNE, "Orders fail")
    assert (request.channel, request.scene) == ("phone", Scene.CUSTOMER)
    assert "Since nine o'clock." in request.description
    assert request.form.phone == "138 0000 5678"
    assert world.request().assignee is None


def test_r51_the_clocks_count_from_when_he_said_it(world: World) -> None:
    """R51: staff tell the moment; K1 is paged by it."""
    _said(world, f"#新建 代={ANNE} 时间=9:50 渠道=当面 订单无法提交\n紧急程度：高")
    request = world.request(SECOND)
    assert request.submitted_at == MORNING - 10 * MINUTE
    assert (request.channel, request.urgency) == ("walk-in", Urgency.HIGH)
    assert world.letter(N.URGENT_CALL, DAVE).number == SECOND


def test_what_he_answers_is_his_own(world: World) -> None:
    letters = _said(world, f"#new for={ANNE} Orders fail")
    told = next(one for one in letters if one.code == "C01")
    answer = world.answer(told, "It is all of us.")
    assert {(one.code, one.number) for one in answer} == {("S04", SECOND)}


def test_commands_beside_it_act_on_the_new_request(world: World) -> None:
    _said(world, f"#新建 代 {ANNE} 订单无法提交\n#take\n她每次下单都超时。")
    made = world.request(SECOND)
    assert (made.status, made.assignee) == (Status.IN_PROGRESS, BART)
    assert made.description == "她每次下单都超时。"
    assert world.request().status is Status.RECEIVED


def test_quiet_leaves_the_caller_in_peace(world: World) -> None:
    letters = _said(world, f"#new for={ANNE} Orders fail\n#quiet")
    assert ANNE not in {one.to for one in letters}
    assert world.request(SECOND).requester == ANNE


def test_nothing_is_registered_without_a_proof(world: World) -> None:
    """COMMANDS: T2; a From alone is worth nothing, and S12 says so."""
    letters = world.send(BART, f"#new for={ANNE} Orders fail", subject="A call")
    assert _codes(letters) == [("S12", BART, None)]
    assert world.facts.requests_of(ANNE, MORNING - timedelta(days=1)) == ()


@pytest.mark.parametrize(
    "words",
    [
        f"#new for={SUPPORT} Orders fail",
        f"#new for={ANNE} One\n#new for={ANNE} Two",
        f"#on TS20261116001\n#new for={ANNE} Orders fail",
        f"#new for={ANNE} Orders fail\n#assign @nobody",
        "#new Orders fail",
    ],
)
def test_what_cannot_be_registered_is_told_and_makes_nothing(
    world: World, words: str
) -> None:
    letters = _said(world, words)
    assert [(one.code, one.to) for one in letters] == [("S11", BART)]
    assert world.facts.requests_of(ANNE, MORNING - timedelta(days=1)) == ()


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (
            f"#new for={ANNE} Orders fail",
            Register(requester=ANNE, subject="Orders fail"),
        ),
        (f"#新建 代 {ANNE} 订单失败", Register(requester=ANNE, subject="订单失败")),
        (
            "#new for=@dave Mouse broken",
            Register(requester=DAVE, subject="Mouse broken"),
        ),
        ("#new", Refusal(Reason.MISSING_ARGUMENT)),
        (f"#new for={ANNE}", Refusal(Reason.MISSING_ARGUMENT)),
        ("#new for=nobody Orders fail", Refusal(Reason.BAD_ARGUMENT)),
        (f'#new for="{ANNE} {CRIS}" Orders', Refusal(Reason.SEVERAL_SENDERS)),
        (f"#new for={ANNE} channel=pigeon Orders", Refusal(Reason.BAD_ARGUMENT)),
        (f"#new for={ANNE} at=23:00 Orders", Refusal(Reason.TIME_AHEAD)),
        (f"#new for={ANNE} at=2026-11-01 Orders", Refusal(Reason.TIME_PAST)),
        (f"#new for={ANNE} at=soon Orders", Refusal(Reason.BAD_ARGUMENT)),
    ],
)
def test_a_line_is_read_or_refused(line: str, read: Command | Refusal) -> None:
    assert timedelta(days=7) == REGISTERED_WITHIN
    (directive,) = read_directives(line, shipped_vocabulary()).lines
    found = READERS[Verb.NEW](directive, AROUND)
    if isinstance(read, Refusal):
        assert isinstance(found, Refusal)
        assert found.reason is read.reason
    else:
        assert found == read
