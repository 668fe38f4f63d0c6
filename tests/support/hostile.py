"""Mails that are made to cost much: each a name and what writes it (THREATS 24-36).

The three tables are of the header, of the structure and its encodings, and of the
texts; ``hostile_files`` has those of files and of what is wrapped.
"""

import base64
from collections.abc import Callable, Mapping
from functools import partial

Writer = Callable[[], bytes]
WORDS = b"My printer is dead."
_ANNE = b"From: Anne <anne@customer.example>\r\nTo: support@example.com\r\n"
MB = 1024 * 1024


def mail(head: bytes, body: bytes = WORDS) -> bytes:
    """Header lines after Anne's, a blank line, a body."""
    start = b"" if head.lower().startswith(b"from:") else _ANNE
    return start + b"Subject: x\r\n" + head.rstrip(b"\r\n") + b"\r\n\r\n" + body


def mixed(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    """A multipart of those parts, the first of them a plain sentence."""
    told = (b"Content-Type: text/plain\r\n\r\n" + WORDS, *parts)
    body = b"".join(b"--cut\r\n" + part + b"\r\n" for part in told) + b"--cut--\r\n"
    return mail(b"Content-Type: multipart/" + kind + b"; boundary=cut", body)


def text(body: bytes, kind: bytes = b"plain; charset=utf-8") -> bytes:
    return mail(b"In-Reply-To: <ant@example.com>\r\nContent-Type: text/" + kind, body)


def encoded(octets: bytes) -> bytes:
    return base64.encodebytes(octets).replace(b"\n", b"\r\n")


# --- header ------------------------------------------------------------------


def _many_fields() -> bytes:
    return mail(b"".join(b"X-%d: a\r\n" % n for n in range(100_000)))


def _many_addresses(field: bytes) -> bytes:
    return mail(
        field + b": " + b",\r\n ".join(b"a%d@b.example" % n for n in range(30_000))
    )


def _pieces(field: bytes) -> bytes:
    pieces = b"".join(b";\r\n name*%d*=utf-8''%%41" % n for n in range(20_000))
    return mail(field + pieces)


def _field_of(name: str, unit: bytes, count: int) -> bytes:
    return mail(name.encode() + b": " + unit * count + b"x")


HEADER: Mapping[str, Writer] = {
    "a-hundred-thousand-fields": _many_fields,
    "one-field-of-a-megabyte": lambda: mail(b"X-Big: " + b"a" * MB),
    "one-field-of-32-megabytes": lambda: mail(b"X-Big: " + b"a b " * (8 * MB)),
    "a-subject-folded-200k-times": lambda: mail(b"Subject: a" + b"\r\n b" * 200_000),
    "30k-addresses-in-cc": partial(_many_addresses, b"Cc"),
    "30k-addresses-in-from": partial(_many_addresses, b"From"),
    "10k-from-fields": lambda: mail(b"From: a@b.example\r\n" * 10_000),
    "40k-encoded-words": lambda: mail(b"Subject: " + b"=?utf-8?B?5Lit?= " * 40_000),
    "40k-encoded-words-in-names": lambda: mail(
        b"Cc: " + b"=?gb2312?Q?=D6=D0?= <a@b.example>, " * 40_000
    ),
    "an-encoded-word-of-200k": lambda: mail(
        b"Subject: =?utf-8?Q?" + b"=E4=B8=AD" * 22_000 + b"?="
    ),
    "encoded-words-unclosed": lambda: mail(b"Subject: " + b"=?utf-8?Q?=E4" * 20_000),
    "encoded-words-half-open": lambda: mail(b"Subject: " + b"=?" * 125_000),
    "2231-pieces-of-type": partial(_pieces, b"Content-Type: text/plain"),
    "2231-pieces-of-disposition": partial(_pieces, b"Content-Disposition: inline"),
    "parameters-unclosed": lambda: mail(b'Content-Type: a/b; n="' + b'\\"' * 120_000),
    "parameters-by-the-thousand": lambda: mail(
        b"Content-Type: text/plain" + b"".join(b"; a%d=b" % n for n in range(30_000))
    ),
    **{
        f"{sign}-in-{field}": partial(_field_of, field, *given)
        for field in ("Cc", "Date", "Message-ID", "Content-Type", "References")
        for sign, given in {
            "parentheses": (b"(", 250_000),
            "closed-parentheses": (b"()", 120_000),
            "angles": (b"<", 250_000),
            "quotes": (b'"a\\', 80_000),
            "colons": (b"a:", 120_000),
            "commas": (b",;", 120_000),
            "raw-octets": (b"\xd6\xd0\xb9\xfa", 60_000),
            "digits": (b"1", 250_000),
            "at-signs": (b"a@", 120_000),
            "spaces": (b" ", 250_000),
        }.items()
    },
    "40k-references": lambda: mail(
        b"References: " + b"".join(b"<a%d@b.example>\r\n " % n for n in range(40_000))
    ),
    "30k-received-fields": lambda: mail(
        b"Received: from a by b; Mon, 2 Oct 2023 09:00:00 +0800\r\n" * 30_000
    ),
    "10k-authentication-results": lambda: mail(
        b"Authentication-Results: x; dkim=pass header.d=b.example\r\n" * 10_000
    ),
    "no-line-end-at-all": lambda: b"a" * (4 * MB),
    "no-end-of-the-header": lambda: b"Subject: x\r\n" + b"a: b\r\n" * 200_000,
}

# --- structure and encodings -------------------------------------------------


def _nested(depth: int) -> bytes:
    """A multipart in a multipart ..., the sentence in the innermost."""
    lines = [_ANNE.rstrip(b"\r\n")]
    for n in range(depth):
        lines += [b"Content-Type: multipart/mixed; boundary=b%d" % n, b"", b"--b%d" % n]
    lines += [b"Content-Type: text/plain", b"", WORDS]
    return b"\r\n".join(lines)


def _prefixes() -> bytes:
    """Each boundary is the beginning of the next inner one."""
    lines = [_ANNE.rstrip(b"\r\n")]
    for n in range(1, 60):
        boundary = b"b" * n
        lines += [b"Content-Type: multipart/mixed; boundary=" + boundary, b""]
        lines += [b"--" + boundary]
    lines += [b"", WORDS, *(b"--" + b"b" * n for n in range(1, 3000))]
    return b"\r\n".join(lines)


def _nested_mails(depth: int) -> bytes:
    return mail(b"Content-Type: message/rfc822\r\n\r\n" * depth + b"Subject: x")


def _undeclared_boundaries() -> bytes:
    lines = (
        b"--x%d\r\nContent-Type: text/plain\r\n\r\na\r\n" % n for n in range(20_000)
    )
    return mail(b"Content-Type: multipart/mixed; boundary=lost", b"".join(lines))


def _labelled(charset: str, unit: bytes, count: int) -> bytes:
    return text(unit * count, b"plain; charset=" + charset.encode())


def _part(octets: bytes, head: bytes = b"Content-Type: text/plain") -> bytes:
    return head + b"\r\n\r\n" + octets


_STATUS = b"Final-Recipient: rfc822; a@b.example\r\nStatus: 5.1.1\r\n\r\n"
_EVENT = b"BEGIN:VEVENT\r\nSUMMARY:a\r\nATTENDEE:mailto:a@b.example\r\n"

STRUCTURE: Mapping[str, Writer] = {
    "ten-thousand-deep": partial(_nested, 10_000),
    "a-hundred-thousand-parts": lambda: mixed(*[b"\r\na"] * 100_000),
    "a-million-empty-parts": lambda: mail(
        b"Content-Type: multipart/mixed; boundary=b", b"--b\r\n\r\n" * MB
    ),
    "boundaries-that-begin-alike": _prefixes,
    "boundaries-undeclared": _undeclared_boundaries,
    "boundaries-nearly": lambda: mail(
        b"Content-Type: multipart/mixed; boundary=b", b"--bb\r\n" * (2 * MB)
    ),
    "boundary-of-eight-kilobytes": lambda: mail(
        b'Content-Type: multipart/mixed; boundary="' + b"b" * 8000 + b'"',
        b"".join(b"--" + b"b" * 8000 + b"\r\n\r\na\r\n" for _ in range(900)),
    ),
    "boundary-lost-and-dashes": lambda: mail(
        b"Content-Type: multipart/mixed; boundary=lost", b"-" * (4 * MB)
    ),
    "mails-within-mails": partial(_nested_mails, 5000),
    "a-report-of-mails-within-mails": lambda: mixed(
        _part(
            b"Final-Recipient: x\r\n\r\n" * 20_000,
            b"Content-Type: message/delivery-status",
        ),
        _part(_nested_mails(2000), b"Content-Type: message/rfc822"),
        kind=b"report; report-type=delivery-status",
    ),
    "a-thousand-reports": lambda: mixed(
        *[_part(_STATUS * 200, b"Content-Type: message/delivery-status")] * 990,
        kind=b"report; report-type=delivery-status",
    ),
    "a-thousand-calendars": lambda: mixed(
        *[_part(_EVENT * 200, b"Content-Type: text/calendar; method=REQUEST")] * 990
    ),
    "a-boundary-lost-and-200k-parts": lambda: mail(
        b"Content-Type: multipart/mixed; boundary=lost",
        b"--cut\r\nContent-Type: text/plain\r\n\r\na\r\n" * 200_000,
    ),
    "alternatives-by-the-hundred": lambda: mixed(
        *[_part(b"<p>" * 1000, b"Content-Type: text/html")] * 900, kind=b"alternative"
    ),
    "sixty-texts-of-half-a-megabyte": lambda: mixed(
        *[_part(b"> a\r\n" * 100_000)] * 60
    ),
    "sixty-pages-of-half-a-megabyte": lambda: mixed(
        *[_part(b"<b>a</b> <i>b</i> text " * 22_000, b"Content-Type: text/html")] * 60
    ),
    "two-hundred-pages-of-12k-tags": lambda: mixed(
        *[_part(b"<div>a" * 11_000, b"Content-Type: text/html")] * 200
    ),
    "one-line-of-64-megabytes": lambda: mail(b"", b"a" * (64 * MB)),
    "one-line-of-64-megabytes-in-base64": lambda: mail(
        b"Content-Transfer-Encoding: base64", b"QUFB" * (16 * MB)
    ),
    "ten-million-empty-lines": lambda: mail(b"", b"\r\n" * (10 * MB)),
    "ten-million-carriage-returns": lambda: mail(b"", b"\r" * (10 * MB)),
    "zeros-in-base64": lambda: mixed(
        b"Content-Type: application/zip; name=a.zip\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\n" + encoded(bytes(24 * MB))
    ),
    "base64-of-junk": lambda: mail(
        b"Content-Transfer-Encoding: base64", b"Q!U?\xff=A\r\n" * (2 * MB)
    ),
    "soft-line-breaks": lambda: mail(
        b"Content-Transfer-Encoding: quoted-printable", b"=\r\n" * (4 * MB)
    ),
    "equals-signs": lambda: mail(
        b"Content-Transfer-Encoding: quoted-printable", b"=" * (8 * MB)
    ),
    "uuencoded-junk": lambda: mail(
        b"Content-Transfer-Encoding: x-uuencode",
        b"begin 644 a.txt\r\n" * 1000 + b"M" + b"#" * 60 + b"\r\n" * (2 * MB),
    ),
    "flowed-quotes": lambda: text(b"> > >a \r\n" * 200_000, b"plain; format=flowed"),
    "flowed-lines": lambda: text(
        b"a \r\n" * 500_000, b"plain; format=flowed; delsp=yes"
    ),
    **{
        f"charset-{name}": partial(_labelled, name, *given)
        for name, given in {
            "utf-7": (b"+AGEAYg- ", 220_000),
            "utf-7-shifts": (b"+", 2 * MB),
            "utf-7-unclosed": (b"+AGE", 512 * 1024),
            "hz-gb-2312": (b"~{VPND~} ~{", 180_000),
            "iso-2022-cn": (b"\x1b$)A\x0eVPND", 200_000),
            "iso-2022-jp": (b"\x1b$BF|\x1b(B", 200_000),
            "iso-2022-kr": (b"\x1b$)C\x0e", 300_000),
            "utf-16": (b"\x00a\xd8\x00", 500_000),
            "utf-32": (b"\xff", 2 * MB),
            "gb18030": (b"\x81\x30\x81", 700_000),
            "unknown": (bytes(range(128, 256)), 16_000),
            "zlib": (b"x\x9c", MB),
            "rot13": (b"rot13 ", 300_000),
            "idna": (b"xn--a", 300_000),
            "unicode_escape": (b"\\ud800", 300_000),
            "none-and-mixed": (("中文é".encode() + "中文".encode("gb18030")), 100_000),
        }.items()
    },
    "a-charset-for-each-part": lambda: mixed(
        *(
            _part(
                bytes(range(128, 256)) * 80,
                b"Content-Type: text/plain; charset=c%d" % n,
            )
            for n in range(990)
        )
    ),
}
