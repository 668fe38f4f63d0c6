"""Letters through a real relay: delivered, tried again, or given up with its words."""

from email import message_from_bytes

from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon
from tests.support.mailing import a_mail
from tests.support.servers.postfix import DEFERRED, REFUSED, Postfix


def _host(make_daemon: Maker, postfix: Postfix) -> Daemon:
    host = make_daemon(
        settings={
            "relay": {
                "host": postfix.host,
                "port": postfix.port,
                "security": "starttls",
                "ca-file": str(postfix.ca_file),
            },
            "letters": {"retry-first": "1s", "retry-longest": "1s"},
        }
    )
    host.start()
    return host


def _letters_of(host: Daemon, recipient: str) -> str:
    """The line in which ``request show`` tells a letter to this recipient."""
    number = host.command("request", "list").out.split("TS", 1)[1].split(" ", 1)[0]
    shown = host.command("request", "show", f"TS{number}").out
    told = (line for line in shown.splitlines() if recipient in line)
    return next(line for line in told if "C01" in line and "Returned" not in line)


def test_a_letter_arrives_at_the_relay_over_tls(
    make_daemon: Maker, postfix: Postfix
) -> None:
    host = _host(make_daemon, postfix)
    anne = "anne@over-tls.example"
    host.send(a_mail(sender=anne), anne)

    (arrival,) = postfix.wait_for(anne)

    letter = message_from_bytes(arrival.content)
    assert letter["X-Ticket-Mail"] == "C01"
    assert letter["Auto-Submitted"] == "auto-replied"
    assert arrival.mail_from.startswith("support+b.")
    assert "with ESMTPS" in str(letter["Received"])
    host.wait(lambda: "sent" in _letters_of(host, anne), "the letter to be settled")


def test_a_letter_that_the_relay_defers_is_tried_again(
    make_daemon: Maker, postfix: Postfix
) -> None:
    host = _host(make_daemon, postfix)
    anne = f"{DEFERRED}@retry.example"
    host.send(a_mail(sender=anne), anne)

    host.wait_for_log(f"delivery deferred to={anne}", count=3)

    line = _letters_of(host, anne)
    assert "queued" in line
    assert "451" in line


def test_a_letter_that_the_relay_refuses_has_failed_and_the_others_go(
    make_daemon: Maker, postfix: Postfix
) -> None:
    host = _host(make_daemon, postfix)
    anne = f"{REFUSED}@given-up.example"
    before = len(postfix.arrived("bart@example.com"))
    host.send(a_mail(sender=anne), anne)

    postfix.wait_for("bart@example.com", count=before + 1)
    host.wait_for_log(f"delivery failed to={anne}")

    line = _letters_of(host, anne)
    assert "failed" in line
    assert "550" in line
    letters = postfix.wait_for("bart@example.com", count=before + 2)[before:]
    told = {message_from_bytes(one.content)["X-Ticket-Mail"] for one in letters}
    assert told == {"S01", "S15"}
    assert host.command("audit").code == 0


def test_letters_wait_while_the_relay_is_down(
    make_daemon: Maker, postfix: Postfix
) -> None:
    host = _host(make_daemon, postfix)
    anne = "anne@down-and-up.example"
    postfix.stop()
    try:
        host.send(a_mail(sender=anne), anne)
        host.wait_for_log(f"delivery deferred to={anne}")
    finally:
        postfix.start()

    (arrival,) = postfix.wait_for(anne)

    assert message_from_bytes(arrival.content)["X-Ticket-Mail"] == "C01"
