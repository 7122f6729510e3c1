"""Every version that was loaded, references within a topic, and an index for whatever is joined or filtered on.

The content's tables are emptied first: the load in whose transaction this runs fills them again.
"""

from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op

revision = "s003"
down_revision = "s002"

# What points at other tables comes first, so that no row is held by another.
EMPTIED = (
    *("statement_words", "open_question", "general_answer", "pathway_step", "criterion", "conflict_member"),
    *("conflict", "regimen", "review_entry", "support", "statement_population", "statement_question"),
    *("statement_concept", "statement", "setting_concept", "setting", "near_trap", "concept", "topic"),
    *("source_name", "source", "grade_meaning", "grading_system", "store_info"),
)
INDEXES = {
    "source": (["superseded_by"],),
    "source_name": (["name"], ["year"]),
    "topic": (["article_id"],),
    "concept": (["id"],),
    "support": (["via_id"],),
    "conflict": (["topic_id"], ["binds"]),
    "criterion": (["statement_id"],),
    "pathway_step": (["statement_id"],),
    "general_answer": (["statement_id"],),
    "open_question": (["statement_id"],),
    "statement": (["topic_id", "setting_id", "position"],),
    "statement_concept": (["concept_id", "topic_id", "statement_id"],),
}
REPLACED = {"statement": "ix_statement_topic_id", "statement_concept": "ix_statement_concept_concept_id"}
LINKS = {"setting_concept": ("setting", "concept"), "statement_concept": ("concept",), "statement": ("setting",)}


def upgrade() -> None:
    """Make the table of editions; empty the others, tie them together and index them."""
    op.create_table(
        "edition",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("version"),
    )
    op.execute("UPDATE source SET superseded_by = NULL")
    for table in EMPTIED:
        op.execute(f"DELETE FROM {table}")  # noqa: S608 the names stand above
    for table, name in REPLACED.items():
        op.drop_index(name, table)
    for table, targets in LINKS.items():
        _link(table, targets)
    for table, indexes in INDEXES.items():
        for columns in indexes:
            op.create_index(f"ix_{table}_{columns[0]}", table, columns)


def _link(table: str, targets: Iterable[str]) -> None:
    with op.batch_alter_table(table) as batch:
        if table == "statement_concept":
            batch.add_column(sa.Column("topic_id", sa.String(), nullable=False))
        if table == "statement":
            batch.alter_column("setting_id", type_=sa.String(), existing_type=sa.Text(), existing_nullable=False)
        for target in targets:
            columns = ["topic_id", f"{target}_id"]
            batch.create_foreign_key(f"fk_{target}_id", target, columns, ["topic_id", "id"], ondelete="CASCADE")
