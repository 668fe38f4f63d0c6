"""What has happened to a request: the audit journal's words.

An event is a fact, already decided; it refuses nothing. Each step's own are in
``<step>_events``, with how they change the request and how they stand in the record;
here is their sum, and the two tables that ``evolve`` and ``record`` look into.
"""

from collections.abc import Mapping
from types import MappingProxyType

from gateway.domain import (
    absent_events,
    answer_events,
    archiving_events,
    classification_events,
    completeness_events,
    diagnosis_events,
    export_events,
    holding_events,
    improvement_events,
    knowledge_events,
    leaving_events,
    merging_events,
    reclassifying_events,
    returning_events,
    sending_events,
    solution_events,
    submission_events,
    verification_events,
    waiting_events,
)
from gateway.domain.absent_events import OwnerFoundAway
from gateway.domain.answer_events import (
    AskedBack,
    Challenged,
    Denied,
    Doubted,
    Rated,
    VouchedFor,
)
from gateway.domain.archiving_events import (
    Archived,
    Copied,
    FollowUpAdded,
    Linked,
)
from gateway.domain.classification_events import Assigned, Called, PriorityChanged
from gateway.domain.completeness_events import (
    Checked,
    ClosedForLack,
    QuestionsAsked,
    Supplied,
)
from gateway.domain.diagnosis_events import (
    CauseFound,
    Diagnosed,
    ReviewCalled,
    ReviewHeld,
    VendorAnswered,
    VendorAsked,
)
from gateway.domain.event_forms import Form
from gateway.domain.export_events import Exported
from gateway.domain.holding_events import Held, HoldAsked, HoldRefused, Resumed
from gateway.domain.improvement_events import ImprovementOpened, ItemEnded
from gateway.domain.knowledge_events import ArticleWritten
from gateway.domain.leaving_events import Muted, Withdrawn
from gateway.domain.merging_events import Absorbed, MergedInto, SplitOff
from gateway.domain.reclassifying_events import Classified, LocaleSet
from gateway.domain.returning_events import ContactChanged, LetterReturned
from gateway.domain.sending_events import Resent
from gateway.domain.solution_events import (
    Approved,
    ApproverChanged,
    Consented,
    ConsentRefused,
    EtaMissed,
    EtaPromised,
    Fixed,
    Proposed,
    Rejected,
    Updated,
    Worked,
)
from gateway.domain.submission_events import (
    Corresponded,
    Registered,
    Remarked,
    SubmittedOnBehalf,
)
from gateway.domain.verification_events import (
    Confirmed,
    Disputed,
    Explained,
    Resolved,
    Tested,
)
from gateway.domain.waiting_events import (
    ClosedWithout,
    Observed,
    PhonedIn,
    Postponed,
    Reminded,
)

Event = (
    Registered
    | Corresponded
    | SubmittedOnBehalf
    | Remarked
    | Checked
    | QuestionsAsked
    | Supplied
    | ClosedForLack
    | Assigned
    | Called
    | PriorityChanged
    | Classified
    | LocaleSet
    | Diagnosed
    | CauseFound
    | VendorAsked
    | VendorAnswered
    | ReviewCalled
    | ReviewHeld
    | Fixed
    | EtaPromised
    | EtaMissed
    | Updated
    | Proposed
    | ApproverChanged
    | Approved
    | Rejected
    | Consented
    | ConsentRefused
    | Worked
    | Tested
    | Resolved
    | Confirmed
    | Disputed
    | Explained
    | Doubted
    | AskedBack
    | Challenged
    | Denied
    | VouchedFor
    | Rated
    | Reminded
    | Observed
    | Postponed
    | PhonedIn
    | ClosedWithout
    | MergedInto
    | Archived
    | HoldAsked
    | Held
    | HoldRefused
    | Resumed
    | FollowUpAdded
    | ImprovementOpened
    | ItemEnded
    | Copied
    | Linked
    | Absorbed
    | SplitOff
    | LetterReturned
    | ContactChanged
    | Withdrawn
    | Muted
    | OwnerFoundAway
    | ArticleWritten
    | Exported
    | Resent
)

FORMS: Mapping[type, Form] = MappingProxyType(
    {
        **submission_events.FORMS,
        **completeness_events.FORMS,
        **classification_events.FORMS,
        **diagnosis_events.FORMS,
        **solution_events.FORMS,
        **verification_events.FORMS,
        **answer_events.FORMS,
        **waiting_events.FORMS,
        **archiving_events.FORMS,
        **improvement_events.FORMS,
        **knowledge_events.FORMS,
        **holding_events.FORMS,
        **merging_events.FORMS,
        **leaving_events.FORMS,
        **reclassifying_events.FORMS,
        **absent_events.FORMS,
        **returning_events.FORMS,
        **export_events.FORMS,
        **sending_events.FORMS,
    }
)
"""Each kind of event has its form; a test holds the two together."""
