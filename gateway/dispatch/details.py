"""What a template may say of a notice's detail: one function for each kind.

Each step's own are in ``details_<step>``. See ``view``, which adds what every letter
says.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.dispatch import (
    details_absent,
    details_alarm,
    details_archiving,
    details_classification,
    details_commands,
    details_completeness,
    details_diagnosis,
    details_digest,
    details_inquiries,
    details_knowledge,
    details_leaving,
    details_merging,
    details_returning,
    details_review,
    details_solution,
    details_submission,
    details_verification,
)
from gateway.dispatch.detail_forms import Sender, Tell, Telling, Told
from gateway.dispatch.words import Words
from gateway.domain.notices import Notice

DETAILS: Mapping[type, Tell] = MappingProxyType(
    {
        **details_submission.DETAILS,
        **details_completeness.DETAILS,
        **details_classification.DETAILS,
        **details_diagnosis.DETAILS,
        **details_solution.DETAILS,
        **details_verification.DETAILS,
        **details_archiving.DETAILS,
        **details_leaving.DETAILS,
        **details_absent.DETAILS,
        **details_merging.DETAILS,
        **details_returning.DETAILS,
        **details_commands.DETAILS,
        **details_alarm.DETAILS,
        **details_digest.DETAILS,
        **details_inquiries.DETAILS,
        **details_review.DETAILS,
        **details_knowledge.DETAILS,
    }
)
"""Each kind of detail has its entry; a test holds the two together."""


def detail_of(notice: Notice, words: Words, sender: Sender) -> Told:
    """The names that only the detail of a notice gives its template."""
    telling = Telling(notice=notice, words=words, sender=sender)
    return DETAILS[type(notice.detail)](notice.detail, telling)
