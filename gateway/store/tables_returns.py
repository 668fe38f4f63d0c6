"""Letters that came back, each once, whoever reports it; what addresses came to."""

from peewee import BooleanField, CharField, FloatField, IntegerField, Model

from gateway.store.fields import MomentField


class ReturnRow(Model):
    message_id = CharField(primary_key=True)
    recipient = CharField()
    hard = BooleanField()
    at = MomentField()

    class Meta:
        table_name = "letter_return"
        indexes = ((("recipient", "at"), False),)


class AddressScoreRow(Model):
    """The bounce score of an address: see ``gateway.domain.bouncing``."""

    address = CharField(primary_key=True)
    points = FloatField()
    version = IntegerField()
    last_at = MomentField()
    bad_since = MomentField(null=True)
    heard_at = MomentField(null=True)

    class Meta:
        table_name = "address_score"


RETURN_TABLES = (ReturnRow, AddressScoreRow)
