"""``ticket-gateway demo`` as a stranger types it."""

import os
from collections.abc import Sequence
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.support.daemon import run_command


@pytest.mark.parametrize(
    ("arguments", "ends_with", "says"),
    [
        (
            (),
            "C12",
            ("客户 CUSTOMER", "工程师 STAFF", "网关 GATEWAY", "问题解决确认书"),
        ),
        (("--language", "en"), "C12", ("CUSTOMER", "Resolution certificate")),
        (("--dispute",), "C13", ("还是不行", "未解决，已重开")),
        (("--language", "en", "--dispute"), "C13", ("Still not working", "reopened")),
    ],
)
def test_the_demo_shows_each_mail_and_keeps_it(
    tmp_path: Path, arguments: Sequence[str], ends_with: str, says: tuple[str, ...]
) -> None:
    folder = tmp_path / "kept"

    done = run_command(("demo", "--keep", str(folder), *arguments), folder=tmp_path)

    assert (done.code, done.err) == (0, "")
    for word in (*says, "From", "Subject", "balanced"):
        assert word in done.out
    mails = sorted((folder / "letters").glob("*.eml"))
    assert len(mails) >= 15
    for mail in mails:
        assert mail.name in done.out
        read = message_from_bytes(mail.read_bytes(), policy=default)
        page = mail.with_suffix(".html")
        assert page.exists() == bool(read["X-Ticket-Mail"])
    assert any(mail.name.endswith(f"-{ends_with}.eml") for mail in mails)


def test_without_a_folder_a_new_one_is_made_below_var(tmp_path: Path) -> None:
    done = run_command(("demo",), folder=tmp_path)

    assert done.code == 0
    (folder,) = (tmp_path / "var" / "demo").iterdir()
    assert f"{folder.relative_to(tmp_path)}/letters/01-asks.eml" in done.out


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")

    done = run_command(("demo", "--keep", str(tmp_path)), folder=tmp_path)

    assert done.code == os.EX_CANTCREAT
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_letter_that_does_not_come_fails_the_demo_by_name(tmp_path: Path) -> None:
    done = run_command(
        ("demo", "--limit", "1"),
        folder=tmp_path,
        environment={"TICKET_GATEWAY_FAULT": "claimed:hang:1"},
    )

    assert done.code == os.EX_SOFTWARE
    assert "no letter C01 to anne@customer.example came in time" in done.err
