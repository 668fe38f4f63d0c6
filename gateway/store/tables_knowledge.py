"""Tables of what is known: articles and their use, and what the index holds.

The words themselves are in the full-text table ``search_text``, one row a document
under the same id.
"""

from peewee import AutoField, CharField, DateField, IntegerField, Model, TextField

from gateway.store.fields import MomentField


class ArticleRow(Model):
    """An article as it stands; what is counted or looked for is a column."""

    number = CharField(primary_key=True)
    state = CharField()
    visibility = CharField()
    locale = CharField()
    category = CharField()
    title = TextField()
    source = CharField()
    author = CharField()
    changed_at = MomentField()
    published_at = MomentField(null=True)
    withdrawn_at = MomentField(null=True)
    review_on = DateField(null=True)
    version = IntegerField()
    whole = TextField()

    class Meta:
        table_name = "article"
        indexes = ((("source",), False), (("state", "review_on"), False))


class ArticleUseRow(Model):
    """A request that an article helped to solve; each counts once."""

    id = AutoField()
    article = CharField()
    number = CharField()
    at = MomentField()

    class Meta:
        table_name = "article_use"
        indexes = ((("article", "number"), True), (("at",), False))


class DocumentRow(Model):
    """What the index holds; ``id`` is the row of its words."""

    id = AutoField()
    key = CharField(unique=True)
    kind = CharField()
    title = TextField()
    category = CharField()
    at = MomentField()

    class Meta:
        table_name = "search_document"


KNOWLEDGE_TABLES = (ArticleRow, ArticleUseRow, DocumentRow)
