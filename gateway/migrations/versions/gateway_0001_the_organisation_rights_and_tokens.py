"""The organisation, rights and tokens."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from shared.persistence.paths import bytewise
from shared.persistence.types import BigSerial, Id, Money, UtcTime

revision: str = 'gateway_0001'
down_revision: str | Sequence[str] | None = None
branch_labels: str | Sequence[str] | None = ('gateway',)
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    op.create_table('access_groups',
    sa.Column('code', sa.String(length=40), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('shipped', sa.Boolean(), nullable=False),
    sa.Column('adapted', sa.Boolean(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_groups')),
    sa.UniqueConstraint('code', name=op.f('uq_access_groups_code'))
    )
    op.create_table('organisation',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('access_version', sa.BigInteger(), nullable=False),
    sa.Column('last_unit_node', sa.BigInteger(), nullable=False),
    sa.Column('last_person_node', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisation'))
    )
    op.create_table('sign_in_attempts',
    sa.Column('subject', sa.String(length=64), nullable=False),
    sa.Column('failures', sa.Integer(), nullable=False),
    sa.Column('last_failed_at', UtcTime(), nullable=True),
    sa.Column('blocked_until', UtcTime(), nullable=True),
    sa.PrimaryKeyConstraint('subject', name=op.f('pk_sign_in_attempts'))
    )
    with op.batch_alter_table('sign_in_attempts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_sign_in_attempts_last_failed_at'), ['last_failed_at'], unique=False)

    op.create_table('units',
    sa.Column('node', sa.BigInteger(), nullable=False),
    sa.Column('parent_id', Id(), nullable=True),
    sa.Column('path', bytewise(255), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('closed', sa.Boolean(), nullable=False),
    sa.Column('people', sa.Integer(), nullable=False),
    sa.Column('changed_in', sa.BigInteger(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.ForeignKeyConstraint(['parent_id'], ['units.id'], name=op.f('fk_units_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_units')),
    sa.UniqueConstraint('code', name=op.f('uq_units_code')),
    sa.UniqueConstraint('node', name=op.f('uq_units_node'))
    )
    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_units_changed_in'), ['changed_in'], unique=False)
        batch_op.create_index(batch_op.f('ix_units_parent_id'), ['parent_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_units_path'), ['path'], unique=False)

    op.create_table('access_group_grants',
    sa.Column('group_id', Id(), nullable=False),
    sa.Column('pattern', sa.String(length=120), nullable=False),
    sa.Column('reach', sa.String(length=20), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['access_groups.id'], name=op.f('fk_access_group_grants_group_id')),
    sa.PrimaryKeyConstraint('group_id', 'pattern', 'reach', name=op.f('pk_access_group_grants'))
    )
    op.create_table('people',
    sa.Column('node', sa.BigInteger(), nullable=False),
    sa.Column('login', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=True),
    sa.Column('unit_id', Id(), nullable=False),
    sa.Column('superior_id', Id(), nullable=True),
    sa.Column('path', bytewise(255), nullable=False),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('locale', sa.String(length=10), nullable=False),
    sa.Column('time_zone', sa.String(length=40), nullable=False),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('must_change_password', sa.Boolean(), nullable=False),
    sa.Column('token_generation', sa.Integer(), nullable=False),
    sa.Column('changed_in', sa.BigInteger(), nullable=False),
    sa.Column('id', Id(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('updated_at', UtcTime(), nullable=False),
    sa.Column('created_by', Id(), nullable=False),
    sa.ForeignKeyConstraint(['superior_id'], ['people.id'], name=op.f('fk_people_superior_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_people_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people')),
    sa.UniqueConstraint('login', name=op.f('uq_people_login')),
    sa.UniqueConstraint('node', name=op.f('uq_people_node'))
    )
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_people_changed_in'), ['changed_in'], unique=False)
        batch_op.create_index(batch_op.f('ix_people_name'), ['name'], unique=False)
        batch_op.create_index(batch_op.f('ix_people_path'), ['path'], unique=False)
        batch_op.create_index(batch_op.f('ix_people_superior_id'), ['superior_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_people_unit_id'), ['unit_id'], unique=False)

    op.create_table('access_group_members',
    sa.Column('group_id', Id(), nullable=False),
    sa.Column('person_id', Id(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['access_groups.id'], name=op.f('fk_access_group_members_group_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_access_group_members_person_id')),
    sa.PrimaryKeyConstraint('group_id', 'person_id', name=op.f('pk_access_group_members'))
    )
    with op.batch_alter_table('access_group_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_group_members_person_id'), ['person_id'], unique=False)

    op.create_table('access_tokens',
    sa.Column('id', Id(), nullable=False),
    sa.Column('person_id', Id(), nullable=False),
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('label', sa.String(length=100), nullable=False),
    sa.Column('generation', sa.Integer(), nullable=False),
    sa.Column('created_at', UtcTime(), nullable=False),
    sa.Column('expires_at', UtcTime(), nullable=False),
    sa.Column('last_used_at', UtcTime(), nullable=True),
    sa.Column('revoked_at', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_access_tokens_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_tokens')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_access_tokens_token_hash'))
    )
    with op.batch_alter_table('access_tokens', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_access_tokens_expires_at'), ['expires_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_access_tokens_person_id'), ['person_id'], unique=False)

    op.create_table('memberships',
    sa.Column('id', Id(), nullable=False),
    sa.Column('person_id', Id(), nullable=False),
    sa.Column('unit_id', Id(), nullable=False),
    sa.Column('since', UtcTime(), nullable=False),
    sa.Column('until', UtcTime(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_memberships_person_id')),
    sa.ForeignKeyConstraint(['unit_id'], ['units.id'], name=op.f('fk_memberships_unit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_memberships'))
    )
    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.create_index('ix_memberships_person_since', ['person_id', 'since'], unique=False)
        batch_op.create_index(batch_op.f('ix_memberships_unit_id'), ['unit_id'], unique=False)



def downgrade() -> None:
    with op.batch_alter_table('memberships', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_memberships_unit_id'))
        batch_op.drop_index('ix_memberships_person_since')

    op.drop_table('memberships')
    with op.batch_alter_table('access_tokens', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_access_tokens_person_id'))
        batch_op.drop_index(batch_op.f('ix_access_tokens_expires_at'))

    op.drop_table('access_tokens')
    with op.batch_alter_table('access_group_members', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_access_group_members_person_id'))

    op.drop_table('access_group_members')
    with op.batch_alter_table('people', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_people_unit_id'))
        batch_op.drop_index(batch_op.f('ix_people_superior_id'))
        batch_op.drop_index(batch_op.f('ix_people_path'))
        batch_op.drop_index(batch_op.f('ix_people_name'))
        batch_op.drop_index(batch_op.f('ix_people_changed_in'))

    op.drop_table('people')
    op.drop_table('access_group_grants')
    with op.batch_alter_table('units', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_units_path'))
        batch_op.drop_index(batch_op.f('ix_units_parent_id'))
        batch_op.drop_index(batch_op.f('ix_units_changed_in'))

    op.drop_table('units')
    with op.batch_alter_table('sign_in_attempts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_sign_in_attempts_last_failed_at'))

    op.drop_table('sign_in_attempts')
    op.drop_table('organisation')
    op.drop_table('access_groups')
