"""What a staff mail comes to: who may, what runs, what is told line by line."""

from dataclasses import dataclass, field

import pytest

from gateway.desk.ports import Rendered
from gateway.domain.codes import NoticeCode as N, Reason
from gateway.domain.command_details import CommandResults, ResultLine
from gateway.domain.notices import Notice
from gateway.domain.request import Priority, RequestNumber, Status
from gateway.store import reports
from tests.support.builders import ANNE, BART, DAVE, NUMBER
from tests.support.desk import PlainRenderer, Sent, World, rendering

BORDER = "Authentication-Results: "


@dataclass
class Listening:
    """A renderer that remembers what it was asked to say."""

    notices: list[Notice] = field(default_factory=list)

    def render(self, notice: Notice, *, reply_address: str) -> Rendered:
        self.notices.append(notice)
        return PlainRenderer().render(notice, reply_address=reply_address)


@pytest.fixture
def asked(world: World) -> World:
    """Anne has asked; Bart holds a letter that he can answer."""
    world.send(ANNE, "Smoke comes out of tray 2.")
    return world


@pytest.fixture
def listening(asked: World) -> Listening:
    heard = Listening()
    rendering(asked, heard)
    return heard


def command(world: World, text: str, *, headers: str = "") -> tuple[Sent, ...]:
    """Bart answers the letter that told him of the request."""
    return world.answer(world.letter(N.TO_ASSIGN, BART), text, headers=headers)


def told(letters: tuple[Sent, ...]) -> list[tuple[str, str]]:
    return [(letter.code, letter.to) for letter in letters]


def results(heard: Listening) -> CommandResults:
    """The latest transcript."""
    detail = heard.notices[-1].detail
    assert isinstance(detail, CommandResults)
    return detail


def notes(number: RequestNumber = NUMBER) -> list[str]:
    shown = reports.show(number)
    assert shown is not None
    return [row.action for row in shown.records if not row.visible]


# --- who may -----------------------------------------------------------------


def test_an_answer_to_a_letter_of_ones_own_may_command(asked: World) -> None:
    letters = command(asked, "#take")
    assert told(letters) == [("C04", ANNE), ("S11", BART)]
    assert asked.last_end() == ("command", "done")
    assert asked.request().assignee == BART


@pytest.mark.parametrize(
    "subject", ["#take", "Re: [TS20261116001] x"], ids=["no number", "number"]
)
def test_an_address_alone_commands_nothing_and_its_owner_is_told(
    asked: World, subject: str
) -> None:
    letters = asked.send(
        BART, "#take", subject=subject, headers="Reply-To: mallory@evil.example"
    )
    assert told(letters) == [("S12", BART)]
    assert asked.last_end() == ("filed", "unproven-staff")
    assert asked.request().status is Status.RECEIVED


def test_the_token_of_another_person_commands_nothing(asked: World) -> None:
    letter = asked.letter(N.TO_ASSIGN, DAVE)
    letters = asked.send(BART, "#take", to=letter.reply_to)
    assert told(letters) == [("S12", BART)]
    assert asked.request().status is Status.RECEIVED


def test_beside_a_second_sender_a_token_commands_nothing(asked: World) -> None:
    letter = asked.letter(N.TO_ASSIGN, BART)
    asked.send(
        f"{BART}, mallory@evil.example", "#take", to=letter.reply_to, mail_from=BART
    )
    assert asked.request().status is Status.RECEIVED


def test_a_customer_commands_nothing_with_a_token_of_his_own(asked: World) -> None:
    asked.answer(asked.letter(N.ACKNOWLEDGEMENT, ANNE), "#take\n#resolve")
    assert asked.request().status is Status.RECEIVED
    assert asked.last_end() == ("reply", "Write")


@pytest.mark.parametrize(
    "headers",
    [
        "",
        BORDER + "mx.example.com; dmarc=none",
        BORDER + "mx.example.com; dmarc=fail",
        BORDER + "mx.evil.example; dmarc=pass",
    ],
    ids=["nothing", "none", "fail", "another border"],
)
def test_where_a_border_is_named_it_must_speak_for_staff(
    guarded: World, headers: str
) -> None:
    guarded.send(ANNE, "Smoke!")
    letters = command(guarded, "#take", headers=headers)
    assert told(letters) == [("S12", BART)]


def test_a_proven_address_without_a_token_may_note_and_nothing_else(
    guarded: World,
) -> None:
    guarded.send(ANNE, "Smoke!")
    passed = BORDER + "mx.example.com; dmarc=pass"
    guarded.send(BART, "#note odd", subject="[TS20261116001]", headers=passed)
    assert notes() == ["odd"]
    letters = guarded.send(BART, "#take", subject="[TS20261116001]", headers=passed)
    assert told(letters) == [("S12", BART)]


# --- what runs ---------------------------------------------------------------


def test_commands_run_in_order_and_are_told_line_by_line(
    asked: World, listening: Listening
) -> None:
    command(asked, "#take\n#call connected smoke seen\n#cause toner\nBye.")

    assert results(listening).lines == (
        ResultLine(command="#take", done=True),
        ResultLine(command="#call connected smoke seen", done=True),
        ResultLine(command="#cause toner", done=True),
    )
    assert results(listening).told_customer == (N.ACCEPTED,)
    assert (asked.request().cause, notes()) == ("toner", ["Bye."])


def test_one_bad_line_and_nothing_runs_but_the_text_is_kept(
    asked: World, listening: Listening
) -> None:
    letters = command(asked, "#take\n#asign @dave\n#cause toner\nBye.")

    assert results(listening).lines == (
        ResultLine(command="#take", done=False, reason=Reason.NOT_RUN),
        ResultLine(
            command="#asign @dave",
            done=False,
            reason=Reason.UNKNOWN_VERB,
            suggestion="assign",
        ),
        ResultLine(command="#cause toner", done=False, reason=Reason.NOT_RUN),
    )
    assert told(letters) == [("S11", BART)]
    assert asked.last_end() == ("command", "refused")
    assert (asked.request().status, notes()) == (Status.RECEIVED, ["Bye."])


def test_a_refusal_in_the_middle_stops_the_rest_and_what_was_done_stands(
    asked: World, listening: Listening
) -> None:
    command(asked, "#take\n#resolve\n#raise the board asks")

    assert results(listening).lines == (
        ResultLine(command="#take", done=True),
        ResultLine(command="#resolve", done=False, reason=Reason.NO_CAUSE_YET),
        ResultLine(command="#raise the board asks", done=False, reason=Reason.NOT_RUN),
    )
    request = asked.request()
    assert (request.status, request.priority) == (Status.IN_PROGRESS, Priority.MEDIUM)


def test_eleven_commands_are_ten_too_many(asked: World, listening: Listening) -> None:
    command(asked, "\n".join(["#take"] + [f"#note {n}" for n in range(10)]))
    assert [line.done for line in results(listening).lines] == [False] * 11
    assert results(listening).lines[-1].reason is Reason.TOO_MANY_COMMANDS
    assert asked.request().status is Status.RECEIVED


def test_a_command_below_text_is_reported_and_does_not_run(
    asked: World, listening: Listening
) -> None:
    command(asked, "#note odd\nI think that\n#take\nwould be wrong.")

    assert results(listening).lines == (
        ResultLine(command="#note odd", done=True),
        ResultLine(
            command="#take", done=False, reason=Reason.COMMANDS_FIRST, detail="L3"
        ),
    )
    assert asked.request().status is Status.RECEIVED


def test_words_without_a_command_stay_inside(asked: World) -> None:
    letters = command(asked, "I think it is the toner.")
    assert told(letters) == [("S11", BART)]
    assert notes() == ["I think it is the toner."]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("#quiet\n#note odd", []),
        ("#note odd\n#静默", []),
        ("#quiet\n#resolve", ["S11"]),
        ("#quiet\n#tak", ["S11"]),
    ],
)
def test_quiet_spares_the_transcript_where_everything_went_well(
    asked: World, text: str, codes: list[str]
) -> None:
    assert [letter.code for letter in command(asked, text)] == codes


def test_on_names_another_request(asked: World) -> None:
    asked.send(ANNE, "Paper jam.", subject="Paper")
    letter = asked.letters("S01", BART)[0]
    assert letter.number == NUMBER

    asked.answer(letter, "#on TS20261116002\n#take")
    assert asked.request().status is Status.RECEIVED
    assert asked.request("TS20261116002").assignee == BART


def test_on_two_requests_at_once_does_nothing(asked: World) -> None:
    asked.send(ANNE, "Paper jam.", subject="Paper")
    command(asked, "#on TS20261116001 TS20261116002\n#take")
    assert asked.request().status is Status.RECEIVED
    assert asked.request("TS20261116002").status is Status.RECEIVED


def test_the_same_mail_twice_has_one_effect(asked: World) -> None:
    letter = asked.letter(N.TO_ASSIGN, BART)
    for _ in range(2):
        asked.send(
            BART, "#raise board", to=letter.reply_to, message_id="<bee@example.com>"
        )
    assert asked.last_end() == ("filed", "duplicate")
    assert asked.request().priority is Priority.HIGH


def test_the_transcript_offers_the_lines_that_are_missing(
    asked: World, listening: Listening
) -> None:
    command(asked, "#take\n#cause toner\n#fix drum\n#resolve")
    assert results(listening).corrected == ("#test …", "#resolve")


def test_a_handover_tells_everybody_and_the_actor_once(asked: World) -> None:
    command(asked, "#take")
    letters = command(asked, "#assign @dave knows printers")
    assert told(letters) == [("C04", ANNE), ("S03", DAVE), ("S11", BART)]


def test_staff_who_ask_are_requesters_like_others(world: World) -> None:
    letters = world.send(BART, "My own printer smokes.")
    assert told(letters) == [("C01", BART), ("S01", DAVE)]
    assert world.request().requester == BART


def test_staff_who_asked_confirm_by_the_letter_that_asks_them(world: World) -> None:
    world.send(BART, "My own printer smokes.")
    world.answer(
        world.letter(N.TO_ASSIGN, DAVE),
        "#take\n#cause toner\n#fix drum\n#test none\n#resolve",
    )
    world.answer(world.letter(N.CONFIRM_PLEASE, BART), "已解决")
    assert world.request().status is Status.CONFIRMED
