"""An answer to a letter that is of no request proves who answers, as any token does."""

import pytest

from gateway.domain.codes import NoticeCode as N
from tests.desk.test_finding import PROVEN, ask
from tests.support.builders import ANNE, BART, CRIS, DAVE, NUMBER
from tests.support.desk import Sent, World


@pytest.fixture
def found(guarded: World) -> Sent:
    """What Bart was answered when he asked for nothing in particular."""
    guarded.send(ANNE, "The printer is on fire.")
    (letter,) = ask(guarded, "#list open")
    return letter


def test_its_reply_address_is_of_the_desk(found: Sent) -> None:
    assert found.code == N.FINDINGS
    assert found.number is None
    assert found.reply_to.startswith("support+tsdesk.")


def test_a_command_in_its_answer_names_its_request(guarded: World, found: Sent) -> None:
    text = f"#on {NUMBER}\n#take"
    guarded.send(BART, text, to=found.reply_to, subject="Re: list", headers=PROVEN)
    assert guarded.request().assignee == BART


def test_the_subject_may_name_the_request(guarded: World, found: Sent) -> None:
    subject = f"Re: [{NUMBER}]"
    guarded.send(BART, "#take", to=found.reply_to, subject=subject, headers=PROVEN)
    assert guarded.request().assignee == BART


@pytest.mark.parametrize("who", [DAVE, CRIS])
def test_it_proves_nothing_of_anybody_else(
    guarded: World, found: Sent, who: str
) -> None:
    text = f"#on {NUMBER}\n#take"
    guarded.send(who, text, to=found.reply_to, subject="Re: list", headers=PROVEN)
    assert guarded.request().assignee is None


def test_it_does_not_help_against_the_border(guarded: World, found: Sent) -> None:
    failed = PROVEN.replace("pass", "fail")
    text = f"#on {NUMBER}\n#take"
    guarded.send(BART, text, to=found.reply_to, subject="Re: list", headers=failed)
    assert guarded.request().assignee is None
