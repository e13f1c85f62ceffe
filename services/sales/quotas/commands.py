"""Setting quotas and changing them. One function, one business decision, one event."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.opportunities.queries import owners_within
from services.sales.products.queries import offered_products
from services.sales.quotas import queries, rules
from services.sales.quotas.model import Quota
from shared.actor import Actor
from shared.announce import announce
from shared.clock import today
from shared.contracts.events import changes
from shared.contracts.fields import money_text
from shared.contracts.sales import quotas as contract
from shared.errors import NotFound
from shared.owners import ensure_at_work, places_of
from shared.persistence.platform import OrgPersonReplica
from shared.visible import get_for_change


def set_quota(
    session: Session,
    actor: Actor,
    *,
    person_id: str,
    unit_id: str | None,
    product_id: str | None,
    starts_on: date,
    ends_on: date,
    amount: Decimal,
    currency: str,
    **chosen: str,
) -> Quota:
    """Say what a person within the caller's reach is to sell in a period, or with a unit, what that unit is to.

    Raises `NotFound` for a person or a unit out of reach, `QuotaOfOnesOwn`, `QuotaEndsTooEarly`, `QuotaIsOver`,
    `QuotaIsSet` and `ProductIsNotOffered`. `chosen` is the id of the quota, where it has one.
    """
    person = _person_within(session, actor, person_id)
    rules.ensure_period(starts_on, ends_on)
    rules.ensure_not_over(ends_on, today())
    unit = person.unit_id if unit_id is None else queries.unit_to_answer_for(session, actor, unit_id)
    offered_products(session, {product_id} if product_id else ())
    counts, whose = (contract.SELLER, person.id) if unit_id is None else (contract.UNIT, unit)
    about = f"{counts} {whose} {product_id or 'all'} {currency} {starts_on}..{ends_on}"
    if queries.is_set(session, about):
        raise rules.QuotaIsSet("There is a quota of this for the same period already.")
    quota = Quota(
        about=about,
        counts=counts,
        owner_id=person.id,
        org_unit_id=unit,
        product_id=product_id,
        starts_on=starts_on,
        ends_on=ends_on,
        amount=amount,
        currency=currency,
        created_by=actor.user_id,
        **chosen,
    )
    session.add(quota)
    session.flush()
    _announce(session, actor, quota, {}, contract.QuotaSet)
    return quota


def _person_within(session: Session, actor: Actor, person_id: str) -> OrgPersonReplica:
    """Somebody else who works here and whom the right reaches."""
    person = owners_within(session, actor, {person_id}).get(person_id)
    if person is None:
        raise NotFound(f"There is no person {person_id}.")
    rules.ensure_of_another(person.id, actor.user_id)
    return ensure_at_work(person)


def change_quota(session: Session, actor: Actor, quota_id: str, amount: Decimal) -> Quota:
    """Raises `QuotaOfOnesOwn` and `QuotaIsOver`."""
    quota = get_for_change(session, Quota, actor, quota_id)
    before = _facts(quota)
    quota.change(actor.user_id, amount, today())
    _announce(session, actor, quota, before, contract.QuotaChanged)
    return quota


def _announce(
    session: Session, actor: Actor, quota: Quota, before: dict[str, Any], event: type[contract.QuotaEvent]
) -> None:
    after = _facts(quota)
    told = {**after, **places_of(quota), "quota_id": quota.id, "record_version": quota.next_version}
    announce(session, actor, quota, event(**told, changes=changes(before, after)))


def _facts(quota: Quota) -> dict[str, Any]:
    """The fields whose changes are history."""
    plain = ("counts", "owner_id", "org_unit_id", "product_id", "currency")
    return {
        **{name: getattr(quota, name) for name in plain},
        "starts_on": quota.starts_on.isoformat(),
        "ends_on": quota.ends_on.isoformat(),
        "amount": money_text(quota.amount),
    }
