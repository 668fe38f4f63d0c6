"""The table of what went out as files: which bytes, with which letter, when.

The bytes themselves are in the letter. A digest found here proves that a file is ours;
its row outlives the letter.
"""

from peewee import AutoField, CharField, IntegerField, Model, TextField

from gateway.store.fields import MomentField


class SentFileRow(Model):
    id = AutoField()
    message_id = CharField()
    number = CharField()
    code = CharField()
    filename = TextField()
    sha256 = CharField()
    size_bytes = IntegerField()
    at = MomentField()

    class Meta:
        table_name = "sent_file"
        indexes = ((("sha256",), False), (("number",), False))


PAPER_TABLES = (SentFileRow,)
