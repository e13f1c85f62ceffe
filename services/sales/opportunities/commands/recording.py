"""Taking deals over from elsewhere, past and present, many at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.sales.contacts.queries import contacts_in_sight
from services.sales.opportunities import queries, rules
from services.sales.opportunities.commands import telling
from services.sales.opportunities.model import Opportunity, midnight
from services.sales.opportunities.rules import OpportunityStatus
from services.sales.stages.commands import hold_ladder
from services.sales.stages.queries import Ladder
from shared.actor import Actor
from shared.announce import Recorded, announce, announce_in_bulk
from shared.clock import now, today
from shared.contracts.events import changes
from shared.contracts.payload import Payload
from shared.contracts.sales import opportunities as contract
from shared.custom_fields import record_custom
from shared.custom_rows import would_change_custom
from shared.errors import Conflict, Forbidden, Refusal, RuleBroken
from shared.ids import new_id
from shared.importing import messages_of
from shared.owners import ensure_at_work
from shared.persistence.numbering import next_numbers
from shared.persistence.platform import OrgPersonReplica
from shared.persistence.sets import insert_rows, table_of
from shared.picklists import ensure_listed
from shared.search import index_new, index_words

NOUN = contract.LISTING.noun
CREATED, UPDATED, UNCHANGED, REFUSED = "created", "updated", "unchanged", "refused"


class RecordIsIncomplete(RuleBroken):
    """A deal of the past is taken over with what the same deal made here would have had."""

    code = "recorded_opportunity_incomplete"


class ClosedIsFixed(Conflict):
    """A deal that is won or lost stays as it is, by hand and by file, until somebody reopens it."""

    code = "recorded_opportunity_closed"


class OwnerIsFixed(Forbidden):
    """A deal that is shared with the caller keeps its owner, by hand and by file."""

    code = "recorded_owner_fixed"


class OwnerOutOfReach(RuleBroken):
    """Deals are recorded for people that the caller's right reaches."""

    code = "recorded_owner_out_of_reach"


@dataclass(frozen=True)
class RecordedOpportunity:
    """A deal as another system has it; `external_id` is that system's name for it. `stage` is for open deals; without
    one a new deal stands in the first stage and a known one stays where it is.
    """

    external_id: str
    name: str
    owner_id: str
    status: str = "open"
    stage: str | None = None
    amount: Decimal | None = None
    currency: str = "USD"
    customer_id: str | None = None
    contact_id: str | None = None
    product_id: str | None = None
    description: str | None = None
    engaged_on: date | None = None
    closed_on: date | None = None
    expected_close_date: date | None = None
    source: str | None = None
    channel: str = "direct"
    next_step: str | None = None
    lost_reason: str | None = None
    winner_competitor: str | None = None
    custom: Payload | None = None


COPIED = tuple(
    known.name
    for known in fields(RecordedOpportunity)
    if known.name not in ("external_id", "owner_id", "status", "stage", "closed_on", "custom")
)


@dataclass(frozen=True)
class Outcome:
    """What became of one row: created, updated, unchanged or refused (then with the code and the reason)."""

    external_id: str
    outcome: str
    id: str | None = None
    code: str | None = None
    reason: str | None = None
    messages: tuple[str, ...] = ()


@dataclass
class _Known:
    """What all rows of a batch are held against, read once."""

    ladder: Ladder
    owners: dict[str, OrgPersonReplica]
    customers: dict[str, str]
    contacts: set[str]
    products: dict[str, str]
    earlier: dict[str, Opportunity]
    handed_on: set[str]
    unit_paths: dict[str, str]
    taken: set[str] = field(default_factory=set)


def record_opportunities(session: Session, actor: Actor, rows: Sequence[RecordedOpportunity]) -> list[Outcome]:
    """Bring the database in step with these rows, by `external_id`; one outcome a row, in their order.

    A row that breaks a rule is refused by itself. New deals are written in bulk: a batch of some hundreds costs little
    more than one deal. Nothing is committed here, so a dry run is the same call rolled back.
    """
    known = _known(session, actor, rows)
    made: list[Opportunity] = []
    outcomes: list[Outcome] = []
    for row in rows:
        try:
            outcomes.append(_record(session, actor, known, row, made))
        except Refusal as refusal:
            told = messages_of(refusal)
            outcomes.append(Outcome(row.external_id, REFUSED, None, refusal.code, refusal.detail, told))
    _insert(session, actor, known, made)
    return outcomes


def _known(session: Session, actor: Actor, rows: Sequence[RecordedOpportunity]) -> _Known:
    ladder = hold_ladder(session)
    external_ids = {row.external_id for row in rows}
    earlier = queries.opportunities_by_external_id(session, actor, external_ids)
    owners = queries.owners_within(session, actor, {row.owner_id for row in rows})
    return _Known(
        ladder=ladder,
        owners=owners,
        unit_paths=queries.unit_paths(session, {owner.unit_id for owner in owners.values()}),
        customers=queries.customer_names(session, actor, _given(row.customer_id for row in rows)),
        contacts=contacts_in_sight(session, actor, _given(row.contact_id for row in rows)),
        products=queries.product_names(session, _given(row.product_id for row in rows)),
        earlier=earlier,
        handed_on=queries.handed_on_by(session, actor, {deal.id for deal in earlier.values()}),
        taken=queries.external_ids_taken(session, external_ids) - earlier.keys(),
    )


def _given(ids: Iterable[str | None]) -> set[str]:
    return {one for one in ids if one is not None}


def _record(
    session: Session, actor: Actor, known: _Known, row: RecordedOpportunity, made: list[Opportunity]
) -> Outcome:
    _ensure_sound(known, row)
    earlier = known.earlier.get(row.external_id)
    ensure_listed(session, contract.PICKLISTS, {name: getattr(row, name) for name in contract.PICKLISTS}, earlier)
    if earlier is None:
        opportunity = Opportunity(
            id=new_id(),
            external_id=row.external_id,
            created_by=actor.user_id,
            version=1,
            created_at=now(),
            updated_at=now(),
        )
        _take_over(opportunity, known, row)
        record_custom(session, actor, opportunity, row.custom)
        known.taken.add(row.external_id)
        made.append(opportunity)
        return Outcome(row.external_id, CREATED, opportunity.id)
    if row.owner_id != earlier.owner_id and earlier.id not in known.handed_on:
        raise OwnerIsFixed(f"{row.external_id} is shared with you; only those it belongs to may give it another owner.")
    before = telling.facts(earlier)
    other_values = would_change_custom(session, earlier, row.custom)
    _take_over(earlier, known, row)
    if not other_values and not changes(before, telling.facts(earlier)):
        return Outcome(row.external_id, UNCHANGED, earlier.id)
    session.expire(earlier)
    if before["status"] != OpportunityStatus.OPEN:
        raise ClosedIsFixed(
            f"{row.external_id} is {before['status']}; reopen it to change it.", status=before["status"]
        )
    with session.begin_nested():
        _update(session, actor, known, row, earlier)
    return Outcome(row.external_id, UPDATED, earlier.id)


def _update(session: Session, actor: Actor, known: _Known, row: RecordedOpportunity, opportunity: Opportunity) -> None:
    before = telling.facts(opportunity)
    _take_over(opportunity, known, row)
    record_custom(session, actor, opportunity, row.custom)
    session.flush()
    session.expire(opportunity, ["customer", "contact", "product"])
    changed = changes(before, telling.facts(opportunity))
    announce(session, actor, opportunity, contract.OpportunityRecorded(**telling.told(opportunity, changed)))
    index_words(session, NOUN, opportunity.id, *telling.found_by(opportunity))


def _ensure_sound(known: _Known, row: RecordedOpportunity) -> None:
    """The rules that opening, winning and losing the deal here would have kept."""
    if row.external_id in known.taken:
        raise rules.ExternalIdIsTaken(f"{row.external_id} stands for another deal, or comes twice.")
    _ensure_owner(known, row)
    if row.customer_id is not None and row.customer_id not in known.customers:
        raise rules.CustomerIsUnknown(f"There is no customer {row.customer_id} for this deal.")
    if row.contact_id is not None and row.contact_id not in known.contacts:
        raise rules.ContactIsUnknown(f"There is no contact {row.contact_id} for this deal.")
    if row.product_id is not None and row.product_id not in known.products:
        raise RecordIsIncomplete(f"There is no product {row.product_id}.")
    if row.status not in set(OpportunityStatus):
        raise RecordIsIncomplete(f"A deal is open, won or lost, not {row.status}.")
    if row.status == OpportunityStatus.OPEN:
        known.ladder.open_at(row.stage or known.ladder.first.code)
    elif row.closed_on is None:
        raise RecordIsIncomplete(f"A deal that is {row.status} was closed on some day.")
    if row.status == OpportunityStatus.WON:
        rules.ensure_won_amount(row.amount)
    rules.ensure_not_future(row.closed_on, today())


def _ensure_owner(known: _Known, row: RecordedOpportunity) -> None:
    """A closed deal stays whose it was; an open one comes to nobody who has left."""
    if row.owner_id not in known.owners:
        raise OwnerOutOfReach(f"There is nobody {row.owner_id} whose deals you may record.")
    earlier = known.earlier.get(row.external_id)
    if row.status == OpportunityStatus.OPEN and (earlier is None or row.owner_id != earlier.owner_id):
        ensure_at_work(known.owners[row.owner_id])


def _take_over(opportunity: Opportunity, known: _Known, row: RecordedOpportunity) -> None:
    stage_before = opportunity.stage
    for name in COPIED:
        if getattr(opportunity, name) != getattr(row, name):
            setattr(opportunity, name, getattr(row, name))
    if opportunity.owner_id != row.owner_id:
        opportunity.owner_id, opportunity.org_unit_id = row.owner_id, known.owners[row.owner_id].unit_id
    closed = row.status != OpportunityStatus.OPEN
    still_open = opportunity.status == OpportunityStatus.OPEN
    here = stage_before if stage_before and still_open else known.ladder.first.code
    opportunity.stage = row.status if closed else row.stage or here
    if closed and stage_before and still_open:
        opportunity.stage_before_close = stage_before
    opportunity.status = OpportunityStatus(row.status)
    known_day = opportunity.closed_at.date() if opportunity.closed_at else None
    if row.closed_on != known_day or not closed:
        opportunity.closed_at = midnight(row.closed_on) if closed and row.closed_on else None
    if opportunity.stage != stage_before or not opportunity.probability_overridden:
        opportunity.follow_stage(known.ladder)
    else:
        opportunity.weighted_amount = rules.weighted(opportunity.amount, opportunity.probability)


def _insert(session: Session, actor: Actor, known: _Known, made: list[Opportunity]) -> None:
    if not made:
        return
    _number(session, made)
    table = table_of(Opportunity)
    names = table.columns.keys()
    insert_rows(session, table, [{name: told.get(name) for name in names} for told in map(vars, made)])
    announce_in_bulk(session, actor, [_recorded(known, opportunity) for opportunity in made])
    index_new(session, NOUN, {opportunity.id: _words(known, opportunity) for opportunity in made})


def _number(session: Session, made: list[Opportunity]) -> None:
    """Numbers in the order of the rows, unit by unit; units in one order, so that two loads never wait in a circle."""
    for unit_id in sorted({opportunity.org_unit_id for opportunity in made}):
        theirs = [opportunity for opportunity in made if opportunity.org_unit_id == unit_id]
        for opportunity, number in zip(theirs, next_numbers(session, "OP", unit_id, len(theirs)), strict=True):
            opportunity.number = number


def _recorded(known: _Known, opportunity: Opportunity) -> Recorded:
    told: dict[str, Any] = telling.told(opportunity, changes({}, telling.facts(opportunity)), record_version=1)
    told["customer_name"] = known.customers.get(opportunity.customer_id or "")
    told["product_name"] = known.products.get(opportunity.product_id or "")
    told["unit_path"] = known.unit_paths.get(opportunity.org_unit_id, "")
    told["owner_path"] = known.owners[opportunity.owner_id].path
    return Recorded(opportunity.id, 1, opportunity.belongs_to, contract.OpportunityRecorded(**told))


def _words(known: _Known, opportunity: Opportunity) -> tuple[str | None, ...]:
    customer_name = known.customers.get(opportunity.customer_id or "")
    return opportunity.number, opportunity.name, customer_name, opportunity.external_id
