"""Whether the HTML part of a mail shows what its plain part says.

Rule: a mail whose two parts disagree commands nothing, for its writer may have seen
only the other one (RFC 2046 §5.1.4: alternatives hold the same words).
"""

import re
import unicodedata
from collections.abc import Iterable

from gateway.mail.html_text import html_to_text
from gateway.mail.limits import Limits

# Clients put the target of a link beside its words, in the plain part alone.
_ECHO = re.compile(r"(?i)[<\[(]\s?(?:mailto:|https?://)[^<>\[\]()\s]{1,2048}[>\])]")
_BETWEEN = re.compile(r"[\W_]+")


def shows(html: str, lines: Iterable[str], limits: Limits) -> bool:
    """Whether each line stands in the HTML as a reader sees it; True without HTML.

    Letters and digits count alone: clients write bold as ``*bold*`` and wrap lines.
    """
    if not html:
        return True
    seen = _letters(html_to_text(html, limits))
    return all(_letters(line) in seen for line in lines)


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKC", _ECHO.sub("", text))
    return _BETWEEN.sub("", folded).casefold()
