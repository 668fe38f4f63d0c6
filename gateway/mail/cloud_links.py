"""Files that came as links: QQ's and 163's big attachments, and files in clouds (D12).

Rule: no link is ever fetched. Only what the sender wrote now counts, their client's
lines included; what somebody wrote before, and is quoted, was told then. The name, the
size and the date on which it expires are read from the lines around the link.
"""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import SplitResult, unquote, urlsplit

from gateway.mail.cloud_services import OTHER, mentions, service_of
from gateway.mail.html_text import Quotes, html_to_text
from gateway.mail.limits import Limits
from gateway.mail.message import CloudFile
from gateway.mail.names import safe_filename
from gateway.mail.reply import read_reply
from gateway.mail.reply_lines import QUOTED_FOR, Reply

LINE_CHARS = 4096
"""Of a line, how much is searched for links and for what is told of them."""
LINES_BEFORE, LINES_AFTER = 3, 2
"""Lines around a link in which the service tells of the file."""
BUTTON_LINES = 4
"""A link without a name so near below one with a name is that file's button."""
HEADED_LINES = 12
"""Lines below a heading of big attachments in which any link is one."""

_URL = re.compile(r"https?://[^\s<>\"'，。；、）】》」]{4,4000}")
_TAIL = ".,;:!?)]}"
_HEADING = re.compile(
    r"(?i)超大附件|云附件|雲端附件|超大檔案|大容量附件|big (?:mail )?attachment"
    r"|large attachment|대용량 ?(?:첨부)?파일|mail drop"
)
_NAMED = re.compile(
    r"\s{0,40}([^\n:：<>]{1,200}?\.[A-Za-z0-9]{1,6})\s{0,4}(?:[(（\[【,，]|$)"
)
_WORD_NAME = re.compile(
    r"([^\s/\\<>:：\"|?*()（）\[\]【】,，]{1,200}\.[A-Za-z0-9]{1,6})(?![\w./])"
)
_SIZE = re.compile(
    r"(?i)(?<![\w.])(\d{1,6}(?:[.,]\d{1,3})?\s?(?:[KMGT]i?B?|bytes|字节))(?![A-Za-z])"
)
_DATE = r"\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s{0,3}\d{1,2}:\d{2})?"
_EXPIRES = (
    re.compile(rf"({_DATE})\s{{0,3}}(?:到期|过期|失效|前有效|截止|之前)"),
    re.compile(
        r"(?i)(?:到期(?:时间|日)?|过期时间|失效时间|有效期至?|截止(?:时间|日期)?"
        r"|expir(?:es|y|ation date)(?: on)?|(?:available|valid) (?:until|till)"
        r"|läuft ab am|gültig bis|expire le|действ(?:ует|ительна) до)"
        r"\s{0,3}[:：]?\s{0,3}([^\n,;，；)）<>]{3,40})"
    ),
    re.compile(r"(\d{1,3}\s?天)(?:后|後|内|內)(?:到期|过期|過期|失效|有效)"),
)
_TAG = re.compile(r"^\s{0,40}[【\[][^】\]\n]{1,40}[】\]]")
_LINK_WORDS = re.compile(
    r"(?i)\A(?:下载|进入下载页面|点击|click|download|open|预览|http)"
)


def read_cloud_files(reply: Reply, html: str, limits: Limits) -> tuple[CloudFile, ...]:
    """The linked files of a mail; ``html`` may hold links that its text does not."""
    found = list(_files(_own(reply), limits))
    if html and mentions(html[: limits.html_chars]):
        shown = html_to_text(html, limits, quotes=Quotes.MARKED)
        found += _files(_own(read_reply(shown, limits=limits)), limits)
    return tuple(_distinct(found))[: limits.cloud_files]


def _own(reply: Reply) -> list[str]:
    """The sender's words, and below them what their client added."""
    added = (cut.text for cut in reply.cut if cut.why not in QUOTED_FOR)
    return "\n".join((reply.words, *added)).split("\n")


def _files(lines: Sequence[str], limits: Limits) -> Iterator[CloudFile]:
    headed, told = 0, 0
    latest: dict[str, int] = {}
    for place, line in enumerate(lines):
        headed = HEADED_LINES if _HEADING.search(line) else headed - 1
        if "://" not in line:
            continue
        for match in _URL.finditer(line[:LINE_CHARS]):
            url = match[0].rstrip(_TAIL)
            service = _service(url, headed=headed > 0)
            if not service or len(url) > limits.cloud_url_chars:
                continue
            file = _file(url, service, lines, place, limits)
            told += 1
            if file.name or place - latest.get(service, -BUTTON_LINES) >= BUTTON_LINES:
                yield file
            if file.name:
                latest[service] = place
        if told > limits.cloud_files * 2:
            return


def _service(url: str, *, headed: bool) -> str:
    parts = _split(url)
    if parts is None:
        return ""
    return service_of(parts) or (OTHER if headed else "")


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _file(
    url: str, service: str, lines: Sequence[str], place: int, limits: Limits
) -> CloudFile:
    around = _around(lines, place)
    text = "\n".join(around)
    size = _SIZE.search(text)
    expires = (found for pattern in _EXPIRES if (found := pattern.search(text)))
    expiry = next(expires, None)
    return CloudFile(
        name=safe_filename(_name(around) or _path_name(url), limits),
        url=url,
        service=service,
        size_text=size[1].strip() if size else "",
        expires_text=expiry[1].strip() if expiry else "",
    )


def _around(lines: Sequence[str], place: int) -> list[str]:
    """The link's own line, what stands before it, nearest first, then what follows.

    Another link ends the block: what is beyond it is told of that one.
    """
    own = _URL.sub(" ", lines[place][:LINE_CHARS])
    before = _nearby(lines, range(place - 1, max(-1, place - 9), -1), LINES_BEFORE)
    after = _nearby(lines, range(place + 1, min(len(lines), place + 6)), LINES_AFTER)
    return [own, *before, *after]


def _nearby(lines: Sequence[str], places: range, most: int) -> list[str]:
    found: list[str] = []
    for place in places:
        line = lines[place]
        if "://" in line or len(found) >= most:
            break
        if line.strip():
            found.append(line[:1000])
    return found


def _name(around: Sequence[str]) -> str:
    for line in around:
        bare = _TAG.sub("", line)
        named = _NAMED.match(bare)
        words: list[str] = [named[1]] if named else _WORD_NAME.findall(bare)
        fitting = [word for word in words if not _is_no_name(word.strip())]
        if fitting:
            return fitting[-1]
    return ""


def _is_no_name(word: str) -> bool:
    return bool(_LINK_WORDS.match(word) or _SIZE.fullmatch(word))


def _path_name(url: str) -> str:
    """The last piece of the path, where it looks like a file's name."""
    parts = _split(url)
    last = unquote(parts.path.rpartition("/")[2]) if parts else ""
    stem, dot, extension = last.rpartition(".")
    plain = stem and dot and extension.isalnum() and len(extension) <= 6  # noqa: PLR2004 (no longer is an extension)
    pages = {"html", "htm", "php", "aspx", "jsp", "do"}
    return last if plain and extension.lower() not in pages else ""


def _distinct(files: Sequence[CloudFile]) -> Iterator[CloudFile]:
    """One for each file: clients link the name, a button and a page of their own."""
    seen: set[tuple[str, str]] = set()
    for file in files:
        keys = {(file.service, file.url)}
        if file.name:
            keys.add((file.service, file.name))
        if seen.isdisjoint(keys):
            yield file
        seen |= keys
