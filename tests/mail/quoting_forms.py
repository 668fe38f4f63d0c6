"""What clients do to a letter of ours before it comes back as a quote."""

import html
from collections.abc import Callable, Mapping

from tests.mail.clients import ATTRIBUTIONS, BLOCKS

SIGNS = ("> ", ">", "＞ ", "» ", "| ", ">> ")


def without_marker(letter: str) -> str:
    return letter.split("\n", 1)[1].lstrip("\n")


def rewrapped(letter: str, width: int) -> str:
    """Broken anew at a width, words being cut where they are too long for it."""
    done: list[str] = []
    for line in letter.split("\n"):
        rest = line
        while len(rest) > width:
            space = rest.rfind(" ", 1, width + 1)
            place = space if space > 0 else width
            done.append(rest[:place])
            rest = rest[place:].lstrip()
        done.append(rest)
    return "\n".join(done)


def joined(letter: str, width: int) -> str:
    """Paragraphs run together and are broken anew."""
    paragraphs = [" ".join(part.split()) for part in letter.split("\n\n")]
    return "\n\n".join(rewrapped(part, width) for part in paragraphs)


def flattened(letter: str) -> str:
    return " ".join(letter.split())


def signed(letter: str, sign: str) -> str:
    return "\n".join(f"{sign}{line}".rstrip() for line in letter.split("\n"))


def announced(letter: str, client: str) -> str:
    if client in ATTRIBUTIONS:
        return f"{ATTRIBUTIONS[client]}\n{letter}"
    return f"{BLOCKS[client]}\n\n{letter}" if client in BLOCKS else letter


def _div(text: str) -> str:
    return "".join(
        f"<div>{html.escape(line) or '<br>'}</div>" for line in text.split("\n")
    )


def _attribution(client: str) -> str:
    return _div(ATTRIBUTIONS[client])


HTML_FORMS: Mapping[str, Callable[[str], str]] = {
    "gmail": lambda q: (
        '<div class="gmail_quote gmail_quote_container"><div dir="ltr"'
        f' class="gmail_attr">{_attribution("gmail zh")}</div><blockquote'
        f' class="gmail_quote" style="margin:0">{q}</blockquote></div>'
    ),
    "apple": lambda q: (
        f'<div><br><blockquote type="cite">{_attribution("apple zh")}'
        f"<br>{q}</blockquote></div>"
    ),
    "thunderbird": lambda q: (
        '<div class="moz-cite-prefix">'
        f"{_attribution('thunderbird zh')}</div>"
        f'<blockquote type="cite">{q}</blockquote>'
    ),
    "outlook web": lambda q: (
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg">'
        f"{_div(BLOCKS['outlook zh'])}</div><div>{q}</div>"
    ),
    "outlook": lambda q: (
        '<div style="border:none;border-top:solid #E1E1E1 1.0pt">'
        f"<p class=MsoNormal>{BLOCKS['outlook zh'].replace(chr(10), '<br>')}</p>"
        f"</div>{q}"
    ),
    "outlook mobile": lambda q: (
        '<div id="ms-outlook-mobile-signature">获取 <a href='
        '"https://aka.ms/o0ukef">Outlook for iOS</a></div><hr><div id="divRplyFwdMsg">'
        f"{_div(BLOCKS['outlook zh'])}</div>{q}"
    ),
    "qq": lambda q: (
        "<div><br></div><div style='font-size:12px'>------------------&nbsp;"
        f"原始邮件&nbsp;------------------</div><div>"
        f"{_div(BLOCKS['outlook zh'])}</div>{q}"
    ),
    "qq new": lambda q: (
        f'<div class="xm_mail_oringinal_describe">{_div(BLOCKS["qq"])}'
        f"</div><div>{q}</div>"
    ),
    "163": lambda q: (
        f'<br>{_attribution("163 zh")}<blockquote id="isReplyContent">{q}</blockquote>'
    ),
    "163 new": lambda q: (
        '<div id="ntes-pcmac-quote" class="ntes-mailmaster-quote">'
        f"<div>---- 回复的原邮件 ----</div>{_div(BLOCKS['html cells'])}{q}</div>"
    ),
    "foxmail": lambda q: (
        '<blockquote style="margin-Top: 0px;"><div>&nbsp;</div><div>'
        f"{_div(BLOCKS['foxmail'])}</div><div><div class=FoxDiv>"
        f"{q}</div></div></blockquote>"
    ),
    "yahoo": lambda q: (
        '<div class="yahoo_quoted"><div>'
        f"{_attribution('yahoo')}</div><div>{q}</div></div>"
    ),
    "zoho": lambda q: (
        f'<div class="zmail_extra"><div id="Zm-_Id_-Sgn1">'
        f"{_attribution('zoho')}</div><blockquote>{q}</blockquote></div>"
    ),
    "no container": lambda q: q,
}
"""A quoted letter's HTML in a client's frame."""
