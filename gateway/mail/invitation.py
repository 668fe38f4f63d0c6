"""Calendar mail: an invitation, its answer, its change or its end.

Rule: it is the calendar's unless a person wrote words of his own in it; then it is
that person's mail, with the invitation as a fact beside it. What calendars put around
an event (when, where, how to join, who has accepted) are no words.
STANDARDS: RFC 5545 §3.7.2 (METHOD), RFC 5546 §1.4, RFC 6047 §2.4.
"""

import re
from dataclasses import dataclass

from gateway.mail.charset import decode_text
from gateway.mail.limits import Limits
from gateway.mail.mime import Entity, walk

METHODS = frozenset(
    {
        *("REQUEST", "REPLY", "CANCEL", "COUNTER", "DECLINECOUNTER", "REFRESH"),
        *("PUBLISH", "ADD"),
    }
)
"""The methods of RFC 5546; a part without one is a file that somebody sent."""

_METHOD = re.compile(r"(?im)^METHOD:\s{0,3}([A-Za-z]{3,20})\s*$")
_ASKS = frozenset({"REQUEST", "PUBLISH", "ADD"})
_ANSWERS = frozenset({"REPLY", "REFRESH", "DECLINECOUNTER"})
_NAMES = re.compile(r"(?im)^(?:SUMMARY|LOCATION)(?:;[^:\n]{0,200})?:(.*)$")
_DESCRIPTION = re.compile(r"(?im)^DESCRIPTION(?:;[^:\n]{0,200})?:(.*)$")
_FURNITURE = re.compile(
    r"(?i)\A\W{0,6}(?:when|where|what|who|time|date|location|organi[sz]er|attendees?"
    r"|guests?|required|optional|calendar|video call|joining info\w{0,8}|meeting id"
    r"|meeting (?:link|url|number)|passcode|password|phone|conference id|dial|duration"
    r"|join|topic|subject|description|invitee|status|wann|wo|quand|où|cuándo|dónde"
    r"|zeit|ort|datum|beginn|ende|start|end|时间|地点|日期|主题|组织者|参与者|参会人"
    r"|与会者|会议"
    r"|starts|ends|place|answer|cancell?ed|another time is proposed"
    r"|answer to an invitation|会议邀请|会议答复|会议取消|会议建议新时间|日程|开始|结束"
    r"|组织者|答复"
    r"|会议号|会议时间|会议地点|会议主题|会议链接|会议密码|会议id|入会链接|受邀人|日時"
    r"|場所"
    r")\s?(?:[:：*]|\Z)"
    r"|\A\W{0,6}(?:join (?:the|with|by|on|zoom|your|microsoft|google)\b[^.!?]{0,50}"
    r"(?:https?:.{0,400}|[:>])?\Z"
    r"|(?:microsoft teams|zoom meeting|google meet|webex|腾讯会议|钉钉会议|飞书会议)"
    r"[^.!?。]{0,60}\Z"
    r"|need help\?|learn more\b.{0,80}\Z|meeting options\b|find a local number"
    r"|reset (?:dial|pin)|click here to join|download teams|one tap mobile|dial[- ]in"
    r"|dial by|or (?:dial|call)\b|view (?:your|all|guest|on)\b.{0,80}\Z|more options"
    r"|点击(?:链接|下方)|复制该信息|手机一键|加入会议|打开.{1,10}会议"
    r"|invitation from (?:google|microsoft)|you are receiving this"
    r"|you have been invited"
    r"|you received this|this event (?:has been|was|isn|is)|to stop receiving"
    r"|forwarding this invitation|reply for \S{1,100}@|going\?|rsvp\Z|more details »"
    r"|\+?\d[\d ()#,.-]{5,}|<?https?://|\[?cid:"
    r"|(?:updated invitation|invitation|accepted|declined|tentative|canceled|cancelled"
    r"|已接受|已拒绝|暂定|已取消)(?:\s?[:：].{0,200})?\W{0,3}\Z"
    r"|.{1,80} (?:has|have) (?:accepted|declined|tentatively accepted|invited you"
    r"|canceled|cancelled|updated|replied)\b[^.!?]{0,80}\W{0,3}\Z"
    r"|.{0,40}(?:邀请您(?:参加|加入)|邀请你(?:参加|加入)|您已?被?邀请|您受邀|已接受"
    r"|已拒绝|接受了"
    r"|拒绝了|暂定接受)[^。！？]{0,40}\W{0,3}\Z"
    r")"
)
_LETTERS = re.compile(r"[^\W\d_]")
_LEAST_LETTERS = 2
_RULES = ("____", "~~~~", "----", "....", "-::~", "····")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The method of a calendar part, and the words that its event holds.

    ``known`` are words that a mail repeats and nobody wrote into it; ``written`` those
    that the organizer may have written there and nowhere else.
    """

    method: str = ""
    known: str = ""
    written: str = ""


def calendar_event(root: Entity, limits: Limits) -> Event:
    """The first calendar part that has a method.

    Empty where there is no calendar part, or where one without a method came as a
    file.
    """
    for part in walk(root):
        if part.content_type == "text/calendar":
            octets, _complete = part.octets()
            text = decode_text(octets[: limits.report_bytes]).replace("\r\n", "\n")
            named = part.parameters.get("method", "").upper()
            found = _METHOD.search(text)
            method = named or (found[1].upper() if found else "")
            if method in METHODS:
                # RFC 5545 §3.1: a line that begins with a space goes on.
                return _event(method, re.sub(r"\n[ \t]", "", text))
    return Event()


def _event(method: str, calendar: str) -> Event:
    """An answer repeats what another wrote, a request holds its writer's words."""
    known = " ".join(_NAMES.findall(calendar))
    described = _plain("\n".join(_DESCRIPTION.findall(calendar)))
    if method in _ANSWERS:
        known = f"{known} {described}"
    return Event(
        method=method,
        known=_flat(_plain(known)),
        written=described if method in _ASKS else "",
    )


def own_words(words: str, event: Event) -> str:
    """What is left of the words without what the calendar wrote; lines, joined."""
    kept: list[str] = []
    for text in (words, event.written):
        for line in text.split("\n"):
            bare = line.strip()
            # Below its rule a conference service tells how to join.
            if bare.startswith(_RULES):
                break
            if _FURNITURE.match(bare) or _flat(bare) in event.known:
                continue
            if len(_LETTERS.findall(bare)) >= _LEAST_LETTERS:
                kept.append(bare)
    return "\n".join(kept)


def _plain(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\N", "\n").replace("\\", "")


def _flat(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
