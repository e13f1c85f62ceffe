"""Deals counted and summed in cells."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op
from shared.persistence.cells import Derived, Kept
from shared.persistence.days import days_between
from shared.persistence.paths import bytewise
from shared.persistence.types import Id, UtcTime

revision: str = 'reporting_0019'
down_revision: str | Sequence[str] | None = 'reporting_0018'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NOBODY = '00000000-0000-0000-0000-000000000000'
FACTS = sa.table(
    'deal_facts',
    *(sa.column(name, sa.String()) for name in ('status', 'reached_stage', 'product_name', 'closed_unit_path')),
    *(sa.column(name, Id()) for name in ('product_id', 'closed_unit_id', 'closed_owner_id')),
    *(sa.column(name, UtcTime()) for name in ('closed_at', 'engaged_at', 'created_at')),
    sa.column('closed_owner_path', sa.String()),
    sa.column('closed_on', sa.Date()),
    sa.column('expected_close_date', sa.Date()),
)


def _month(day: Any) -> Any:
    year, month = (sa.cast(sa.extract(part, day), sa.Integer()) for part in ('year', 'month'))
    return year * 100 + month


def _or(name: str, nothing: str) -> Derived:
    column = FACTS.c[name]
    return Derived(name, sa.func.coalesce(column, sa.literal(nothing, column.type)))


MONTH = sa.case((FACTS.c.status == 'open', _month(FACTS.c.expected_close_date)), else_=_month(FACTS.c.closed_on))
DAYS = days_between(sa.func.coalesce(FACTS.c.engaged_at, FACTS.c.created_at, type_=UtcTime()), FACTS.c.closed_at)
EPOCH = sa.literal(datetime(2000, 1, 1, tzinfo=UTC), UtcTime())
WON_AND_CLOSED = sa.and_(FACTS.c.status == 'won', FACTS.c.closed_at.is_not(None))
STATE = ('status', Derived('month', sa.func.coalesce(MONTH, 0)), 'currency', 'stage')
COURSE = (_or('reached_stage', ''), 'probability')
UNIT = ('org_unit_id', _or('closed_unit_id', NOBODY), _or('closed_unit_path', ''))
PERSON = ('owner_id', _or('closed_owner_id', NOBODY), _or('closed_owner_path', ''))
ADDED = (
    Derived('won_days', sa.case((FACTS.c.status == 'won', DAYS))),
    Derived('days_known', sa.case((WON_AND_CLOSED, 1), else_=0)),
    Derived('created_days', days_between(EPOCH, FACTS.c.created_at)),
)
KEYS: dict[str, tuple[str | Derived, ...]] = {
    'deal_cells': (*STATE, *COURSE),
    'deal_product_cells': (*STATE, _or('product_id', NOBODY), _or('product_name', '')),
    'deal_unit_cells': (*STATE, *COURSE, *UNIT),
    'deal_person_cells': (*STATE, *COURSE, *UNIT, *PERSON),
}
KEPT = tuple(
    Kept(name, 'deal_facts', keys, ('amount', 'weighted_amount'), ADDED, emptied=True) for name, keys in KEYS.items()
)
TYPES: dict[str, Any] = {
    'status': sa.String(length=10),
    'month': sa.Integer(),
    'currency': sa.String(length=3),
    'stage': sa.String(length=40),
    'reached_stage': sa.String(length=40),
    'probability': sa.Integer(),
    'product_name': sa.String(length=200),
    **dict.fromkeys(('product_id', 'org_unit_id', 'closed_unit_id', 'owner_id', 'closed_owner_id'), Id()),
    **dict.fromkeys(('closed_unit_path', 'closed_owner_path'), bytewise(255)),
}
NUMBERS = (
    'counted', 'amount_high', 'amount_low', 'weighted_amount_high', 'weighted_amount_low', 'won_days', 'days_known',
    'created_days',
)  # fmt: skip
INDEXES = (('deal_unit_cells', 'unit', 'org_unit_id'), ('deal_person_cells', 'unit', 'org_unit_id'),
           ('deal_person_cells', 'owner', 'owner_id'))  # fmt: skip
OF_FACTS = {
    'status_closed': ['closed_on'],
    'status_amount': ['amount', 'id'],
    'status_weighted': ['weighted_amount', 'id'],
    'status_created': ['created_at', 'id'],
}


def upgrade() -> None:
    for name, columns in OF_FACTS.items():
        op.create_index(f'ix_deal_facts_{name}', 'deal_facts', ['status', *columns], unique=False)
    for kept in KEPT:
        names = [key if isinstance(key, str) else key.name for key in kept.by]
        op.create_table(
            kept.cells,
            *(sa.Column(name, TYPES[name], nullable=False, autoincrement=False) for name in names),
            *(sa.Column(name, sa.BigInteger(), nullable=False) for name in NUMBERS),
            sa.PrimaryKeyConstraint(*names, name=op.f(f'pk_{kept.cells}')),
        )
    for table, name, column in INDEXES:
        op.create_index(f'ix_{table}_{name}', table, [column], unique=False)
    for kept in KEPT:
        kept.start(op.get_bind())


def downgrade() -> None:
    for kept in reversed(KEPT):
        kept.stop(op.get_bind())
        op.drop_table(kept.cells)
    for name in OF_FACTS:
        op.drop_index(f'ix_deal_facts_{name}', table_name='deal_facts')
