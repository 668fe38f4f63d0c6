"""The closed sets that letters and refusals are named by (LETTERS 4, PROCESS 1.3)."""

from enum import StrEnum


class NoticeCode(StrEnum):
    """The catalogue: C to customers, S to staff."""

    ACKNOWLEDGEMENT = "C01"
    QUESTIONS = "C02"
    QUESTIONS_AGAIN = "C03"
    ACCEPTED = "C04"
    CONFIRM_PLEASE = "C09"
    RECEIPT = "C12"
    REOPENED = "C13"
    ATTACHMENTS_REFUSED = "C14"
    CLOSED_UNCONFIRMED = "C15"
    UNREADABLE = "C21"
    TO_ASSIGN = "S01"
    URGENT_CALL = "S02"
    ASSIGNED = "S03"
    CUSTOMER_WROTE = "S04"
    DEADLINE_WARNING = "S05"
    DEADLINE_MISSED = "S06"
    COMMAND_RESULTS = "S11"
    COMMANDS_REFUSED = "S12"
    OUTCOME = "S14"
    KNOWLEDGE = "S18"
    FINDINGS = "S23"


class Clock(StrEnum):
    """The clocks of the process that run in this version."""

    K1 = "K1"
    K2 = "K2"
    K3 = "K3"
    INFORMATION = "information"


class Reason(StrEnum):
    """Why something was refused; each has its phrase in every locale."""

    UNKNOWN_VERB = "unknown-verb"
    BAD_ARGUMENT = "bad-argument"
    MISSING_ARGUMENT = "missing-argument"
    UNKNOWN_PERSON = "unknown-person"
    AMBIGUOUS_PERSON = "ambiguous-person"
    NOT_IN_THIS_STATUS = "not-in-this-status"
    NO_CAUSE_YET = "no-cause-yet"
    NO_SOLUTION_YET = "no-solution-yet"
    NO_TEST_YET = "no-test-yet"
    NOT_THE_REQUESTER = "not-the-requester"
    ALREADY_OWNER = "already-owner"
    NO_REQUEST = "no-request"
    NOT_PROVEN = "not-proven"
    TOO_MANY_QUESTIONS = "too-many-questions"
    TOO_MANY_COMMANDS = "too-many-commands"
    NOT_RUN = "not-run"
    COMMANDS_FIRST = "commands-first"
    ONE_REQUEST = "one-request"
    PARTS_DISAGREE = "parts-disagree"
    FORWARD_NOT_PROVEN = "forward-not-proven"
    NOTHING_FORWARDED = "nothing-forwarded"
    SEVERAL_SENDERS = "several-senders"
    SENDER_IS_OURS = "sender-is-ours"
    NO_ARTICLE = "no-article"
    ARTICLE_EXISTS = "article-exists"
    OWN_ARTICLE = "own-article"
    NOT_A_REVIEWER = "not-a-reviewer"
    NO_PARTS = "no-parts"
