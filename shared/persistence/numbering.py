"""Human numbers without gaps, a series per kind, unit and year: SO-BJ-2026-000123."""

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from shared.clock import today
from shared.persistence.platform import NumberSequence
from shared.persistence.units import unit_known


def next_number(session: Session, kind: str, org_unit_id: str) -> str:
    """The next number of this kind in this unit, this year.

    The row of the series stays locked until the transaction ends, and a transaction that rolls back gives its number
    back with it: that is what keeps the series free of gaps. Take the number as late in a transaction as you can.
    """
    series = _series(session, kind, org_unit_id)
    return f"{series}-{_advance(session, series):06d}"


def next_numbers(session: Session, kind: str, org_unit_id: str, count: int) -> list[str]:
    """`count` consecutive numbers at once, for bulk loads."""
    series = _series(session, kind, org_unit_id)
    last = _advance(session, series, count)
    return [f"{series}-{number:06d}" for number in range(last - count + 1, last + 1)]


def _series(session: Session, kind: str, org_unit_id: str) -> str:
    unit = unit_known(session, org_unit_id)
    return f"{kind}-{unit.code if unit else 'HQ'}-{today().year}"


def _advance(session: Session, series: str, by: int = 1) -> int:
    """The last number of the series after `by` more were taken."""
    last = _raised(session, series, by)
    if last is None:
        try:
            with session.begin_nested():
                session.execute(insert(NumberSequence).values(series=series, last=0))
        except IntegrityError:
            session.expire_all()  # another transaction opened the series first
        last = _raised(session, series, by)
    assert last is not None
    return last


def _raised(session: Session, series: str, by: int) -> int | None:
    """None where there is no such series yet."""
    here = NumberSequence.series == series
    more = update(NumberSequence).where(here).values(last=NumberSequence.last + by)
    if session.get_bind().dialect.update_returning:
        return session.scalar(more.returning(NumberSequence.last).execution_options(synchronize_session=False))
    session.execute(more.execution_options(synchronize_session=False))
    return session.scalar(select(NumberSequence.last).where(here))
