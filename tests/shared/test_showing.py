"""What is read as columns is what marshmallow would have written of the objects, for every list of the product."""

import pkgutil
from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from itertools import count

import pytest
from sqlalchemy import JSON, TypeDecorator, insert, select

from deploy.roster import EVERYBODY, service_class
from shared import contracts
from shared.contracts.listing import Listing
from shared.contracts.sales.opportunities import OpportunityView
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.platform import PlatformBase
from shared.persistence.types import Id, Money
from shared.showing import Order, showing

MOMENT = datetime(2026, 3, 1, 12, 30, 15, 250, UTC)
NUMBERS = count(100)
VALUES = {
    str: lambda column: f"{next(NUMBERS):x}客 {column.name}"[: column.type.length],
    int: lambda column: next(NUMBERS),
    bool: lambda column: True,
    Decimal: lambda column: Decimal("1234.5"),
    datetime: lambda column: MOMENT,
    date: lambda column: date(2026, 2, 28),
}

PARTS = {"widgets": [{"title": "Won", "report": "won-deals", "parameters": {"period": "2026"}}]}
"""What is kept in a column as a list of parts, each of which a view shows by its own fields."""


def every_listing():
    """Each list that the contracts offer, by its noun."""
    for module in pkgutil.walk_packages(contracts.__path__, f"{contracts.__name__}."):
        for thing in vars(import_module(module.name)).values():
            if isinstance(thing, Listing):
                yield thing.noun, thing


LISTINGS = dict(every_listing())


def listed_models(service):
    """The tables of a service that a list shows, with their views."""
    service_class(service)
    base = import_module(f"{'gateway' if service == 'gateway' else f'services.{service}'}.persistence").Base
    for mapper in base.registry.mappers:
        listing = LISTINGS.get(mapper.local_table.name)
        if listing is not None and "__tablename__" in vars(mapper.class_):  # not what maps a few columns of it again
            yield mapper.class_, listing.view


def value_of(column, sparse):
    if column.primary_key or not (sparse and column.nullable):
        if isinstance(column.type, Id):
            return new_id()
        if isinstance(column.type, JSON):
            return PARTS.get(column.name, {"code": [1, "two"]})
        if isinstance(column.type, Money):
            return Decimal("-1234.5678") if column.name != "amount" else Decimal("1000000.5")
        kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
        return VALUES[kind.python_type](column)
    return None


def put(session, table, sparse, **known):
    row = {column.key: value_of(column, sparse) for column in table.columns if column.computed is None} | known
    session.execute(insert(table).values(row))
    return row


def put_with_references(session, model, sparse):
    row = put(session, model.__table__, sparse)
    for relation in model.__mapper__.relationships:
        if relation.lazy == "joined" and not relation.uselist and not sparse:
            [(own, theirs)] = relation.local_remote_pairs
            if row.get(own.key) is not None and session.get(relation.entity.class_, row[own.key]) is None:
                put(session, relation.entity.local_table, sparse, **{theirs.key: row[own.key]})


@pytest.mark.parametrize("service", EVERYBODY)
def test_what_is_read_as_columns_is_what_the_schema_writes(tmp_path, service):
    database = Database(f"sqlite:///{tmp_path / 'showing.sqlite'}")
    shown = [(model, view) for model, view in listed_models(service) if showing(model, view)]
    for metadata in {model.metadata for model, _ in shown} | {PlatformBase.metadata}:
        metadata.create_all(database.engine)
    for model, view in shown:
        with database.write() as session:
            session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            for sparse in (False, True):
                put_with_references(session, model, sparse)
            objects = view().dump(session.scalars(select(model).order_by(model.id)).unique(), many=True)
            rows = session.execute(showing(model, view).reading(select(model).order_by(model.id))).all()
            assert [showing(model, view).write(row) for row in rows] == objects, model
            keys = {"id": model.__table__.c.id}
            page = showing(model, view).reading_page(select(model), keys, [Order("id", True, None)], 2)
            paged = session.execute(page).all()
            assert [showing(model, view).write(row) for row in paged] == objects[::-1], model
            assert [row[-1] for row in paged] == session.scalars(select(model.id).order_by(model.id.desc())).all(), (
                model
            )
            session.rollback()


def test_a_page_is_chosen_before_what_it_refers_to_is_joined():
    """Whoever joins first has PostgreSQL plan a list four times as long."""
    [model] = [model for model, _ in listed_models("sales") if model.__tablename__ == "opportunities"]
    table = model.__table__
    keys = {"closed_at": table.c.closed_at, "id": table.c.id}
    order = [Order("closed_at", True, True), Order("id", False, None)]
    page = showing(model, OpportunityView).reading_page(select(model).where(table.c.stage == "won"), keys, order, 51)
    chosen, _, joined = str(page).partition("AS page")
    assert "LIMIT" in chosen
    assert "JOIN" not in chosen
    assert "WHERE" in chosen
    assert joined.count("LEFT OUTER JOIN") == 5
    assert "WHERE" not in joined
    assert joined.endswith("ORDER BY page.key_0 DESC NULLS LAST, page.key_1 ASC")


def test_the_views_of_the_busiest_lists_are_read_as_columns():
    """A field that is more than a column would make each of their rows cost five times as much."""
    for service, nouns in {"sales": {"opportunities", "customers", "leads", "contacts"}}.items():
        slow = {model.__tablename__ for model, view in listed_models(service) if not showing(model, view)}
        assert not nouns & slow


def test_an_answer_of_chosen_fields_reads_no_others():
    [model] = [model for model, _ in listed_models("sales") if model.__tablename__ == "opportunities"]
    assert len(showing(model, OpportunityView, frozenset({"id", "name"})).columns) == 2
