"""Home territories of sellers, and which files of deals partners may have. What was said of a seller as a text becomes
the territory of this code, or else the only one of this name.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.types import Id

revision: str = 'sales_0047'
down_revision: str | Sequence[str] | None = 'sales_0046'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SELLERS = sa.table('sellers', sa.column('territory', sa.String), sa.column('home_territory_id', Id))
TERRITORIES = sa.table('territories', sa.column('id', Id), sa.column('code', sa.String), sa.column('name', sa.String))


def upgrade() -> None:
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.add_column(sa.Column('for_partners', sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table('sellers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('home_territory_id', Id(), nullable=True))
        batch_op.create_index('ix_sellers_home_territory', ['home_territory_id'], unique=False)
    bound = op.get_bind()
    territories = bound.execute(sa.select(TERRITORIES.c.id, TERRITORIES.c.code, TERRITORIES.c.name)).all()
    said = sa.select(SELLERS.c.territory).where(SELLERS.c.territory.is_not(None)).distinct()
    for text in bound.scalars(said).all():
        if (named := _named(text, territories)) is not None:
            theirs = sa.update(SELLERS).where(SELLERS.c.territory == text, SELLERS.c.home_territory_id.is_(None))
            bound.execute(theirs.values(home_territory_id=named))


def _named(text: str, territories: Sequence[sa.Row[str, str, str]]) -> str | None:
    """By the code before the name, and as it is written before in whatever case; null where several are meant."""
    wanted = text.strip()
    for place in (1, 2):
        alike = [one for one in territories if one[place].lower() == wanted.lower()]
        meant = [one for one in alike if one[place] == wanted] or alike
        if len(meant) == 1:
            return str(meant[0][0])
    return None


def downgrade() -> None:
    with op.batch_alter_table('sellers', schema=None) as batch_op:
        batch_op.drop_index('ix_sellers_home_territory')
        batch_op.drop_column('home_territory_id')
    with op.batch_alter_table('attachments', schema=None) as batch_op:
        batch_op.drop_column('for_partners')
