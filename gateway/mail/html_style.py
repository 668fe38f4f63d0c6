"""Whether a reader sees a text: the few properties of CSS that hide words.

Rule: what a stranger hid is not read, and what a client's layout only resets is. Size
and colour are inherited, so a cell of size 0 hides nothing that has a size of its own.
Style sheets are read as far as their simple selectors go, within bounds.
"""

import re
from dataclasses import dataclass, replace

from gateway.mail.html_containers import Attributes

_STYLE_CHARS = 4096
_SHEET_CHARS = 65_536
_RULES = 1000
_WHITE = "ffffff"
_ESCAPE = re.compile(r"\\([0-9a-f]{1,6})\s?")
_BRACE = re.compile(r"[{}]")
_SPACE = re.compile(r"\s+")
# What hides an element with all that is in it.
_GONE = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|mso-hide:all"
    r"|opacity:(?:0?\.0\d*|0(?:\.0*)?%?)(?![.\d])"
    r"|(?:max-)?(?:height|width):0(?:\.0*)?(?:px|pt|em|%)?(?![.\d])"
    r"|(?:left|top|right|text-indent|margin-left):-\d{4,6}(?:px|pt|em)"
    r"|(?:left|top|text-indent):-\d{3}(?:px|pt|em)"
    r"|clip:rect\(0|clip-path:inset\((?:50|100)%|transform:scale\(0)"
)
_SIZE = re.compile(
    r"(?:^|;)font(?:-size)?:[^;]{0,40}?(\d{0,4}(?:\.\d{1,4})?)(px|pt|em|rem|%)"
)
_ZERO_SIZE = re.compile(r"(?:^|;)(?:font-size:0(?:\.0*)?(?:;|!|$)|font:0/)")
_COLOR = re.compile(r"(?:^|;)color:([^;!]{1,64})")
_BACKGROUND = re.compile(r"(?:^|;)background(?:-color|-image)?:([^;!]{1,256})")
_PRESERVES = re.compile(r"(?:^|;)white-space:(?:pre|break-spaces)")
_RESETS_SPACE = re.compile(r"(?:^|;)white-space:(?:normal|nowrap)")
_NO_MARGIN = re.compile(r"(?:^|;)margin(?:-bottom)?:0(?:px|pt|cm|in|em)?(?![.\d])")
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b")
_RGB = re.compile(r"rgba?\((\d{1,3}),(\d{1,3}),(\d{1,3})(?:,([\d.]{1,6}))?")
_NAMED = {"white": _WHITE, "black": "000000", "snow": "fffafa", "ivory": "fffff0"}
_SELECTOR = re.compile(r"[a-z][a-z0-9]{0,15}|[a-z0-9]{0,16}[.#][\w-]{1,64}")
_TINIEST = {"px": 1.0, "pt": 1.0, "em": 0.1, "rem": 0.1, "%": 10.0}
_CLEAR = "transparent"
_UNCHANGED = (_CLEAR, "none", "inherit", "initial", "unset", "no-repeat")
_NEAR = 6


@dataclass(frozen=True, slots=True)
class Style:
    """What a text inherits; colours are empty where they are not set or not known."""

    tiny: bool = False
    color: str = ""
    background: str = _WHITE
    preserves: bool = False

    @property
    def hides(self) -> bool:
        """Whether a text of this style is there but not to be seen."""
        return self.tiny or self.color == _CLEAR or _alike(self.color, self.background)


class Sheet:
    """The simple rules of a mail's style elements: ``.x``, ``#x``, ``p``, ``p.x``."""

    def __init__(self, text: str = "") -> None:
        self._rules: dict[str, str] = {}
        self.paints_unseen = False
        for selectors, body in _rules(text[:_SHEET_CHARS].lower()):
            self._add(selectors, body)

    def _add(self, selectors: str, body: str) -> None:
        for selector in selectors.split(","):
            bare = selector.strip()
            if _SELECTOR.fullmatch(bare):
                self._rules[bare] = f"{self._rules.get(bare, '')};{body}"
            elif "background" in body:
                # Some words stand on a colour that is not known here.
                self.paints_unseen = True

    def __bool__(self) -> bool:
        return bool(self._rules)

    def of(self, tag: str, attributes: Attributes) -> str:
        """The declarations of the rules that fit, the weakest first."""
        found = [self._rules.get(tag, "")]
        for name in (attributes.get("class") or "").lower().split()[:16]:
            found += (
                self._rules.get(f".{name}", ""),
                self._rules.get(f"{tag}.{name}", ""),
            )
        name = (attributes.get("id") or "").lower()
        if name:
            found += (
                self._rules.get(f"#{name}", ""),
                self._rules.get(f"{tag}#{name}", ""),
            )
        return ";".join(part for part in found if part)


def declarations(tag: str, attributes: Attributes, sheet: Sheet) -> str:
    """All that is declared of an element, without spaces and comments, lower case."""
    own = plain_css((attributes.get("style") or "")[:_STYLE_CHARS])
    ruled = sheet.of(tag, attributes) if sheet else ""
    color = attributes.get("color") if tag == "font" else None
    given = [f"color:{color.strip().lower()}"] if color else []
    painted = attributes.get("bgcolor") or attributes.get("background")
    if painted:
        given.append(f"background:{painted.strip().lower()}")
    return ";".join(part for part in (*given, ruled, own) if part)


def plain_css(text: str) -> str:
    """Comments, escapes and spaces away: what hides a property's name from a reader."""
    css = _without_comments(text).lower()
    if "\\" in css:
        css = _ESCAPE.sub(lambda code: chr(int(code[1], 16) % 0x110000), css)
    return _SPACE.sub("", css)


def is_gone(css: str, attributes: Attributes) -> bool:
    """Whether the element is hidden with everything in it."""
    return "hidden" in attributes or (bool(css) and _GONE.search(css) is not None)


def has_no_margin(css: str) -> bool:
    return _NO_MARGIN.search(css) is not None


def inherit(outer: Style, css: str, *, paints_unseen: bool = False) -> Style:
    """The style inside an element with these declarations."""
    inner = outer
    if "font" in css:
        inner = replace(inner, tiny=_is_tiny(css, outer=outer.tiny))
    if "background" in css:
        painted = _last(_BACKGROUND, css)
        if painted and not painted.startswith(_UNCHANGED):
            inner = replace(inner, background=_color(painted))
    if "color:" in css:
        color = _last(_COLOR, css)
        if color and color != "inherit":
            inner = replace(inner, color=_color(color))
    if "white-space" in css:
        preserves = _PRESERVES.search(css) is not None
        resets = _RESETS_SPACE.search(css) is not None
        inner = replace(inner, preserves=preserves or (outer.preserves and not resets))
    if paints_unseen and inner.background == _WHITE:
        inner = replace(inner, background="")
    return inner


def _alike(one: str, other: str) -> bool:
    """Whether two colours are too near to be told apart."""
    if not one or not other or _CLEAR in {one, other}:
        return False
    channels = (0, 2, 4)
    return all(
        abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) <= _NEAR
        for at in channels
    )


def _is_tiny(css: str, *, outer: bool) -> bool:
    if _ZERO_SIZE.search(css):
        return True
    sizes = _SIZE.findall(css)
    if not sizes:
        return outer
    number, unit = sizes[-1]
    if outer and unit in {"em", "%"}:
        # A share of nothing is nothing.
        return True
    return float(number or 0) <= _TINIEST[unit]


def _last(pattern: re.Pattern[str], css: str) -> str:
    found = pattern.findall(css)
    return found[-1] if found else ""


def _color(value: str) -> str:
    """Six hexadecimal digits; empty for what is not known (a picture, a variable)."""
    if "url(" in value or "gradient" in value:
        return ""
    if value.startswith(_CLEAR):
        return _CLEAR
    found = _HEX.search(value)
    if found:
        digits = found[1]
        return digits if len(digits) > 3 else "".join(d * 2 for d in digits)  # noqa: PLR2004 - #fff is #ffffff
    parts = _RGB.search(value)
    if parts:
        if parts[4] and float(parts[4].strip(".") or 0) == 0:
            return _CLEAR
        return "".join(f"{min(int(part), 255):02x}" for part in parts.groups()[:3])
    return next((code for name, code in _NAMED.items() if name == value), "")


def _rules(text: str) -> list[tuple[str, str]]:
    """Selectors and declarations at the outermost level; at-rules are left out."""
    text = _without_comments(text).replace("<!--", "").replace("-->", "")
    found: list[tuple[str, str]] = []
    place = 0
    while len(found) < _RULES:
        opened = text.find("{", place)
        if opened < 0:
            break
        selectors = text[place:opened].rpartition(";")[2].strip()
        closed = text.find("}", opened)
        if closed < 0:
            break
        if selectors.startswith("@"):
            place = _after_block(text, opened)
            continue
        found.append((selectors, _SPACE.sub("", text[opened + 1 : closed])))
        place = closed + 1
    return found


def _after_block(text: str, opened: int) -> int:
    depth = 0
    for sign in _BRACE.finditer(text, opened):
        depth += 1 if sign[0] == "{" else -1
        if depth == 0:
            return sign.end()
    return len(text)


def _without_comments(text: str) -> str:
    if "/*" not in text:
        return text
    kept: list[str] = []
    place = 0
    while True:
        opened = text.find("/*", place)
        if opened < 0:
            return "".join((*kept, text[place:]))
        kept.append(text[place:opened])
        closed = text.find("*/", opened + 2)
        if closed < 0:
            return "".join(kept)
        place = closed + 2
