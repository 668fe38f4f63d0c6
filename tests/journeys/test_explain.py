"""An operator asks why a mail was handled as it was, beside the running gateway."""

from tests.support.daemon import Daemon
from tests.support.mailing import ANNE, a_mail, a_reply, number_of


def test_a_handled_mail_is_explained_with_its_proofs_and_nothing_comes_of_it(
    daemon: Daemon,
) -> None:
    post = daemon.post()
    queue_id = daemon.send(a_mail(), ANNE)
    letter = post.wait_for("C01", ANNE)
    number = number_of(letter)
    original = daemon.command("queue", "show", queue_id).out.encode()
    answer, _, _ = a_reply(letter, "It burns again.")

    before = daemon.command("audit").out
    first = daemon.command("explain", "-", stdin=original)
    second = daemon.command("explain", "-", stdin=answer)

    assert (first.code, second.code) == (0, 0)
    assert "it was handled before" in first.out
    assert "| The printer is on fire." in first.out
    assert f"reply (Answers) of {number}" in second.out
    assert f"proof: token:{number}" in second.out
    assert daemon.command("audit").out == before
    assert len(post.letters("C01", ANNE)) == 1
    assert daemon.command("request", "list").out.count("TS") == 1


def test_what_a_new_mail_would_come_to_is_told_and_draws_no_number(
    daemon: Daemon,
) -> None:
    daemon.send(a_mail(), ANNE)
    number = number_of(daemon.post().wait_for("C01", ANNE))
    other = a_mail(message_id="<bee@customer.example>", subject="The lamp")

    told = [daemon.command("explain", "-", stdin=other).out for _ in range(2)]
    daemon.send(other, ANNE)
    daemon.wait(
        lambda: len(daemon.post().letters("C01", ANNE)) == 2, "the second letter"
    )

    assert told[0] == told[1]
    assert "request (new)" in told[0]
    assert "would write: C01 to anne@customer.example" in told[0]
    second = f"{number[:-3]}{int(number[-3:]) + 1:03}"
    assert second in daemon.command("request", "list").out
