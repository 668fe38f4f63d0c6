"""#as: staff hand in somebody else's mail, and it becomes that person's request."""

from dataclasses import dataclass, field, replace
from email.message import EmailMessage

import pytest

from gateway.desk.effects import Effects
from gateway.desk.ports import Rendered
from gateway.domain.codes import NoticeCode as N
from gateway.domain.command_details import CommandResults
from gateway.domain.notices import Notice
from gateway.domain.people import Locale
from gateway.domain.request import RequestNumber, Status
from gateway.mail.envelope import Envelope
from gateway.store import reports
from tests.support.builders import ANNE, BART, CRIS, DAVE, ELLE
from tests.support.desk import (
    FAILED,
    SUPPORT,
    PlainRenderer,
    Sent,
    World,
    rendering,
)

FIRST, SECOND = RequestNumber("TS20261116001"), RequestNumber("TS20261116002")
ANT = "<ant@customer.example>"
MALLORY = "mallory@evil.example"
WORDS = "Smoke comes out of tray 2, and the whole floor can smell it."
SAID = "mx.example.com; dmarc=pass header.from=example.com"
PROVEN = f"Authentication-Results: {SAID}"
FORWARD = f"""
---------- Forwarded message ---------
From: Anne Li <{ANNE}>
Date: Mon, Nov 16, 2026 at 9:58 AM
Subject: The printer is on fire
To: <bart@example.com>


{WORDS}
"""


def hand_in(
    world: World, command: str = "#as", forward: str = FORWARD, **given: str
) -> tuple[Sent, ...]:
    given = {"subject": "Fwd: The printer is on fire", "headers": PROVEN} | given
    return world.send(BART, f"{command}\n{forward}", **given)


def codes(letters: tuple[Sent, ...]) -> list[tuple[str, str]]:
    return sorted((letter.code, letter.to) for letter in letters)


def rows(number: RequestNumber, kind: str) -> list[str]:
    shown = reports.show(number)
    assert shown is not None
    return [row.action for row in shown.records if row.kind == kind]


@pytest.mark.parametrize("command", ["#as", "#代", "＃转", "#AS."])
def test_a_forwarded_mail_is_its_senders_request(guarded: World, command: str) -> None:
    letters = hand_in(guarded, command)

    request = guarded.request(FIRST)
    assert guarded.last_end() == ("request", "forwarded")
    assert (request.requester, request.requester_name) == (ANNE, "Anne Li")
    assert (request.subject, request.description) == ("The printer is on fire", WORDS)
    assert request.locale is Locale.EN
    assert rows(FIRST, "SubmittedOnBehalf") == [ANNE]
    assert "on-behalf: bart@example.com" in rows(FIRST, "Remarked")[0]
    # Bart is told by the transcript, so that he gets no S01 beside it.
    assert codes(letters) == [("C01", ANNE), ("S01", DAVE), ("S11", BART)]


@dataclass
class Listener:
    """Hears what the transcripts say, and writes letters as ever."""

    told: list[str] = field(default_factory=list)

    def render(self, notice: Notice, *, reply_address: str) -> Rendered:
        if isinstance(notice.detail, CommandResults):
            self.told += [line.detail for line in notice.detail.lines]
        return PlainRenderer().render(notice, reply_address=reply_address)


def test_the_transcript_tells_to_whom_the_mail_was_attributed(guarded: World) -> None:
    listener = Listener()
    rendering(guarded, listener)
    hand_in(guarded)
    assert listener.told == [f"{ANNE} {FIRST}"]


def test_the_sender_reads_chinese_where_he_wrote_chinese(guarded: World) -> None:
    forward = FORWARD.replace(WORDS, "打印机冒烟，整层楼都能闻到。")
    hand_in(guarded, forward=forward.replace("The printer is on fire", "打印机"))
    assert guarded.request(FIRST).locale is Locale.ZH_CN


def test_the_answer_of_the_sender_belongs_to_his_request(guarded: World) -> None:
    hand_in(guarded, parent=ANT)
    acknowledged = guarded.letter(N.ACKNOWLEDGEMENT, ANNE)
    guarded.answer(acknowledged, "More smoke.")
    assert guarded.last_end() == ("reply", "Write")
    assert acknowledged.in_reply_to == ANT


@pytest.mark.parametrize("sender", [ANNE, CRIS])
def test_an_answer_to_the_original_belongs_to_its_request(
    guarded: World, sender: str
) -> None:
    hand_in(guarded, parent=ANT)
    guarded.send(sender, "More.", subject="Re: The printer", parent=ANT)
    assert (guarded.last_end(), guarded.last_proof()) == (
        ("reply", "Write"),
        "reference",
    )


def test_an_address_behind_the_command_wins(guarded: World) -> None:
    hand_in(guarded, f"#as {CRIS}")
    assert guarded.request(FIRST).requester == CRIS
    assert guarded.request(FIRST).description == WORDS


@pytest.mark.parametrize(
    "written", [f"<{CRIS}>", f"{CRIS} <mailto:{CRIS}>", f"[mailto:{CRIS}]", f'"{CRIS}"']
)
def test_an_address_that_a_client_made_a_link_is_read(
    guarded: World, written: str
) -> None:
    hand_in(guarded, f"#as {written}")
    assert guarded.request(FIRST).requester == CRIS


def test_with_an_address_any_text_is_handed_in(guarded: World) -> None:
    hand_in(guarded, f"#代 {CRIS}", "\nShe came to my desk: no network.\n")
    request = guarded.request(FIRST)
    assert (request.requester, request.description) == (
        CRIS,
        "She came to my desk: no network.",
    )


def test_what_the_forwarding_person_writes_stays_inside(guarded: World) -> None:
    hand_in(guarded, "#as\nShe is a new customer.\n")
    assert rows(FIRST, "Corresponded") == ["She is a new customer."]
    assert "new customer" not in guarded.request(FIRST).description


def test_quiet_tells_the_sender_nothing(guarded: World) -> None:
    letters = hand_in(guarded, "#quiet\n#as")
    assert guarded.request(FIRST).requester == ANNE
    assert codes(letters) == [("S01", BART), ("S01", DAVE)]


# --- nothing runs --------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "forward"),
    [
        ("#as", "\nNo mail here.\n"),
        ("#as", FORWARD.replace(f"<{ANNE}>", "")),
        ("#as", FORWARD.replace("Anne Li", f"{CRIS} on behalf of")),
        ("#as", FORWARD.replace(ANNE, ELLE)),
        ("#as", FORWARD.replace(ANNE, SUPPORT)),
        ("#as", FORWARD.replace(ANNE, "support+ts20261116001.x@example.com")),
        (f"#as {SUPPORT}", FORWARD),
        ("#as nobody", FORWARD),
        (f"#as {ANNE} {CRIS}", FORWARD),
        (f"#as {ANNE}\n#as {CRIS}", FORWARD),
        (f"#on {FIRST}\n#as", FORWARD),
        (f"#as {ANNE}", ""),
        ("#as\n#tkae", FORWARD),
    ],
)
def test_where_it_is_not_plain_whose_mail_it_is_nothing_runs(
    guarded: World, command: str, forward: str
) -> None:
    letters = hand_in(guarded, command, forward)
    assert codes(letters) == [("S11", BART)]
    assert guarded.last_end() == ("command", "refused")
    assert list(reports.requests()) == []


@pytest.mark.parametrize("written", [ELLE, "@elle", "@E003"])
def test_a_person_of_ours_is_taken_where_it_is_written(
    guarded: World, written: str
) -> None:
    hand_in(guarded, f"#as {written}")
    assert guarded.request(FIRST).requester == ELLE


# --- proof of who forwards -----------------------------------------------------


@pytest.mark.parametrize(
    "headers", ["", f"Authentication-Results: {FAILED}", "X-Nothing: x"]
)
def test_whoever_is_not_proven_hands_in_nothing_and_is_told_how(
    guarded: World, headers: str
) -> None:
    letters = hand_in(guarded, headers=headers)
    assert codes(letters) == [("S12", BART)]
    assert guarded.last_end() == ("filed", "unproven-staff")
    assert list(reports.requests()) == []


def test_without_a_border_the_reply_address_of_any_letter_is_proof(
    world: World,
) -> None:
    world.send(CRIS, "The door squeaks.", subject="The door")
    letter = world.letter(N.TO_ASSIGN, BART)

    hand_in(world, headers="")
    assert world.last_end() == ("filed", "unproven-staff")
    letters = hand_in(world, headers="", to=letter.reply_to)

    assert world.last_end() == ("request", "forwarded")
    assert world.request(SECOND).requester == ANNE
    assert world.request(FIRST).version == 1
    assert {one.number for one in letters} == {SECOND}


def test_a_proven_forward_may_not_command_beside_it_without_a_token(
    guarded: World,
) -> None:
    assert codes(hand_in(guarded, "#as\n#take")) == [("S12", BART)]


def test_with_a_token_commands_beside_it_act_on_the_new_request(world: World) -> None:
    world.send(CRIS, "The door squeaks.", subject="The door")
    letter = world.letter(N.TO_ASSIGN, BART)
    hand_in(world, "#as\n#take\n#cause toner", headers="", to=letter.reply_to)
    request = world.request(SECOND)
    assert (request.assignee, request.cause) == (BART, "toner")
    assert world.request(FIRST).assignee is None


def test_a_customer_who_forwards_somebodys_mail_is_its_sender(guarded: World) -> None:
    guarded.send(CRIS, f"#as\n{FORWARD}", subject="Fwd: The printer", headers=PROVEN)
    assert guarded.request(FIRST).requester == CRIS
    assert guarded.letters(to=ANNE) == ()


# --- a mail that we have already -----------------------------------------------


def test_a_mail_that_came_directly_is_not_doubled(guarded: World) -> None:
    guarded.send(ANNE, WORDS, message_id=ANT)
    letters = hand_in(guarded, "#as\nSee also her phone call.", parent=ANT)
    assert codes(letters) == [("S11", BART)]
    assert guarded.last_end() == ("command", "done")
    assert rows(FIRST, "Corresponded") == ["See also her phone call."]
    assert len(list(reports.requests())) == 1


def test_a_mail_that_comes_directly_after_its_forward_is_not_doubled(
    guarded: World,
) -> None:
    hand_in(guarded, parent=ANT)
    letters = guarded.send(ANNE, WORDS, message_id=ANT)
    assert guarded.last_end() == ("reply", "Write")
    assert not [one for one in letters if one.code == "C01"]
    assert len(list(reports.requests())) == 1


def test_the_same_words_of_the_same_person_are_not_doubled(guarded: World) -> None:
    guarded.send(ANNE, WORDS)
    hand_in(guarded)
    assert len(list(reports.requests())) == 1


def test_other_words_under_the_same_subject_are_hinted_at(guarded: World) -> None:
    guarded.send(ANNE, "It is me again: where is my keyboard?")
    hand_in(guarded)
    assert guarded.request(SECOND).description == WORDS
    assert f"perhaps-same: {FIRST}" in rows(SECOND, "Remarked")[0]


def test_a_mail_that_came_long_ago_is_known_by_its_id(guarded: World) -> None:
    guarded.send(ANNE, WORDS, message_id=ANT)
    guarded.clock.advance(days=30)
    hand_in(guarded, parent=ANT)
    assert len(list(reports.requests())) == 1


def test_the_mail_of_a_closed_request_makes_a_related_one(guarded: World) -> None:
    guarded.send(ANNE, WORDS, message_id=ANT)
    request = guarded.request(FIRST)
    archived = replace(request, status=Status.ARCHIVED, version=request.version + 1)
    change = Effects(receipt=None, request=archived, based_on=request.version)
    assert [str(answer) for answer in guarded.facts.commit([change])] == ["done"]

    hand_in(guarded, parent=ANT)
    assert guarded.request(SECOND).requester == ANNE
    assert f"related: {FIRST}" in rows(SECOND, "Remarked")[0]


@pytest.mark.parametrize("directly", [False, True])
def test_mails_of_one_batch_are_not_doubled(guarded: World, *, directly: bool) -> None:
    guarded.put(
        ANNE if directly else BART,
        WORDS if directly else f"#as\n{FORWARD}",
        headers=PROVEN,
    )
    guarded.put(DAVE, f"#as\n{FORWARD}", headers=PROVEN)
    guarded.work()
    assert len(list(reports.requests())) == 1
    assert len(guarded.letters("C01")) == 1
    assert guarded.last_end() == ("command", "done")


def test_many_mails_of_one_person_may_be_handed_in_at_once(guarded: World) -> None:
    subjects = ["printer", "door", "phone", "screen", "coffee", "window", "network"]
    for subject in subjects:
        forward = FORWARD.replace("The printer is on fire", subject)
        guarded.put(BART, f"#as\n{forward.replace(WORDS, subject)}", headers=PROVEN)
    guarded.work()
    assert {one.subject for one in reports.requests()} == set(subjects)


# --- an attached mail -----------------------------------------------------------


def an_original(sender: str) -> EmailMessage:
    original = EmailMessage()
    original["From"], original["Message-ID"] = f"Anne Li <{sender}>", ANT
    original["Subject"] = "The printer is on fire"
    original.set_content(WORDS)
    original.add_attachment(b"a log\n", "text", "plain", filename="printer.txt")
    return original


def hand_in_attached(world: World, text: str, *originals: EmailMessage) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"] = BART, SUPPORT
    mail["Subject"], mail["Message-ID"] = "Fwd", "<bee@example.com>"
    mail["Authentication-Results"] = SAID
    mail.set_content(text)
    for original in originals:
        mail.add_attachment(original)
    envelope = Envelope(
        mail_from=BART,
        rcpt_to=(SUPPORT,),
        received_at=world.clock.now(),
        received_by="mx.example.com",
    )
    world.spool.accept(envelope, mail.as_bytes())
    world.work()


def test_an_attached_mail_is_handed_in_with_its_files(guarded: World) -> None:
    hand_in_attached(guarded, "#as\nPlease look.", an_original(ANNE))
    shown = reports.show(FIRST)
    assert shown is not None
    assert shown.request.requester == ANNE
    assert shown.request.first_message_id == ANT
    assert [(file.filename, file.refused) for file in shown.files] == [
        ("printer.txt", None)
    ]
    assert rows(FIRST, "Corresponded") == ["Please look."]
    assert guarded.letters("C14") == ()


def test_a_mail_that_the_forwarded_one_encloses_is_a_file_of_it(
    guarded: World,
) -> None:
    hand_in_attached(
        guarded, f"#as\n{FORWARD.replace(ANNE, MALLORY)}", an_original(ANNE)
    )
    assert guarded.request(FIRST).requester == MALLORY
    assert guarded.letters(to=ANNE) == ()
    shown = reports.show(FIRST)
    assert shown is not None
    assert len(shown.files) == 1


def test_of_several_attached_mails_none_is_handed_in(guarded: World) -> None:
    hand_in_attached(guarded, "#as", an_original(ANNE), an_original(CRIS))
    assert guarded.last_end() == ("command", "refused")
    assert list(reports.requests()) == []
