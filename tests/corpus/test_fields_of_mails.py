"""The fields of mails as another reader of mail expects them, where it expects a text.

The set stands beside the project, not in it; without it these tests are skipped.
"""

import html
import json
import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from gateway.mail.message import Message
from tests.corpus.test_corpora import CORPORA, pytestmark, read

__all__ = ["pytestmark"]

STALWART = CORPORA / "stalwart"
LOST = "\ufffd"


def cases(folder: str) -> list[tuple[Message, dict[str, object], list[object]]]:
    found = []
    for path in sorted((STALWART / folder).glob("*.json")):
        eml = path.with_suffix(".eml")
        if eml.exists():
            wanted = json.loads(path.read_text(encoding="utf-8"))
            headers = {
                field["name"]: field["value"]
                for field in wanted["parts"][0]["headers"]
                if isinstance(field["name"], str)
            }
            found.append((read(eml), headers, body_of(wanted)))
    return found


def body_of(wanted: dict[str, object]) -> list[object]:
    parts, places = wanted["parts"], wanted["text_body"]
    assert isinstance(parts, list)
    assert isinstance(places, list)
    bodies = [parts[place]["body"] for place in places]
    return [body for body in bodies if isinstance(body, dict)]


def flat(text: object) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(text or ""))).strip()


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", flat(text).lower()))


def alike(wanted: str, got: str) -> float:
    one, other = words(wanted), words(got)
    shared = sum((one & other).values())
    return 2 * shared / max(1, sum(one.values()) + sum(other.values()))


def test_subjects_are_read_as_expected_or_where_it_gave_up() -> None:
    asked = right = 0
    for folder in ("legacy", "rfc", "thirdparty", "malformed"):
        for message, headers, _ in cases(folder):
            value = headers.get("subject")
            text = value.get("Text") if isinstance(value, dict) else None
            if text is None:
                continue
            asked += 1
            if LOST in text:
                # It read no octets beyond ASCII there; we do.
                assert LOST not in message.subject
                assert len(message.subject) == len(text)
                right += 1
            else:
                right += flat(message.subject) == flat(text)
    assert asked > 60
    assert right == asked


@pytest.mark.parametrize(
    ("folder", "share"), [("legacy", 0.93), ("rfc", 0.98), ("thirdparty", 0.9)]
)
def test_texts_hold_the_expected_words(folder: str, share: float) -> None:
    asked = right = 0
    for message, _, bodies in cases(folder):
        wanted = " ".join(
            str(body.get("Text") or re.sub(r"<[^>]*>", " ", str(body.get("Html", ""))))
            for body in bodies
            if isinstance(body, dict)
        )
        wanted = html.unescape(wanted)
        if words(wanted):
            asked += 1
            shown = html.unescape(re.sub(r"<[^>]*>", " ", message.html))
            right += max(alike(wanted, message.text), alike(wanted, shown)) >= 0.8
    assert asked
    assert right >= share * asked


def test_no_text_is_a_run_of_signs_that_could_not_be_read() -> None:
    for name in ("mikel_mail", "nodemailer", "cpython", "zh_replies"):
        for path in sorted(Path(CORPORA / name).rglob("*")):
            if not path.is_file() or b"\n\n" not in path.read_bytes():
                continue
            message = read(path)
            assert LOST * 4 not in message.text, path
