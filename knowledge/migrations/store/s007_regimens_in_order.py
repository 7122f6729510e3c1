"""The order of the regimens, and the statement that gives a cap. The load in whose transaction this runs fills both."""

import sqlalchemy as sa
from alembic import op

revision = "s007"
down_revision = "s006"


def upgrade() -> None:
    """Add both columns to the regimens; the rows are made anew."""
    op.execute("DELETE FROM regimen")
    with op.batch_alter_table("regimen") as batch:
        batch.add_column(sa.Column("position", sa.Integer(), nullable=False))
        batch.add_column(sa.Column("cap_statement_id", sa.String(), nullable=True))
        batch.create_foreign_key("fk_regimen_cap_statement", "statement", ["cap_statement_id"], ["id"])
        batch.create_index("ix_regimen_cap_statement_id", ["cap_statement_id"])
