"""Where in a reply the sender's words stand: on top, or below what was quoted."""

MARKS = ("Reply above this line", "请在此行以上回复")
"""What stands at the top of each of our letters (LETTERS 3.7)."""

QUOTE_SIGNS = (">", "＞", "|")


def stands_below_quote(text: str, words: str) -> bool:
    """Whether a quote begins in ``text`` before the first of these words does."""
    first = next((line.strip() for line in words.splitlines() if line.strip()), "")
    for line in text.splitlines():
        stripped = line.strip()
        if first and first in stripped and not stripped.startswith(QUOTE_SIGNS):
            return False
        if stripped.startswith(QUOTE_SIGNS) or any(mark in line for mark in MARKS):
            return True
    return False
