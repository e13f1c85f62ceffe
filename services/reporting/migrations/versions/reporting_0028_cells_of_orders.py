"""Orders and their lines counted in cells."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from shared.persistence.cells import Derived, Kept
from shared.persistence.part_cells import KeptParts
from shared.persistence.paths import bytewise
from shared.persistence.types import Id

revision: str = 'reporting_0028'
down_revision: str | Sequence[str] | None = 'reporting_0027'
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

NOBODY = '00000000-0000-0000-0000-000000000000'
ORDERS = sa.table(
    'order_facts',
    sa.column('ordered_on', sa.Date()),
    sa.column('confirmed_unit_path', sa.String()),
    *(sa.column(name, Id()) for name in ('confirmed_unit_id', 'confirmed_owner_id')),
)


def _or(name: str, nothing: str) -> Derived:
    column = ORDERS.c[name]
    return Derived(name, sa.func.coalesce(column, sa.literal(nothing, column.type)))


YEAR, MONTH = (sa.cast(sa.extract(part, ORDERS.c.ordered_on), sa.Integer()) for part in ('year', 'month'))
STATE = ('status', Derived('month', YEAR * 100 + MONTH), 'currency')
UNIT = ('org_unit_id', _or('confirmed_unit_id', NOBODY), _or('confirmed_unit_path', ''))
PERSON = (*UNIT, 'owner_id', _or('confirmed_owner_id', NOBODY))
SUMS = ('amount', 'invoiced', 'paid')
OF_LINE = ('product_id', 'name')
KEPT: tuple[Any, ...] = (
    Kept('order_cells', 'order_facts', STATE, SUMS, emptied=True),
    Kept('order_unit_cells', 'order_facts', (*STATE, *UNIT), SUMS, emptied=True),
    Kept('order_person_cells', 'order_facts', (*STATE, *PERSON), SUMS, emptied=True),
)
KEPT_LINES: tuple[Any, ...] = tuple(
    KeptParts(
        name, 'order_line_facts', 'order_facts', 'order_id', by_whole, OF_LINE, sums=('amount',), added=('quantity',)
    )
    for name, by_whole in (('order_product_cells', STATE), ('order_product_person_cells', (*STATE, *PERSON)))
)
TYPES: dict[str, Any] = {
    'status': sa.String(length=20),
    'month': sa.Integer(),
    'currency': sa.String(length=3),
    'name': sa.String(length=200),
    'confirmed_unit_path': bytewise(255),
    **dict.fromkeys(('org_unit_id', 'confirmed_unit_id', 'owner_id', 'confirmed_owner_id', 'product_id'), Id()),
}
INDEXES = (
    ('order_unit_cells', 'unit', 'org_unit_id'),
    ('order_person_cells', 'owner', 'owner_id'),
    ('order_person_cells', 'unit', 'org_unit_id'),
    ('order_product_person_cells', 'owner', 'owner_id'),
    ('order_product_person_cells', 'unit', 'org_unit_id'),
)


def _make(cells: str, by: Sequence[str | Derived], numbers: Sequence[str]) -> None:
    names = [key if isinstance(key, str) else key.name for key in by]
    op.create_table(
        cells,
        *(sa.Column(name, TYPES[name], nullable=False, autoincrement=False) for name in names),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ('counted', *numbers)),
        sa.PrimaryKeyConstraint(*names, name=op.f(f'pk_{cells}')),
    )


def upgrade() -> None:
    for kept in KEPT:
        _make(kept.cells, kept.by, [f'{name}_{half}' for name in SUMS for half in ('high', 'low')])
    for kept in KEPT_LINES:
        _make(kept.cells, (*kept.by_whole, *OF_LINE), ('amount_high', 'amount_low', 'quantity'))
    for table, name, column in INDEXES:
        op.create_index(f'ix_{table}_{name}', table, [column], unique=False)
    for kept in (*KEPT, *KEPT_LINES):
        kept.start(op.get_bind())


def downgrade() -> None:
    for kept in (*KEPT_LINES, *KEPT):
        kept.stop(op.get_bind())
        op.drop_table(kept.cells)
