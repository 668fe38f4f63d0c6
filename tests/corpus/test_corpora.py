"""The data sets of real and invented mails: all are read, most are read right.

The sets stand beside the project, not in it; without them these tests are skipped.
"""

import io
import json
import os
import re
import unicodedata
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path

import pytest

from gateway.mail.as_json import as_json
from gateway.mail.message import Message
from gateway.mail.parse import parse

CORPORA = Path(__file__).resolve().parents[2].parent / "shared" / "corpora"
SETS = (
    *("stalwart", "flufl_bounce", "mikel_mail", "cpython", "spamscope"),
    *("nodemailer", "django_helpdesk", "zh_replies"),
)
NOT_MAILS = {".json", ".note", ".upstream", ".yml", ".py", ".md"}

pytestmark = pytest.mark.skipif(
    not CORPORA.is_dir() and "REQUIRE_CORPORA" not in os.environ,
    reason=f"the data sets are not at {CORPORA}",
)


def mails(name: str) -> list[Path]:
    found = (CORPORA / name).rglob("*")
    return sorted(p for p in found if p.is_file() and p.suffix not in NOT_MAILS)


def read(path: Path) -> Message:
    with path.open("rb") as source:
        return parse(source)


def expected(name: str) -> Mapping[str, dict[str, object]]:
    text = (CORPORA / name / "expected.json").read_text(encoding="utf-8")
    loaded: dict[str, dict[str, object]] = json.loads(text)
    return loaded


def flat(text: object) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(text))).strip()


def reply_of(path: Path) -> str:
    """A text fixture is a reply without its header."""
    if path.suffix == ".eml":
        return flat(read(path).reply_text)
    wrapped = EmailMessage()
    wrapped["From"] = "anne@customer.example"
    wrapped["In-Reply-To"] = "<bee@example.com>"
    wrapped.set_content(path.read_text(encoding="utf-8", errors="replace"))
    return flat(parse(io.BytesIO(wrapped.as_bytes())).reply_text)


@pytest.mark.parametrize("name", SETS)
def test_every_mail_of_every_set_is_read(name: str) -> None:
    paths = mails(name)
    assert paths
    for path in paths:
        assert as_json(read(path)).encode(), path


@pytest.mark.parametrize(
    ("name", "exact_share"),
    [("zh_replies", 0.97), ("crisp", 0.85), ("github_erp", 0.85), ("alfonsrv", 1.0)],
)
def test_the_new_words_are_exact(name: str, exact_share: float) -> None:
    wanted = {k: v["equals"] for k, v in expected(name).items() if "equals" in v}
    folder = CORPORA / name
    exact = 0
    for key, words in wanted.items():
        path = folder / key if (folder / key).exists() else folder / f"{key}.txt"
        exact += reply_of(path) == flat(words)
    assert exact >= exact_share * len(wanted)


def test_bounces_are_known_with_their_recipients_and_kind() -> None:
    wanted = {k: v for k, v in expected("flufl_bounce").items() if v["recipients"]}
    known = named = judged = 0
    for key, want in wanted.items():
        bounce = read(CORPORA / "flufl_bounce" / key).bounce
        if bounce is None:
            continue
        known += 1
        recipients = want["recipients"]
        assert isinstance(recipients, list)
        named += set(bounce.recipients) == {str(r).lower() for r in recipients}
        judged += bounce.hard is not bool(want["temporary"])
    assert known >= 0.98 * len(wanted)
    assert named >= 0.92 * len(wanted)
    assert judged >= 0.90 * len(wanted)


@pytest.mark.parametrize(
    "name", ["stalwart/legacy", "mikel_mail/plain_emails", "zh_replies"]
)
def test_ordinary_mail_is_never_a_bounce(name: str) -> None:
    for path in mails(name):
        assert read(path).bounce is None, path
