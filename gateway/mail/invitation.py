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
_SUMMARY = re.compile(
    r"(?im)^(?:SUMMARY|DESCRIPTION|LOCATION)(?:;[^:\n]{0,200})?:(.*)$"
)
_FURNITURE = re.compile(
    r"(?i)\A\W{0,6}(?:when|where|what|who|time|date|location|organi[sz]er|attendees?"
    r"|guests?|required|optional|calendar|video call|joining info\w{0,8}|meeting id"
    r"|meeting (?:link|url|number)|passcode|password|phone|conference id|dial|duration"
    r"|join|topic|subject|description|invitee|status|wann|wo|quand|où|cuándo|dónde"
    r"|zeit|ort|datum|beginn|ende|start|end|时间|地点|日期|主题|组织者|参与者|参会人"
    r"|与会者|会议"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """The method of a calendar part, and the words that its event holds."""

    method: str = ""
    words: tuple[str, ...] = ()


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
                unfolded = re.sub(r"\n[ \t]", "", text)
                return Event(method=method, words=tuple(_said(unfolded)))
    return Event()


def own_words(words: str, said: tuple[str, ...]) -> str:
    """What is left of the words without what the calendar wrote; lines, joined."""
    event = _flat(" ".join(said))
    kept: list[str] = []
    for line in words.split("\n"):
        bare = line.strip()
        if bare.startswith(("____", "~~~~", "----", "....")) and not kept:
            # Below its rule a conference service tells how to join.
            return ""
        if bare.startswith(("____", "~~~~", "-::~", "····")):
            break
        if _FURNITURE.match(bare) or (bare and _flat(bare) in event):
            continue
        if len(_LETTERS.findall(bare)) >= _LEAST_LETTERS:
            kept.append(bare)
    return "\n".join(kept)


def _said(calendar: str) -> list[str]:
    return [
        found.replace("\\n", "\n").replace("\\N", "\n").replace("\\", "")
        for found in _SUMMARY.findall(calendar)
    ]


def _flat(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).lower()
