"""What was in the file of an import, so that the same file is known again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Of earlier imports nobody knows it any more."""
    op.add_column("imports", sa.Column("content", sa.String(64)))
