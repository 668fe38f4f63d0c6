"""``ticket-gateway erase``: a customer's data goes, and the books still balance."""

import os
import re
from pathlib import Path

from gateway.cli.demo_post import text_of
from tests.support.daemon import Daemon
from tests.support.mailing import ANNE, BART, ELLE, a_mail, a_reply

MARK = b"zanzibar"


def places(daemon: Daemon) -> list[str]:
    """Every file of the state that still holds the mark; letters sent are not ours."""
    return [
        str(path.relative_to(daemon.state))
        for path in sorted(daemon.state.rglob("*"))
        if path.is_file()
        and "outgoing" not in path.parts
        and MARK in Path(path).read_bytes().lower()
    ]


def test_an_operator_lists_and_erases_and_the_chain_still_holds(
    daemon: Daemon,
) -> None:
    post = daemon.post()
    log = {"zanzibar.txt": b"Zanzibar: smoke\n"}
    daemon.send(a_mail("Zanzibar smokes.", subject="Zanzibar", files=log), ANNE)
    to_assign = post.wait_for("S01", BART)
    listed = daemon.command("erase", ANNE, "--yes")
    assert listed.code == os.EX_DATAERR

    daemon.send(*a_reply(to_assign, "#assign @elle"))
    closing = a_reply(
        post.wait_for("S03", ELLE), "#close invalid x", message_id="<cat@example.com>"
    )
    daemon.send(*closing)
    please = post.wait_for("S24", ELLE)
    code = re.search(r"#confirm [0-9A-Z-]+", text_of(please))
    assert code is not None
    daemon.send(*a_reply(please, code[0], message_id="<dog@example.com>"))
    post.wait_for("C15", ANNE)
    daemon.stop()

    assert places(daemon)
    assert "requests       1" in daemon.command("erase", ANNE).out
    done = daemon.command("erase", ANNE, "--yes")
    assert done.code == 0, done.out
    assert places(daemon) == []
    assert daemon.command("audit").code == 0
    assert daemon.command("audit", "--chain").code == 0


def test_of_whom_nothing_is_kept_nothing_is_erased(daemon: Daemon) -> None:
    done = daemon.command("erase", "nobody@customer.example")
    assert done.code == os.EX_NOINPUT
    assert "nothing was changed" in done.out
