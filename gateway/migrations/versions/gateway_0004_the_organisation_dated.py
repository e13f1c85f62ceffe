"""The organisation dated: where units and people stood, who was in which group, and what it granted, from when on.

What stands now is put on record from now on; how it stood before is not known (where people stood, apart).
"""

from collections.abc import Sequence
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from shared.persistence.paths import bytewise
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'gateway_0004'
down_revision: str | Sequence[str] | None = 'gateway_0003'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('access_grant_terms',
    sa.Column('group_id', Id(), nullable=False),
    sa.Column('pattern', sa.String(length=120), nullable=False),
    sa.Column('reach', sa.String(length=20), nullable=False),
    sa.Column('since', UtcTime(), nullable=False),
    sa.Column('until', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['group_id'], ['access_groups.id'], name=op.f('fk_access_grant_terms_group_id')),
    sa.PrimaryKeyConstraint('group_id', 'pattern', 'reach', 'since', name=op.f('pk_access_grant_terms'))
    )
    op.create_table('unit_places',
    sa.Column('unit_id', Id(), nullable=False),
    sa.Column('parent_id', Id(), nullable=True),
    sa.Column('path', bytewise(255), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('closed', sa.Boolean(), nullable=False),
    sa.Column('since', UtcTime(), nullable=False),
    sa.Column('until', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_unit_places_unit_id')),
    sa.PrimaryKeyConstraint('unit_id', 'since', name=op.f('pk_unit_places'))
    )
    with op.batch_alter_table('unit_places', schema=None) as batch_op:
        batch_op.create_index('ix_unit_places_path', ['path', 'since'], unique=False)

    op.create_table('access_member_terms',
    sa.Column('group_id', Id(), nullable=False),
    sa.Column('person_id', Id(), nullable=False),
    sa.Column('since', UtcTime(), nullable=False),
    sa.Column('until', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['group_id'], ['access_groups.id'], name=op.f('fk_access_member_terms_group_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_access_member_terms_person_id')),
    sa.PrimaryKeyConstraint('group_id', 'person_id', 'since', name=op.f('pk_access_member_terms'))
    )
    with op.batch_alter_table('access_member_terms', schema=None) as batch_op:
        batch_op.create_index('ix_access_member_terms_person', ['person_id', 'since'], unique=False)

    op.create_table('placements',
    sa.Column('person_id', Id(), nullable=False),
    sa.Column('superior_id', Id(), nullable=True),
    sa.Column('path', bytewise(255), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('since', UtcTime(), nullable=False),
    sa.Column('until', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_placements_person_id')),
    sa.PrimaryKeyConstraint('person_id', 'since', name=op.f('pk_placements'))
    )
    with op.batch_alter_table('placements', schema=None) as batch_op:
        batch_op.create_index('ix_placements_path', ['path', 'since'], unique=False)

    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('changed_at', UtcTime(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_column('changed_at')

    with op.batch_alter_table('placements', schema=None) as batch_op:
        batch_op.drop_index('ix_placements_path')

    op.drop_table('placements')
    with op.batch_alter_table('access_member_terms', schema=None) as batch_op:
        batch_op.drop_index('ix_access_member_terms_person')

    op.drop_table('access_member_terms')
    with op.batch_alter_table('unit_places', schema=None) as batch_op:
        batch_op.drop_index('ix_unit_places_path')

    op.drop_table('unit_places')
    op.drop_table('access_grant_terms')
