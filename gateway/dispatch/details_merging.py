"""What C18 may say: under which number a matter goes on."""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch.detail_forms import Tell, Telling, Told, told
from gateway.dispatch.foreign import TITLE_COLUMNS
from gateway.dispatch.wrap import cut, one_line
from gateway.domain.lifecycle import CUSTOMER_WORD
from gateway.domain.merging_details import Regrouped
from gateway.mail.subject import clean_subject


def _regrouped(detail: Regrouped, telling: Telling) -> Told:
    """The status is that of the matter: what was merged is not closed for anybody."""
    words = telling.words
    return {
        "other": detail.other,
        "other_title": cut(one_line(clean_subject(detail.title)), TITLE_COLUMNS),
        "split": detail.split,
        "due": words.when(detail.due_at) if detail.due_at else "",
        "customer_word": words.of("customer_word", CUSTOMER_WORD[detail.status]),
    }


DETAILS: Mapping[type, Tell] = MappingProxyType({**told(Regrouped, _regrouped)})
