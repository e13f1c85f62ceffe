"""The first tables of reporting."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op


revision: str = 'reporting_0001'
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = ('reporting',)
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
