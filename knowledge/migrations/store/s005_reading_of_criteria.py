"""How a message fills the slot of each criterion.

As in s003 the content's rows go; the load in whose transaction this runs fills the tables again.
"""

import sqlalchemy as sa
from alembic import op

revision = "s005"
down_revision = "s004"


def upgrade() -> None:
    """Add the reading to the criteria, which the load fills again."""
    op.execute("DELETE FROM criterion")
    with op.batch_alter_table("criterion") as batch:
        batch.add_column(sa.Column("reading", sa.Text(), nullable=False))
