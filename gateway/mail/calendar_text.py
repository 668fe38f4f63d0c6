"""What a calendar part says: the first event's facts, and those facts as text.

Rule: only the first component that has a summary or a start counts; nothing is
computed, times stand as they were written. The text is what a mail shows that has no
other: it is the calendar program's, not its sender's words.
STANDARDS: RFC 5545 §3.1 (folding), §3.3.11 (escapes), §3.8; RFC 5546 (METHOD).
"""

import re
from collections.abc import Iterator, Mapping

from gateway.mail.limits import Limits
from gateway.mail.message import Calendar
from gateway.mail.subject import is_chinese

_LINES = 5000
_VALUE_CHARS = 1000
_PROPERTY = re.compile(
    r"([A-Za-z-]{1,64})((?:;[^:;\n\"]{1,256}(?:\"[^\"\n]{0,256}\")?)*):(.*)"
)
_ESCAPE = re.compile(r"\\([nN,;\\])")
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{0,2}(Z?))?")
_PARAMETER = re.compile(
    r";(TZID|CN|PARTSTAT)=(?:\"([^\"]*)\"|([^;:\"]*))", re.IGNORECASE
)
_COMPONENTS = frozenset({"VEVENT", "VTODO", "VFREEBUSY", "VJOURNAL"})
_WANTED = frozenset(
    {"SUMMARY", "DTSTART", "DTEND", "DUE", "LOCATION", "ORGANIZER", "ATTENDEE"}
)
_TITLES: Mapping[str, tuple[str, str]] = {
    "REQUEST": ("Invitation", "会议邀请"),
    "REPLY": ("Answer to an invitation", "会议答复"),
    "CANCEL": ("Cancelled", "会议取消"),
    "COUNTER": ("Another time is proposed", "会议建议新时间"),
    "": ("Calendar", "日程"),
}
_ROWS = (
    ("starts", "Starts", "开始"),
    ("ends", "Ends", "结束"),
    ("location", "Place", "地点"),
    ("organizer", "Organizer", "组织者"),
    ("answer", "Answer", "答复"),
)


def read_calendar(text: str, limits: Limits) -> Calendar | None:
    """The facts of a text/calendar part; None where it holds no component."""
    method = ""
    found: dict[str, str] = {}
    inside = False
    for name, parameters, value in _properties(text[: limits.text_chars]):
        if name == "METHOD":
            method = method or value.strip().upper()
        elif name == "BEGIN" and value.strip().upper() in _COMPONENTS:
            inside = True
        elif name == "END" and value.strip().upper() in _COMPONENTS:
            break
        elif inside and name in _WANTED:
            found.setdefault(name, _shown(name, parameters, value))
    if not inside:
        return None
    return Calendar(
        method=method[:32],
        summary=found.get("SUMMARY", ""),
        starts=found.get("DTSTART", ""),
        ends=found.get("DTEND") or found.get("DUE", ""),
        location=found.get("LOCATION", ""),
        organizer=found.get("ORGANIZER", ""),
        answer=found.get("ATTENDEE", "") if method == "REPLY" else "",
    )


def calendar_text(calendar: Calendar) -> str:
    """A few lines a person can read, in the language of the summary."""
    chinese = is_chinese(calendar.summary + calendar.location)
    titles = _TITLES.get(calendar.method, _TITLES[""])
    lines = [f"{titles[chinese]}{'：' if chinese else ': '}{calendar.summary}"]
    for fact, english, han in _ROWS:
        value: str = getattr(calendar, fact)
        if value:
            lines.append(f"{han}：{value}" if chinese else f"{english}: {value}")
    return "\n".join(lines)


def _properties(text: str) -> Iterator[tuple[str, str, str]]:
    """Name, parameters and value of each line, unfolded."""
    unfolded: list[str] = []
    for line in text.split("\n")[:_LINES]:
        if line[:1] in {" ", "\t"} and unfolded:
            if len(unfolded[-1]) < _VALUE_CHARS:
                unfolded[-1] += line[1:]
        else:
            unfolded.append(line[: 2 * _VALUE_CHARS])
    for line in unfolded:
        found = _PROPERTY.match(line)
        if found:
            yield found[1].upper(), found[2], found[3][:_VALUE_CHARS]


def _shown(name: str, parameters: str, value: str) -> str:
    given = {
        found[1].upper(): found[2] or found[3] or ""
        for found in _PARAMETER.finditer(parameters)
    }
    if name in {"DTSTART", "DTEND", "DUE"}:
        return _moment(value.strip(), given.get("TZID", ""))
    if name == "ATTENDEE":
        return given.get("PARTSTAT", "").upper()
    plain = _ESCAPE.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], value)
    plain = " ".join(plain.split())
    if name != "ORGANIZER":
        return plain
    address = re.sub(r"(?i)\Amailto:", "", plain)
    person = " ".join(given.get("CN", "").split())
    return f"{person} <{address}>" if person and person != address else address


def _moment(value: str, zone: str) -> str:
    """``20231009T150000`` as ``2023-10-09 15:00``; what is no such stamp stays."""
    found = _STAMP.fullmatch(value)
    if found is None:
        return value
    shown = f"{found[1]}-{found[2]}-{found[3]}"
    if found[4]:
        shown += f" {found[4]}:{found[5]}"
    zone = "UTC" if found[6] else zone.strip()
    return f"{shown} ({zone})" if zone else shown
