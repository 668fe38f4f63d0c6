"""``explain``: the reasons of the reading, in words, and nothing comes of it."""

import ast
import json
import os
from email.errors import MessageDefect
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gateway.cli.explain_words import BECAME, CUTS, DEFECTS, REFUSED
from gateway.cli.main import cli
from gateway.domain.submission_details import RefusedFor
from gateway.mail.explain import Became
from gateway.mail.message import CutFor
from tests.mail.mails import file_part, mixed, text_part

ROOT = Path(__file__).resolve().parents[2]
CORPORA = ROOT.parent / "shared" / "corpora"
ANNE = b"From: Anne <anne@customer.example>\r\nTo: support@example.com\r\n"


def explained(content: bytes, *options: str) -> Result:
    return CliRunner().invoke(cli, ["explain", *options, "-"], input=content)


def told(content: bytes) -> str:
    result = explained(content)
    assert result.exit_code == 0, result.output
    return result.output


def multipart(kind: str, *parts: str) -> bytes:
    head = f"Subject: x\r\nContent-Type: multipart/{kind}; boundary=cut\r\n\r\n"
    return ANNE + head.encode() + mixed(*parts).encode()


def test_the_form_that_is_not_shown_is_told_with_its_reason() -> None:
    said = told(
        multipart("alternative", text_part("words"), text_part("<b>x</b>", "html"))
    )

    assert "text/plain, utf-8" in said
    assert "is the message, because: plain text comes first" in said
    assert "another form of it, not shown" in said


def test_a_text_that_only_points_at_the_html_is_told_so() -> None:
    stub = text_part("Please view this mail in an HTML viewer")
    said = told(
        multipart(
            "alternative",
            stub,
            text_part(
                "<p>The printer on the second floor is dead since Monday.</p>", "html"
            ),
        )
    )

    assert "its plain text only points at the HTML" in said
    assert "| The printer on the second floor" in said


def test_a_charset_that_lies_is_told_with_the_one_that_was_read() -> None:
    head = b"Subject: x\r\nContent-Type: text/plain; charset=gb2312\r\n\r\n"
    said = told(ANNE + head + "朱镕基打印机坏了。".encode("gb18030"))

    assert "gb2312 read as gb18030" in said


def test_what_is_cut_from_a_reply_is_told_with_its_reason() -> None:
    head = b"In-Reply-To: <ant@example.com>\r\nSubject: Re: x\r\n\r\n"
    body = b"Thanks.\r\n\r\nOn Mon, 2 Oct 2023 at 10:00, Bart wrote:\r\n> a\r\n> b\r\n"
    said = told(ANNE + head + body)

    assert "it is a person's reply" in said
    assert "| Thanks." in said
    assert "Cut from its words" in said


def test_a_file_is_told_with_its_verdict() -> None:
    said = told(
        multipart("mixed", text_part("see file"), file_part("run.exe", b"MZ\0\0"))
    )

    assert '"run.exe"' in said
    assert "not kept: neither a jpg, a text nor a zip" in said


def test_what_is_odd_is_told_in_words() -> None:
    said = told(b"Subject: x\r\nFrom: a@b.example\r\nFrom: c@d.example\r\n\r\nhi")

    assert "it has more than one From field" in said


def test_without_a_state_no_request_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert "there is no state to look at" in told(ANNE + b"Subject: x\r\n\r\nhi")
    assert list(tmp_path.iterdir()) == []


def test_the_same_is_told_as_json() -> None:
    result = explained(ANNE + b"Subject: x\r\n\r\nhi", "--json")
    found = json.loads(result.output)

    assert found["message"]["reply_text"] == "hi"
    assert [part["became"] for part in found["parts"]] == ["text"]
    assert set(found) == {"parts", "message", "desk"}


def test_every_reason_has_words() -> None:
    assert set(BECAME) == set(Became)
    assert set(CUTS) == set(CutFor)
    assert set(REFUSED) == set(RefusedFor)


def _noted() -> set[str]:
    """The defects that the mail room notes, by the calls that note them."""
    found = set()
    for path in (ROOT / "gateway" / "mail").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = ast.unparse(node.func)
            given = node.args[0]
            if called.endswith(("note", "defects.append")) and isinstance(
                given, ast.Constant
            ):
                found.add(str(given.value))
    return found


def test_every_defect_has_words() -> None:
    noted = _noted()

    assert "too-many-parts" in noted
    assert noted <= set(DEFECTS)


def test_the_standard_librarys_defects_that_have_words_exist() -> None:
    ours = _noted() | {"several-from-fields", "not-one-sender", "doubled-fields"}
    kinds = {kind.__name__ for kind in MessageDefect.__subclasses__()}

    assert set(DEFECTS) - ours <= kinds


@pytest.mark.skipif(
    not CORPORA.is_dir() and "REQUIRE_CORPORA" not in os.environ,
    reason=f"the data sets are not at {CORPORA}",
)
def test_every_mail_of_the_data_sets_is_explained() -> None:
    paths = [path for path in sorted(CORPORA.rglob("*")) if path.is_file()][::9]
    assert paths
    for path in paths:
        result = explained(path.read_bytes())
        assert result.exit_code == 0, (path, result.output, result.exception)
