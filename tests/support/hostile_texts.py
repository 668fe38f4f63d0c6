"""Texts and pages that are made to cost much: HTML, and traps for cutting replies."""

from collections.abc import Mapping
from functools import partial

from tests.support.hostile import MB, Writer, text

Repeated = tuple[bytes, int] | tuple[bytes, int, bytes]
"""What is repeated, how often, and what stands behind it once."""

_PAGES: Mapping[str, Repeated] = {
    "divs-250k-deep": (b"<div>", 250_000),
    "divs-as-deep-as-allowed": (b"<div>", 11_900, b"a"),
    "spans-as-deep-as-allowed": (b"<span>", 11_900, b"a"),
    "bold-and-italic-crossed": (b"<b><i><u>a</b>", 2900),
    "links-within-links": (b'<a href="https://a.example/">a', 11_900),
    "tables-within-tables": (b"<table><tr><td>", 3900, b"a"),
    "tables-without-cells": (b"<table>a", 11_900),
    "forms-and-selects": (b"<form><select><option>", 3900),
    "lists-within-lists": (b"<ul><li>", 5900, b"a"),
    "quotes-within-quotes": (b"<blockquote>", 11_900, b"a"),
    "quotes-that-cite": (b'<blockquote type="cite"><div class="gmail_quote">a', 5900),
    "signatures-within": (b'<div class="gmail_signature">a', 11_900),
    "hidden-within-hidden": (b'<div style="display:none">a', 11_900),
    "styles-of-four-kilobytes": ((b'<p style="' + b"a:b;" * 1000 + b'">a'), 120),
    "attributes-unclosed": (b'<a a="', 80_000),
    "attributes-by-the-thousand": (b"<a " + b"a=b " * 15, 30_000),
    "attributes-of-one-tag": (b"<a b=", 60_000),
    "comments-unclosed": (b"<!--", 120_000),
    "comments-half-closed": (b"<!--->--!", 60_000),
    "declarations": (b"<!DOCTYPE", 50_000),
    "cdata": (b"<![CDATA[", 50_000),
    "conditionals": (b"<!--[if mso]>", 11_000, b"a"),
    "tags-half-open": (b"<", 500_000),
    "tags-half-open-with-letters": (b"<a", 250_000),
    "closing-tags": (b"</p>", 120_000),
    "closing-tags-allowed": (b"</p>", 11_900),
    "scripts-unclosed": (b"<script>", 60_000),
    "titles-unclosed": (b"<title>a", 11_900),
    "textareas-and-plaintext": (b"<textarea><plaintext>", 5900),
    "entities": (b"&amp;", 400_000),
    "entities-half-open": (b"&", 2 * MB),
    "entities-long": (b"&" + b"CounterClockwiseContourIntegral", 60_000),
    "numbers": (b"&#" + b"9", 2 * MB, b";"),
    "numbers-many": (b"&#x110000;", 200_000),
    "breaks": (b"<br>", 500_000),
    "breaks-allowed": (b"<br>", 11_900),
    "spaces": (b" &nbsp;\t", 250_000),
    "pictures": (b'<img src="cid:a@b">', 110_000),
    "pictures-allowed": (b'<img src="cid:a@b" width=1 height=1>', 11_900),
    "svg-and-math": (b"<svg><math><mi>", 3900),
    "frames": (b"<noscript><noframes><iframe>", 3900),
    "templates": (b"<template>", 11_900),
    "null-octets": (b"<di\0v>", 80_000),
    "words-of-two-megabytes": (b"word ", 400_000),
}

_REPLIES: Mapping[str, Repeated] = {
    "on-on-on": (b"On ", 700_000),
    "on-with-dates": (b"On 2023-10-01 a@b.example ", 80_000),
    "on-over-many-lines": (
        b"On Mon, 2 Oct\r\n at 10:00\r\n A <a@b.example>\r\n",
        30_000,
    ),
    "wrote": (b"wrote:\r\n", 250_000),
    "wrote-alone": (b" wrote:", 280_000),
    "from-lines": (b"From: a\r\n", 220_000),
    "from-on-one-line": (b"From: a Sent: b To: c Subject: d ", 60_000),
    "header-blocks": (b"From: a\r\nSent: b\r\nTo: c\r\nSubject: d\r\n\r\n", 40_000),
    "fajianren": ("发件人:".encode(), 200_000),
    "fajianren-lines": ("发件人: a\r\n".encode(), 120_000),
    "fajianren-blocks": ("发件人: a\r\n时间: b\r\n收件人: c\r\n".encode(), 30_000),
    "zai-xie-dao": ("在 2023年10月1日".encode(), 100_000),
    "xie-dao": ("写道:".encode(), 200_000),
    "numbers-of-dates": (b"2023/10/01 ", 180_000),
    "quote-signs": (b">", 2 * MB),
    "quote-signs-in-lines": (b"> \r\n", 500_000),
    "quote-signs-deep": (b">" * 900 + b"\r\n", 2300),
    "quote-signs-spaced": (b"> ", MB),
    "interleaved": (b"> a\r\nb\r\n", 250_000),
    "bars": (b"| a\r\n", 400_000),
    "spaces": (b" ", 2 * MB, b"x"),
    "spaces-in-lines": (b" " * 900 + b"\r\n", 2300),
    "spaces-wide": ("\u3000".encode(), 700_000),
    "tabs-and-spaces": (b"\t ", MB, b"x"),
    "dashes": (b"-", 2 * MB),
    "dashes-spaced": (b"- ", MB),
    "dashes-in-lines": (b"-- \r\n", 400_000),
    "underlines": (b"_" * 900 + b"\r\n", 2300),
    "equals": (b"=" * 900 + b"\r\n", 2300),
    "stars": (b"*", 2 * MB),
    "stars-and-words": (b"*From:* a ", 200_000),
    "brackets": (b"[", 2 * MB),
    "brackets-and-links": (b"[a](http://a.example/)<", 90_000),
    "original-messages": (b"-----Original Message-----\r\n", 75_000),
    "original-messages-in-line": (b"---- Original Message ", 90_000),
    "forwarded-messages": (b"---------- Forwarded message ----------\r\n", 50_000),
    "labels": (b"symptom:\r\n", 200_000),
    "labels-in-line": ("现象:".encode(), 200_000),
    "labels-in-brackets": ("【问题现象】".encode(), 100_000),
    "tables-of-bars": (b"|symptom|", 220_000),
    "numbered": (b"1. 2. 3) ", 220_000),
    "banners": (b"CAUTION: External email. ", 80_000),
    "banners-in-lines": (b"[EXTERNAL] \r\n", 150_000),
    "disclaimers": (b"This e-mail is confidential and intended solely ", 40_000),
    "sent-from": (b"Sent from my iPhone\r\n", 90_000),
    "sent-from-in-line": (b"Sent from my ", 160_000),
    "fa-zi": ("发自我的iPhone\r\n".encode(), 60_000),
    "unsubscribe": (b"To unsubscribe from this list ", 70_000),
    "names-of-lists": (b"_______________________________________________\r\n", 40_000),
    "links": (b"https://mail.qq.com/cgi-bin/ftnExs_download?k=a ", 40_000),
    "links-without-end": (b"http://", 300_000),
    "markers": (b"## reply above this line ##\r\n", 70_000),
    "tags": (b"[TS20231001001] ", 130_000),
    "commands": (b"#close\r\n#priority urgent\r\n", 80_000),
    "addresses": (b"<a@b.example> ", 150_000),
    "addresses-unclosed": (b"a@", MB),
    "out-of-office": (b"I am out of office until ", 80_000),
    "bounce-words": (b"550 5.1.1 user unknown <a@b.example>\r\n", 50_000),
    "bounce-words-in-line": (b"could not be delivered to ", 80_000),
    "dates-of-return": (b"back on 2.10.2023 ", 110_000),
    "combining-marks": ("a\u0301\u0302".encode(), 400_000),
    "direction-marks": ("\u202e\u2066a".encode(), 300_000),
    "zero-width": ("\u200b".encode(), 700_000),
    "line-separators": ("a\u2028b\u2029".encode(), 250_000),
    "form-feeds": (b"\x0c\x0b", MB),
    "nulls": (b"\0", 2 * MB),
    "noncharacters": ("\ufdd0\ufdd1a\r\n".encode(), 200_000),
}


def _repeated(given: Repeated) -> bytes:
    return given[0] * given[1] + b"".join(given[2:])


def _text(given: Repeated) -> bytes:
    return text(_repeated(given))


def _page(given: Repeated) -> bytes:
    return text(_repeated(given), b"html; charset=utf-8")


def _reply_as_page(given: Repeated) -> bytes:
    page = _repeated(given).replace(b"\r\n", b"<br>")[: 2 * MB]
    return text(page, b"html; charset=utf-8")


TEXTS: Mapping[str, Writer] = {
    f"reply-{name}": partial(_text, given) for name, given in _REPLIES.items()
}
PAGES: Mapping[str, Writer] = {
    f"html-{name}": partial(_page, given) for name, given in _PAGES.items()
}
REPLIES_AS_PAGES: Mapping[str, Writer] = {
    f"html-of-{name}": partial(_reply_as_page, given)
    for name, given in _REPLIES.items()
}
