"""The table of commands that wait for their code; no code is in it."""

from peewee import AutoField, CharField, IntegerField, Model, TextField

from gateway.store.fields import MomentField


class WithheldRow(Model):
    """``numbers`` and ``standings`` are JSON lists of the same length."""

    queue_id = CharField(primary_key=True)
    actor = CharField()
    text = TextField()
    commands_until = IntegerField(null=True)
    numbers = TextField()
    standings = TextField()
    asked_at = MomentField()
    expires_at = MomentField()

    class Meta:
        table_name = "withheld"
        indexes = ((("asked_at",), False),)


class LeftoverRow(Model):
    """What erasing has left outside the store: a ``mail`` or a ``file``, by name."""

    id = AutoField()
    kind = CharField()
    key = CharField()

    class Meta:
        table_name = "leftover"


class AbsenceRow(Model):
    """Local days, as 2026-11-20."""

    who = CharField(primary_key=True)
    first = CharField()
    last = CharField()
    deputy = CharField(null=True)

    class Meta:
        table_name = "absence"


COMMAND_TABLES = (WithheldRow, LeftoverRow, AbsenceRow)
