"""Full text that is searched within a topic, by the number of a statement.

As in s003 the content's rows go; the load in whose transaction this runs fills the tables again.
"""

import sqlalchemy as sa
from alembic import op

from knowledge.migrations.store.s003_editions_and_links import EMPTIED

revision = "s004"
down_revision = "s003"


def upgrade() -> None:
    """Number the statements, and make the full text table anew in the database's own form."""
    op.execute("UPDATE source SET superseded_by = NULL")
    for table in EMPTIED:
        op.execute(f"DELETE FROM {table}")  # noqa: S608 the names stand in s003
    op.execute("DROP TABLE statement_words")
    with op.batch_alter_table("statement") as batch:
        batch.add_column(sa.Column("number", sa.Integer(), nullable=False))
        batch.create_unique_constraint("uq_number", ["number"])
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE statement_words USING fts5("
            "topic, words, content='', columnsize=0, tokenize='porter unicode61 remove_diacritics 2')"
        )
        return
    op.create_table(
        "statement_words",
        sa.Column("number", sa.Integer(), sa.ForeignKey("statement.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
    )
    op.execute(
        "ALTER TABLE statement_words ADD COLUMN vector tsvector GENERATED ALWAYS AS "
        "(to_tsvector('simple', topic) || to_tsvector('english', words)) STORED"
    )
    op.execute("CREATE INDEX ix_statement_words_vector ON statement_words USING gin (vector)")
