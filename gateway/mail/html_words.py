"""What of a text or picture in HTML a reader sees, and nothing of our own signs."""

import re

from gateway.mail.html_marks import MARKS

# Signs without width; joiners stay, since they hold scripts and emoji together.
_UNSEEN = re.compile(f"[{MARKS}\u200b\u2060-\u2064\ufeff\u00ad\u034f\u180e]+")
_PADDING = re.compile(r"(?:[\u200c\u200d][ \xa0]{0,8}){2,}")
_ALT_CHARS = 200
_EMOJI_CHARS = 8
_NO_ALT = re.compile(
    r"(?i)(?:image|img|picture|photo|logo|icon|spacer|banner|avatar|inline image"
    r"|图片|图像|图标|头像|影像|圖片|画像|이미지)[ _-]?\d{0,6}|(?:cid|https?):.*"
    r"|[^\n]{1,120}\.(?:png|jpe?g|gif|bmp|webp|svg|tiff?|emz|wmz)"
    r"|[^\n]*(?:automatically generated|自动生成|自動產生)[^\n]*"
)
_WORD = re.compile(r"[^\W_]")


def visible(text: str) -> str:
    """The text without signs of no width and rows of joiners that pad a preview."""
    if text.isascii():
        return text
    return _PADDING.sub("", _UNSEEN.sub("", text))


def picture_words(alt: str) -> str:
    """What a picture says of itself, if that is more than that it is one."""
    said = " ".join(visible(alt).split())
    if said.startswith("[") and said.endswith("]"):
        said = said[1:-1].strip()
    if not said or len(said) > _ALT_CHARS:
        return ""
    if _WORD.search(said) is None:
        # Clients send an emoji as a picture of it.
        return said if len(said) <= _EMOJI_CHARS else ""
    return "" if _NO_ALT.fullmatch(said) else f"[{said}]"
