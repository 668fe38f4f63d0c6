"""What someone asks for: the imperative tongue. A command may be refused.

Each step's own are in ``<step>_commands``; here is their sum, and the verbs of staff.
"""

from enum import StrEnum

from gateway.domain.absent_commands import ReportAway
from gateway.domain.answer_commands import (
    Doubt,
    NotMe,
    Rate,
    Unproven,
    YesOfAnother,
)
from gateway.domain.archiving_commands import AddFollowUp, Archive, Copy, Link
from gateway.domain.classification_commands import (
    Assign,
    Call,
    Lower,
    Note,
    Raise,
    Take,
)
from gateway.domain.completeness_commands import Answers, Ask
from gateway.domain.diagnosis_commands import (
    AskVendor,
    CallReview,
    Cause,
    ConcludeReview,
    Diagnose,
    VendorWrite,
)
from gateway.domain.export_commands import Export
from gateway.domain.filing_commands import FileSigned
from gateway.domain.holding_commands import Pause, Resume
from gateway.domain.improvement_commands import EndItem, Improve
from gateway.domain.inquiry_commands import AskHelp, AskStats, Inquire
from gateway.domain.knowledge_commands import (
    DraftArticle,
    Find,
    ListRequests,
    PublishArticle,
    ReviseArticle,
    WithdrawArticle,
)
from gateway.domain.leaving_commands import Hush, Withdraw
from gateway.domain.merging_commands import Merge, Split
from gateway.domain.reclassifying_commands import Classify, SetLocale
from gateway.domain.returning_commands import ChangeContact, TakeBack
from gateway.domain.sending_commands import Resend, SendReply
from gateway.domain.solution_commands import (
    Approve,
    AskForCode,
    Consent,
    Eta,
    Fix,
    Propose,
    RefuseConsent,
    Reject,
    Update,
    Work,
)
from gateway.domain.submission_commands import Attribute, Register, Submit, Write
from gateway.domain.verification_commands import (
    Confirm,
    RecordTest,
    Resolve,
    Unresolved,
)
from gateway.domain.waiting_commands import Close, NotePhoned, Observe, Postpone


class Verb(StrEnum):
    """The verbs of staff that this version carries out, by their English names."""

    TAKE = "take"
    ASSIGN = "assign"
    RAISE = "raise"
    LOWER = "lower"
    CALL = "call"
    CLASSIFY = "classify"
    SCENE = "scene"
    LANG = "lang"
    ASK = "ask"
    NOTE = "note"
    UPDATE = "update"
    DIAGNOSE = "diagnose"
    CAUSE = "cause"
    VENDOR = "vendor"
    REVIEW = "review"
    ETA = "eta"
    FIX = "fix"
    PLAN = "plan"
    APPROVE = "approve"
    REJECT = "reject"
    WORK = "work"
    TEST = "test"
    RESOLVE = "resolve"
    UNRESOLVED = "unresolved"
    PAUSE = "pause"
    RESUME = "resume"
    ARCHIVE = "archive"
    FOLLOWUP = "followup"
    IMPROVE = "improve"
    PUBLISH = "publish"
    CC = "cc"
    CONTACT = "contact"
    LINK = "link"
    MERGE = "merge"
    SPLIT = "split"
    OBSERVE = "observe"
    PHONED = "phoned"
    SIGNED = "signed"
    CLOSE = "close"
    AS = "as"
    NEW = "new"
    ARTICLE = "article"
    EXPORT = "export"
    FIND = "find"
    LIST = "list"
    SHOW = "show"
    HISTORY = "history"
    WHY = "why"
    STATS = "stats"
    CONFIRM = "confirm"
    ERASE = "erase"
    AWAY = "away"
    TEMPLATE = "template"
    RESEND = "resend"
    HELP = "help"


Command = (
    Submit
    | Write
    | Ask
    | Answers
    | Take
    | Assign
    | Raise
    | Lower
    | Call
    | Classify
    | SetLocale
    | Note
    | Diagnose
    | Cause
    | AskVendor
    | VendorWrite
    | CallReview
    | ConcludeReview
    | Fix
    | Eta
    | Update
    | Propose
    | Approve
    | Reject
    | Consent
    | RefuseConsent
    | AskForCode
    | Work
    | RecordTest
    | Resolve
    | Unresolved
    | Confirm
    | Doubt
    | Unproven
    | NotMe
    | YesOfAnother
    | Rate
    | Observe
    | Postpone
    | NotePhoned
    | Close
    | Attribute
    | Register
    | Archive
    | Pause
    | Resume
    | AddFollowUp
    | Improve
    | EndItem
    | Copy
    | Link
    | Merge
    | Split
    | TakeBack
    | ChangeContact
    | Withdraw
    | Hush
    | ReportAway
    | FileSigned
    | Export
    | Find
    | ListRequests
    | SendReply
    | Resend
    | Inquire
    | AskStats
    | AskHelp
    | DraftArticle
    | ReviseArticle
    | PublishArticle
    | WithdrawArticle
)
