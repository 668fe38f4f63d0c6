"""Whatever octets arrive, a message comes out that every store can take."""

import io
import json
import re
from pathlib import Path

from hypothesis import given, settings, strategies as st

from gateway.mail.as_json import as_json
from gateway.mail.limits import Limits
from gateway.mail.message import Message
from gateway.mail.parse import parse
from gateway.mail.reply import reply_text

SEEDS = [
    path.read_bytes()
    for path in sorted((Path(__file__).parents[1] / "fuzz" / "corpus").glob("*.eml"))
]
# Low, so that they are reached; each is looked at in what comes out.
LIMITS = Limits(
    attachments=3,
    attachment_size_bytes=200,
    addresses=4,
    references=3,
    text_chars=400,
    reply_chars=300,
    subject_chars=60,
    filename_bytes=40,
    parts=12,
    depth=4,
    lines=120,
    headers=40,
)
_WORD = re.compile(r"\w+")
# What a store refuses: NUL and its kind, lone surrogates, noncharacters.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufdd0-\ufdef]")


def read(content: bytes, limits: Limits = LIMITS) -> Message:
    return parse(io.BytesIO(content), limits=limits)


def hold(content: bytes, limits: Limits = LIMITS) -> None:
    """Assert what holds of every mail."""
    message = read(content, limits)
    said = as_json(message)

    assert json.loads(said)["text"] == message.text
    assert said.encode("utf-8")
    assert message == read(content, limits), "a second reading differs"
    texts = (message.text, message.reply_text, message.subject, message.html)
    names = [box.name + box.address for box in (*message.senders, *message.to)]
    files = [file.filename for file in message.attachments]
    for text in (*texts, *names, *files, *(cut.text for cut in message.cut)):
        assert not _UNSTORABLE.search(text)
    _hold_within(message, limits)


def _hold_within(message: Message, limits: Limits) -> None:
    assert len(message.text) <= limits.text_chars
    assert len(message.reply_text) <= limits.reply_chars
    assert len(message.subject) <= limits.subject_chars
    assert len(message.references) <= limits.references
    for boxes in (message.senders, message.to, message.cc, message.reply_to):
        assert len(boxes) <= limits.addresses
    kept = [file for file in message.attachments if not file.refused]
    assert len(kept) <= limits.attachments
    for file in message.attachments:
        assert len(file.filename.encode()) <= limits.filename_bytes
        assert len(file.content) <= limits.attachment_size_bytes
        assert file.content == b"" or not file.refused


# --- any octets --------------------------------------------------------------

PIECES = st.sampled_from(
    [
        b"From: a@b.example\r\n",
        b"Content-Type: multipart/mixed; boundary=b\r\n",
        b"Content-Type: text/html; charset=gb2312\r\n",
        b"Content-Type: message/delivery-status\r\n",
        b"Content-Transfer-Encoding: base64\r\n",
        b"Subject: =?gb2312?B?\xd6\xd0?=\r\n",
        b"\r\n",
        b"--b\r\n",
        b"--b--\r\n",
        b"\x00\xff\xfe",
        b"=?utf-7?Q?+2AA-?=",
        "发件人: x\n".encode(),
    ]
)


@given(st.lists(PIECES | st.binary(max_size=40), max_size=30).map(b"".join))
@settings(max_examples=300, deadline=None)
def test_any_octets_parse(content: bytes) -> None:
    hold(content)


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """A mail of every kind, with pieces of it lost, doubled, swapped or overwritten."""
    content = draw(st.sampled_from(SEEDS))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(content)))
        end = min(len(content), at + draw(st.integers(0, 60)))
        put = draw(
            st.binary(max_size=8)
            | PIECES
            | st.just(content[at:end] * 2)
            | st.sampled_from(SEEDS).map(lambda other: other[:80])
        )
        content = content[:at] + put + content[end:]
    return content


@given(damaged())
@settings(max_examples=400, deadline=None)
def test_any_damaged_mail_parses(content: bytes) -> None:
    hold(content)


# --- any tree of parts -------------------------------------------------------

KINDS = st.sampled_from(
    ["mixed", "alternative", "related", "signed", "report", "digest", "x-unknown"]
)
TYPES = st.sampled_from(
    [
        *("text/plain", "text/html", "text/enriched", "text/calendar", "text/x-log"),
        *("image/png", "application/zip", "application/ms-tnef", "message/rfc822"),
        *("application/pkcs7-mime", "message/delivery-status", "", "nonsense", "a/b/c"),
    ]
)
CHARSETS = st.sampled_from(
    ["", "utf-8", "gb2312", "big5", "utf-16", "utf-7", "iso-2022-jp", "zlib", "x-no"]
)
ENCODINGS = st.sampled_from(["", "7bit", "base64", "quoted-printable", "x-uuencode"])
NAMES = st.sampled_from(["", "a.txt", "../b.zip", "中.jpg", "x" * 90 + ".txt", "CON"])


@st.composite
def leaves(draw: st.DrawFn) -> bytes:
    kind, charset = draw(TYPES), draw(CHARSETS)
    name = draw(NAMES)
    head = f"Content-Type: {kind}; charset={charset}; name={name!r}\r\n"
    head += f"Content-Transfer-Encoding: {draw(ENCODINGS)}\r\n"
    if draw(st.booleans()):
        head += f'Content-Disposition: attachment; filename="{name}"\r\n'
    body = draw(st.binary(max_size=300) | st.text(max_size=120).map(str.encode))
    return head.encode() + b"\r\n" + body


def branches(parts: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    @st.composite
    def branch(draw: st.DrawFn) -> bytes:
        boundary = draw(st.sampled_from(["a", "ab", "a b", "", "=_x.y", "中"])).encode()
        inside = draw(st.lists(parts, max_size=4))
        body = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in inside)
        closing = b"--" + boundary + b"--\r\n" if draw(st.booleans()) else b""
        kind = draw(KINDS).encode()
        head = b"Content-Type: multipart/" + kind + b'; boundary="' + boundary + b'"'
        return head + b"\r\n\r\nbefore\r\n" + body + closing + b"after\r\n"

    return branch()


FIELDS = st.lists(
    st.tuples(
        st.sampled_from(["From", "To", "Cc", "Subject", "Date", "References", "X-A"]),
        st.text(st.characters(exclude_characters="\r\n"), max_size=80)
        | st.sampled_from(
            ["<a@b.example>", "a@b.example, c@d.example", "=?gbk?B?1tA=?="]
        ),
    ),
    max_size=8,
)


@given(FIELDS, st.recursive(leaves(), branches, max_leaves=10))
@settings(max_examples=300, deadline=None)
def test_any_tree_of_parts_parses(fields: list[tuple[str, str]], tree: bytes) -> None:
    head = "".join(f"{name}: {value}\r\n" for name, value in fields)
    hold(head.encode("utf-8", "surrogatepass") + tree)


# --- words -------------------------------------------------------------------


@given(damaged())
@settings(max_examples=300, deadline=None)
def test_the_new_words_of_a_reply_are_words_of_its_text(content: bytes) -> None:
    message = read(content, Limits())

    assert set(_WORD.findall(message.reply_text)) <= set(_WORD.findall(message.text))


WORDS = st.text(
    st.characters(categories=("L", "N"), exclude_characters="|"),
    min_size=1,
    max_size=40,
)


@given(st.lists(WORDS, min_size=1, max_size=8))
@settings(max_examples=200, deadline=None)
def test_plain_words_above_a_quote_come_back_word_for_word(lines: list[str]) -> None:
    words = "\n".join(lines)
    quote = "在 2023-10-01 11:45:12，X <a@b.example> 写道：\n> CONFIRM K7QM-4P2X"
    assert reply_text(f"{words}\n\n{quote}\n") == words
