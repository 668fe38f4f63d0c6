"""The sender's new words: what was quoted, added or sent by us is cut away.

Rule: no word of the sender is ever lost; where a cut is in doubt the words stay, and
what is cut stays beside them with why. Order (PROCESS 6.2 step 4): banner, our
marker, clients' containers and separators, quote signs, then footers, ``-- `` and
notices. The words are empty only where there is nothing but such things. Kept:
greetings, thanks, typed names, answers between quoted lines, and the whole of a
forwarded mail.
"""

import re

from gateway.mail import quoting
from gateway.mail.additions import label_additions
from gateway.mail.banners import split_banner
from gateway.mail.flat_quotes import flat_start
from gateway.mail.html_text import QUOTE_START, Quotes, html_to_text
from gateway.mail.limits import Limits
from gateway.mail.message import CutFor
from gateway.mail.our_marker import marker_start
from gateway.mail.reply_lines import QUOTED_FOR, Line, Reply, gathered, texts_of

_FORWARD_SUBJECT = re.compile(
    r"(?i)\A\s{0,4}(?:fwd?|转发|轉寄|转寄|轉發|wg|tr|rv|enc|i|vs|doorst"
    r"|転送)\s{0,2}[:：]"
)
_REPLY_SUBJECT = re.compile(
    r"(?i)\A\s{0,4}(?:\[[^\]\n]{1,40}\]\s{0,2})?(?:re|aw|sv|vs|antw|odp|回复|答复|回覆"
    r"|答覆"
    r"|返信|res|rif|ynt|回)\s{0,2}(?:\[\d+\])?\s{0,2}[:：]"
)
_SIGNS = " >|＞»│"
_LIMITS = Limits()
_FLAT_CHARS = 65_536
"""Characters of long lines in which a quote without line breaks is looked for."""


def read_reply(
    text: str,
    *,
    sender: str = "",
    subject: str = "",
    is_reply: bool = True,
    limits: Limits = _LIMITS,
) -> Reply:
    """What the sender wrote anew, and all else with why it was cut.

    ``text`` is the plain text, or HTML rendered with its quotes marked. ``sender``
    is the From address: Foxmail signs with it. A mail that answers none (``is_reply``,
    or a subject that says Re) and a forward keep the mail they enclose. A text of
    more than ``limits.reply_lines`` lines is searched that far; what lies beyond is
    kept uncut where no quote began before. Takes time in proportion to the text.
    """
    banner, texts = split_banner(texts_of(text))
    beyond = texts[limits.reply_lines :]
    lines = [Line(piece) for piece in _unflattened(texts[: limits.reply_lines])]
    forward = bool(_FORWARD_SUBJECT.match(subject)) or not (
        is_reply or _REPLY_SUBJECT.match(subject)
    )
    _label(lines, sender, forward=forward)
    quoted = any(line.why in QUOTED_FOR for line in lines)
    why = CutFor.QUOTE if quoted else None
    lines += [Line(piece, why) for piece in beyond]
    cut = [Line(piece, CutFor.BANNER) for piece in banner.split("\n") if banner]
    return gathered([*cut, *lines])


def reply_text(
    text: str, html: str = "", *, sender: str = "", limits: Limits = _LIMITS
) -> str:
    """The new words alone; ``html`` is read where there is no text."""
    if not text.strip() and html:
        text = html_to_text(html, limits, quotes=Quotes.MARKED)
    return read_reply(text, sender=sender, limits=limits).words


def _label(lines: list[Line], sender: str, *, forward: bool) -> None:
    quoting.label_quotes(lines, forward=forward)
    label_additions(lines, sender)
    if not any(line.is_own for line in lines):
        quoting.rescue_typed_below(lines)
        label_additions(lines, sender)
    quoting.give_back_answers(lines)
    if forward and not any(line.is_own for line in lines):
        for line in lines:
            line.why = None


def _unflattened(texts: list[str]) -> list[str]:
    """Give our marker, and a quote inside a line that lost its breaks, own lines."""
    done: list[str] = []
    searched = 0
    for text in texts:
        marker = marker_start(text)
        place = -1
        if searched < _FLAT_CHARS and not text.startswith(">"):
            place = flat_start(text[:_FLAT_CHARS])
            searched += len(text)
        if marker >= 0 and (place < 0 or marker < place):
            place = marker
        if place > 0 and text[:place].strip(_SIGNS):
            done += [text[:place].rstrip(_SIGNS), QUOTE_START, text[place:]]
        elif place == 0 and marker < 0:
            done += [QUOTE_START, text]
        else:
            done.append(text)
    return done
