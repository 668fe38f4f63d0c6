"""The table of what past months came to."""

from peewee import CharField, Model, TextField


class FiguresRow(Model):
    """A month's figures as JSON: they can be made anew, but for what is erased."""

    month = CharField(primary_key=True)
    whole = TextField()

    class Meta:
        table_name = "review_figures"


REVIEW_TABLES = (FiguresRow,)
