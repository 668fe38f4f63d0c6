"""The table of letters that came back: each once, whoever reports it again."""

from peewee import BooleanField, CharField, Model

from gateway.store.fields import MomentField


class ReturnRow(Model):
    message_id = CharField(primary_key=True)
    recipient = CharField()
    hard = BooleanField()
    at = MomentField()

    class Meta:
        table_name = "letter_return"
        indexes = ((("recipient", "at"), False),)


RETURN_TABLES = (ReturnRow,)
