"""What mail clients call the containers of quotes and signatures in their HTML.

Rule: names only, as clients write them; what becomes of a container is said where the
HTML is walked.
"""

from collections.abc import Mapping

Attributes = Mapping[str, str | None]

_QUOTE_START_IDS = frozenset(
    {
        "divRplyFwdMsg",
        "x_divRplyFwdMsg",
        "appendonsend",
        "x_appendonsend",
        "original-content",
        "OLK_SRC_BODY_SECTION",
        "mail-editor-reference-message-container",
        "replyHeader",
    }
)
_QUOTE_START_CLASSES = frozenset(
    {
        "ntes-mailmaster-quote",
        "OutlookMessageHeader",
        "yahoo_quoted",
        "zmail_extra",
        "moz-forward-container",
        "protonmail_quote",
        "xm_mail_oringinal_describe",
    }
)
_SIGNATURE_IDS = frozenset(
    {
        *("Signature", "x_Signature", "ms-outlook-mobile-signature"),
        *("ntes-pcmac-signature", "ntes-pcmail-signature", "spa_signature"),
        *("composer_signature", "lark-mail-signature"),
    }
)
_SIGNATURE_CLASSES = frozenset(
    {
        "gmail_signature",
        "moz-signature",
        "protonmail_signature_block",
        "gmail_signature_prefix",
        "lark-mail-signature",
        "xm_write_card",
    }
)


def quotes_someone(attributes: Attributes) -> bool:
    """Clients indent with blockquote too; these are the ones that quote."""
    classes = (attributes.get("class") or "").split()
    return (
        attributes.get("type") == "cite"
        or "gmail_quote" in classes
        or attributes.get("id") in {"isReplyContent", "replyBlockquote"}
    ) and "gmail_quote_container" not in classes


def signs(attributes: Attributes) -> bool:
    classes = (attributes.get("class") or "").split()
    return attributes.get("id") in _SIGNATURE_IDS or not (
        _SIGNATURE_CLASSES.isdisjoint(classes)
    )


def starts_quote(attributes: Attributes) -> bool:
    if attributes.get("id") in _QUOTE_START_IDS:
        return True
    classes = attributes.get("class")
    return bool(classes) and not _QUOTE_START_CLASSES.isdisjoint(
        (classes or "").split()
    )
