"""What completes each step of the pathway, and which statement carries each verdict on a patient.

The load in whose transaction this runs fills both.
"""

import sqlalchemy as sa
from alembic import op

revision = "s006"
down_revision = "s005"


def upgrade() -> None:
    """Add the reading to the steps of the pathway, and the verdicts to the topics, whose rows hold others and stay."""
    op.execute("DELETE FROM pathway_step")
    with op.batch_alter_table("pathway_step") as batch:
        batch.add_column(sa.Column("reading", sa.Text(), nullable=False))
    with op.batch_alter_table("topic") as batch:
        batch.add_column(sa.Column("verdicts", sa.Text(), nullable=False, server_default="{}"))
