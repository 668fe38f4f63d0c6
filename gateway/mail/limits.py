"""What one message may cost us: every bound of the mail room, by name and unit.

Rule of this room: nothing here is a reason to lose a mail. Beyond a bound the rest
is left unread, the message carries a defect that says so, and the bytes stay in the
spool. THREATS: header bombs, part bombs, quadratic HTML.
"""

from dataclasses import dataclass

UNREAD = frozenset(
    {
        *("headers-too-large", "too-many-parts", "too-many-lines"),
        *("text-too-large", "html-too-large"),
    }
)
"""The defects that say that words of a mail may stand in its bytes alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one message; sizes are of decoded bytes unless the name says more.

    ``encoded_text_bytes`` of a text are looked at, with the files that stand in it.
    ``texts_chars`` bounds all texts of a mail together, HTML with its tags, as
    ``html_tags`` does all its HTML.
    ``attachment_size_bytes`` is inclusive: a file of exactly that size is kept.
    ``attachments`` counts files, ``listed_files`` also the decoration among them.
    A zip may declare ``zip_content_bytes``, at most ``zip_ratio`` times its packed
    size once that is over ``zip_small_bytes``; ``zip_depth`` counts the zip itself.
    ``picture_pixels`` bounds one picture that is converted, ``pictures_pixels`` all of
    a mail; up to ``decoration_pixels`` on a side a pasted picture is decoration.
    """

    attachment_size_bytes: int = 10 * 1024 * 1024
    attachments: int = 20
    listed_files: int = 200
    parts: int = 1000
    depth: int = 50
    lines: int = 750_000
    line_bytes: int = 16 * 1024 * 1024
    header_bytes: int = 262_144
    headers: int = 1000
    field_chars: int = 65_536
    parameter_chars: int = 8192
    parameters: int = 64
    addresses: int = 100
    encoded_words: int = 64
    references: int = 100
    subject_chars: int = 998
    html_chars: int = 524_288
    html_tags: int = 12_000
    rtf_bytes: int = 524_288
    text_bytes: int = 2 * 1024 * 1024
    encoded_text_bytes: int = 24 * 1024 * 1024
    text_chars: int = 524_288
    texts_chars: int = 1024 * 1024
    reply_chars: int = 65_536
    reply_lines: int = 2000
    filename_bytes: int = 255
    report_bytes: int = 262_144
    zip_entries: int = 1000
    zip_content_bytes: int = 100 * 1024 * 1024
    zip_ratio: int = 100
    zip_small_bytes: int = 512 * 1024
    zip_depth: int = 2
    zip_checked_bytes: int = 10 * 1024 * 1024
    zip_nested_bytes: int = 10 * 1024 * 1024
    zip_listed: int = 100
    picture_pixels: int = 16 * 1024 * 1024
    pictures_pixels: int = 32 * 1024 * 1024
    decoration_bytes: int = 10 * 1024
    decoration_pixels: int = 32
    jpeg_markers: int = 20_000
    trailing_bytes: int = 1024
    cloud_files: int = 20
    cloud_url_chars: int = 2048
    bounce_recipients: int = 100
    authentication_results: int = 10
    layers: int = 4
