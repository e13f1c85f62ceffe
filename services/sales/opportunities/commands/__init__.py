"""Changing opportunities. One function, one business decision, one event."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, type_coerce, update
from sqlalchemy.orm import Session

from services.sales.contacts.queries import get_contact
from services.sales.customers.queries import get_customer
from services.sales.opportunities import queries, rules
from services.sales.opportunities.commands import telling
from services.sales.opportunities.model import Opportunity
from services.sales.products.queries import offered_products
from services.sales.sellers.queries import owner_to_be
from services.sales.stages.commands import hold_ladder
from shared.actor import Actor
from shared.announce import announce
from shared.clock import now
from shared.contracts.events import Changes, Event, changes
from shared.contracts.payload import Payload
from shared.contracts.sales import opportunities as contract
from shared.custom_fields import record_custom
from shared.errors import NotFound
from shared.ids import new_id
from shared.owners import Belonging, own
from shared.persistence.numbering import next_number
from shared.picklists import ensure_listed
from shared.search import index_new, index_words
from shared.visible import get_for_change, get_within_reach

NOUN = contract.LISTING.noun


def open_opportunity(
    session: Session,
    actor: Actor,
    *,
    name: str,
    stage: str | None = None,
    belongs_to: Belonging | None = None,
    custom: Payload | None = None,
    **fields: Any,
) -> Opportunity:
    """Open a deal, the caller's own unless said otherwise; without a stage it stands in the first one.

    `fields` are the others of `OpenOpportunity`, and the registered deal that it comes of. Raises `CustomerIsUnknown`
    for a customer out of the caller's sight, and `ContactIsUnknown` for a contact.
    """
    ladder = hold_ladder(session)
    step = ladder.first if stage is None else ladder.open_at(stage)
    _ensure_references(session, actor, fields)
    ensure_listed(session, contract.PICKLISTS, fields)
    if fields.get("external_id") and queries.is_external_id_taken(session, fields["external_id"]):
        raise rules.ExternalIdIsTaken(f"There is an opportunity {fields['external_id']} already.")
    place = belongs_to or own(actor)
    opportunity = Opportunity(
        id=fields.pop("id", None) or new_id(),
        number=next_number(session, "OP", place.org_unit_id),
        stage=step.code,
        status=rules.OpportunityStatus.OPEN,
        probability=step.success_rate,
        owner_id=place.owner_id,
        org_unit_id=place.org_unit_id,
        created_by=actor.user_id,
    )
    opportunity.edit({"name": name, **fields})
    session.add(opportunity)
    session.flush()
    record_custom(session, actor, opportunity, custom)
    _announce(session, actor, opportunity, {}, contract.OpportunityOpened)
    index_new(session, NOUN, {opportunity.id: telling.found_by(opportunity)})
    return opportunity


def change_opportunity(
    session: Session, actor: Actor, opportunity_id: str, *, custom: Payload | None = None, **fields: Any
) -> Opportunity:
    """Edit plain fields. `probability` sets the seller's own; None follows the stage again."""
    ladder = hold_ladder(session) if "probability" in fields else None
    opportunity = get_for_change(session, Opportunity, actor, opportunity_id)
    before = telling.facts(opportunity)
    renewed = {name: value for name, value in fields.items() if getattr(opportunity, name) != value}
    _ensure_references(session, actor, renewed)
    ensure_listed(session, contract.PICKLISTS, renewed)
    opportunity.edit({name: value for name, value in fields.items() if name != "probability"})
    record_custom(session, actor, opportunity, custom)
    if ladder is not None:
        own = fields["probability"]
        opportunity.follow_stage(ladder) if own is None else opportunity.override_probability(own)
    _announce(session, actor, opportunity, before, contract.OpportunityChanged)
    _index(session, opportunity)
    return opportunity


def advance_opportunity(session: Session, actor: Actor, opportunity_id: str, stage: str) -> Opportunity:
    """Move the deal to another stage, up or down; its probability follows unless it is overridden.

    Raises `CriteriaAreUnmet` naming what the stages left behind demand and the deal lacks.
    """
    ladder = hold_ladder(session)
    opportunity = get_for_change(session, Opportunity, actor, opportunity_id)
    before = telling.facts(opportunity)
    people, units = queries.shared_with(session, opportunity)  # before the change, which is then saved in one statement
    opportunity.advance(ladder, stage)
    left, reached = ladder.at(before["stage"]), ladder.at(stage)
    told = telling.told(opportunity, changes(before, telling.facts(opportunity)))
    moved = contract.OpportunityStageChanged(
        **told,
        from_stage=left.code,
        to_stage=reached.code,
        from_position=left.position,
        to_position=reached.position,
        risen=reached.position > left.position,
        shared_people=people,
        shared_units=units,
    )
    announce(session, actor, opportunity, moved)
    return opportunity


def win_opportunity(
    session: Session, actor: Actor, opportunity_id: str, amount: Decimal | None = None, closed_on: date | None = None
) -> Opportunity:
    opportunity = get_for_change(session, Opportunity, actor, opportunity_id)
    before = telling.facts(opportunity)
    opportunity.win(amount, closed_on)
    _announce(session, actor, opportunity, before, contract.OpportunityWon)
    return opportunity


def lose_opportunity(
    session: Session, actor: Actor, opportunity_id: str, reason: str, competitor: str | None = None
) -> Opportunity:
    opportunity = get_for_change(session, Opportunity, actor, opportunity_id)
    before = telling.facts(opportunity)
    _ensure_reason(session, reason)
    opportunity.lose(reason, competitor)
    _announce(session, actor, opportunity, before, contract.OpportunityLost, reason=reason, competitor=competitor)
    return opportunity


def reopen_opportunity(session: Session, actor: Actor, opportunity_id: str) -> Opportunity:
    """Take a closed deal up again, in the stage where it stood before. Whether an order forbids it, orders decide."""
    ladder = hold_ladder(session)
    opportunity = get_for_change(session, Opportunity, actor, opportunity_id)
    before = telling.facts(opportunity)
    opportunity.reopen(ladder)
    _announce(session, actor, opportunity, before, contract.OpportunityReopened)
    return opportunity


def transfer_opportunity(session: Session, actor: Actor, opportunity_id: str, owner_id: str) -> Opportunity:
    """Hand the deal to another person; it moves to that person's unit and the old owner sees it no more."""
    opportunity = get_within_reach(session, Opportunity, actor, opportunity_id)
    before = telling.facts(opportunity)
    person = owner_to_be(session, owner_id)
    opportunity.hand_over(person.id, person.unit_id)
    handed = {"from_owner_id": before["owner_id"], "to_owner_id": person.id}
    _announce(session, actor, opportunity, before, contract.OpportunityTransferred, **handed)
    return opportunity


def follow_rate(session: Session, stage: str, success_rate: int) -> None:
    """Give the open deals in this stage its new rate, except where a seller set another probability.

    Reaches every deal of the company, in the caller's sight or not. Rounds half up, as `rules.weighted` does: amounts
    are stored as whole numbers and are never negative. Hundreds and the rest are weighed apart, so that the largest
    amounts stay within 64 bits on the way.
    """
    stored = type_coerce(Opportunity.amount, BigInteger)
    followers = (
        update(Opportunity)
        .where(
            Opportunity.stage == stage,
            Opportunity.status == rules.OpportunityStatus.OPEN,
            Opportunity.probability_overridden.is_(False),
        )
        .values(
            probability=success_rate,
            weighted_amount=stored // rules.HUNDRED * success_rate
            + (stored % rules.HUNDRED * success_rate + rules.HUNDRED // 2) // rules.HUNDRED,
            updated_at=now(),
        )
    )
    session.execute(followers.execution_options(synchronize_session=False))


def reindex_customer(session: Session, actor: Actor, customer_id: str) -> None:
    """Let the deals of a customer be found by its name as it is now."""
    for opportunity in queries.opportunities_of(session, actor, customer_id):
        _index(session, opportunity)


def _announce(
    session: Session,
    actor: Actor,
    opportunity: Opportunity,
    before: dict[str, Any],
    event: type[contract.OpportunityEvent],
    **more: Any,
) -> None:
    session.flush()
    session.expire(opportunity, ["customer", "contact", "product"])
    announce(session, actor, opportunity, _event(event, opportunity, changes(before, telling.facts(opportunity)), more))


def _event(
    kind: type[contract.OpportunityEvent], opportunity: Opportunity, changed: Changes, more: dict[str, Any]
) -> Event:
    return kind(**telling.told(opportunity, changed), **more)


def _ensure_reason(session: Session, reason: str) -> None:
    ensure_listed(session, {"reason": contract.PICKLISTS["lost_reason"]}, {"reason": reason})


def _ensure_references(session: Session, actor: Actor, fields: dict[str, Any]) -> None:
    if fields.get("customer_id"):
        try:
            get_customer(session, actor, fields["customer_id"])
        except NotFound:
            raise rules.CustomerIsUnknown(f"There is no customer {fields['customer_id']} for this deal.") from None
    if fields.get("contact_id"):
        try:
            get_contact(session, actor, fields["contact_id"])
        except NotFound:
            raise rules.ContactIsUnknown(f"There is no contact {fields['contact_id']} for this deal.") from None
    if fields.get("product_id"):
        offered_products(session, [fields["product_id"]])


def _index(session: Session, opportunity: Opportunity) -> None:
    index_words(session, NOUN, opportunity.id, *telling.found_by(opportunity))
