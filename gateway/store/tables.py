"""The tables. Their rows never leave this room; values do.

``request`` holds the registration form's fields as columns of their own (R47-R57),
``record`` the six columns of the process record (R58-R62) and who sees a row.
"""

from peewee import (
    AutoField,
    BlobField,
    BooleanField,
    CharField,
    IntegerField,
    Model,
    TextField,
)

from gateway.store.fields import MomentField
from gateway.store.tables_commands import COMMAND_TABLES
from gateway.store.tables_knowledge import KNOWLEDGE_TABLES
from gateway.store.tables_papers import PAPER_TABLES
from gateway.store.tables_returns import RETURN_TABLES
from gateway.store.tables_review import REVIEW_TABLES


class RequestRow(Model):
    number = CharField(primary_key=True)
    version = IntegerField()
    status = CharField()
    resume_status = CharField(null=True)
    round = IntegerField()
    subject = TextField()
    description = TextField()
    requester = CharField()
    requester_name = TextField()
    locale = CharField()
    scene = CharField()
    urgency = CharField()
    urgent = BooleanField()
    urgency_reason = TextField()
    priority = IntegerField()
    escalation_level = IntegerField()
    company = TextField()
    contact = TextField()
    employee_number = TextField()
    phone = TextField()
    form_scene = CharField(null=True)
    form_urgency = CharField(null=True)
    symptom = TextField()
    occurred = TextField()
    impact = TextField()
    tried = TextField()
    submitted_at = MomentField()
    channel = CharField()
    first_message_id = TextField()
    participants = TextField()
    category = CharField()
    assignee = CharField(null=True)
    accepted_by = CharField(null=True)
    accepted_at = MomentField(null=True)
    called_at = MomentField(null=True)
    cause = TextField()
    cause_kind = CharField(null=True)
    solution = TextField()
    test_result = TextField()
    resolved_at = MomentField(null=True)
    confirmed_at = MomentField(null=True)
    reopen_reason = TextField()
    closed_at = MomentField(null=True)
    merged_into = CharField(null=True)
    linked = TextField()
    muted = BooleanField()
    triage = TextField()
    repair = TextField()
    settlement = TextField()
    followups = TextField()

    class Meta:
        table_name = "request"
        indexes = (
            (("requester", "submitted_at"), False),
            (("status",), False),
            (("closed_at", "submitted_at", "number"), False),
        )


class RecordRow(Model):
    """The last three columns are the row's link: see ``chain``."""

    id = AutoField()
    number = CharField()
    stage = CharField()
    actor = CharField()
    at = MomentField()
    time_text = TextField()
    kind = CharField()
    action = TextField()
    remark = TextField()
    visible = BooleanField()
    queue_id = CharField(null=True)
    salt = CharField()
    words_digest = CharField()
    previous = CharField()

    class Meta:
        table_name = "record"
        indexes = ((("number", "id"), False),)


class ReceiptRow(Model):
    """One row a message ever accepted; ``seen_key`` is empty for a second copy."""

    queue_id = CharField(primary_key=True)
    seen_key = CharField(unique=True, null=True)
    message_id = TextField()
    digest = CharField()
    sender = TextField()
    subject = TextField()
    received_at = MomentField()
    size_bytes = IntegerField()
    end_state = CharField()
    reason = CharField()
    proof = CharField()
    words = TextField()
    said = CharField()
    number = CharField(null=True)

    class Meta:
        table_name = "receipt"
        indexes = (
            (("message_id",), False),
            (("number",), False),
            (("said", "received_at"), False),
        )


class ThreadIdRow(Model):
    """A Message-ID that belongs to a request though no mail of that id does (yet)."""

    id = AutoField()
    message_id = TextField()
    number = CharField()
    kind = CharField()
    recipient = CharField()
    since = MomentField()

    class Meta:
        table_name = "thread_id"
        indexes = ((("message_id",), False), (("since",), False))


class FileRow(Model):
    id = AutoField()
    queue_id = CharField()
    number = CharField(null=True)
    filename = TextField()
    content_type = CharField()
    size_bytes = IntegerField()
    sha256 = CharField()
    refused = CharField(null=True)
    inline = BooleanField()
    marks = TextField()
    derived_from = CharField()

    class Meta:
        table_name = "file"
        indexes = ((("number",), False), (("queue_id",), False), (("sha256",), False))


class LetterRow(Model):
    """The outbox, and after sending the proof of what was said."""

    id = AutoField()
    code = CharField()
    number = CharField(null=True)
    recipient = CharField()
    message_id = CharField(unique=True)
    subject = TextField()
    return_path = TextField()
    content = BlobField()
    automatic = BooleanField()
    state = CharField()
    created_at = MomentField()
    not_before = MomentField()
    claimed_until = MomentField()
    tries = IntegerField()
    settled_at = MomentField(null=True)
    response = TextField()

    class Meta:
        table_name = "letter"
        indexes = (
            (("recipient", "created_at"), False),
            (("number", "recipient"), False),
            (("return_path",), False),
        )


class PromiseRow(Model):
    """A clock of a request; ``due_at`` is empty when no stage is left to reach."""

    id = AutoField()
    number = CharField()
    clock = CharField()
    started_at = MomentField()
    stage = IntegerField()
    due_at = MomentField(null=True)
    stopped_at = MomentField(null=True)

    class Meta:
        table_name = "promise"
        indexes = ((("number", "clock"), True),)


# Only what runs: a look costs the same however much was ever promised.
PromiseRow.add_index(
    PromiseRow.index(
        PromiseRow.due_at, where=PromiseRow.stopped_at.is_null(), name="promise_due"
    )
)


class OccasionRow(Model):
    key = CharField(primary_key=True)
    at = MomentField()

    class Meta:
        table_name = "occasion"


class CounterRow(Model):
    """The last serial drawn on a local day (D1)."""

    day = CharField(primary_key=True)
    serial = IntegerField()

    class Meta:
        table_name = "counter"


class SchemaRow(Model):
    """One row: which version of these tables the file holds."""

    version = IntegerField(primary_key=True)

    class Meta:
        table_name = "schema_version"


LetterRow.add_index(
    LetterRow.index(LetterRow.not_before, name="letter_due").where(
        LetterRow.state == "queued"
    )
)
LetterRow.add_index(
    LetterRow.index(LetterRow.recipient, name="letter_leased").where(
        LetterRow.state == "queued", LetterRow.claimed_until > 0
    )
)
LetterRow.add_index(
    LetterRow.index(LetterRow.settled_at, name="letter_failed").where(
        LetterRow.state == "failed"
    )
)
PromiseRow.add_index(
    PromiseRow.index(PromiseRow.due_at, name="promise_due").where(
        PromiseRow.stopped_at.is_null() & PromiseRow.due_at.is_null(False)  # noqa: FBT003 (peewee's word)
    )
)

TABLES = (
    RequestRow,
    RecordRow,
    ReceiptRow,
    ThreadIdRow,
    FileRow,
    LetterRow,
    PromiseRow,
    OccasionRow,
    CounterRow,
    SchemaRow,
    *KNOWLEDGE_TABLES,
    *PAPER_TABLES,
    *RETURN_TABLES,
    *REVIEW_TABLES,
    *COMMAND_TABLES,
)
