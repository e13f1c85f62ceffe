"""Reading territories, which belong to the company: whoever may open the list sees all of them. What they say of a
customer is for whoever may see the customer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from services.sales.territories import rules
from services.sales.territories.model import RuleBook
from services.sales.territories.model import Territory as Territory
from services.sales.territories.model import TerritoryRule as TerritoryRule
from services.sales.territories.rules import Rule as Rule
from services.sales.territories.rules import Traits as Traits
from services.sales.territories.rules import Verdict as Verdict
from services.sales.territories.rules import criteria as criteria
from shared.actor import Actor
from shared.company_wide import get_of_company, get_of_company_for_change
from shared.contracts.payload import Payload
from shared.contracts.sales import territories as contract
from shared.errors import NotFound
from shared.listing import list_records
from shared.merged_customers import losers_of
from shared.newest import Newest, newest
from shared.persistence.history import list_history
from shared.persistence.platform import OrgPersonReplica, TerritorySeller

COLUMNS = {name: getattr(Territory, name) for name in contract.LISTING.fields}


def every_territory() -> Select[Territory]:
    return select(Territory)


def get_territory(session: Session, territory_id: str) -> Territory:
    return get_of_company(session, Territory, territory_id, "territory")


def get_territory_for_change(session: Session, actor: Actor, territory_id: str) -> Territory:
    """The territory, locked until the transaction ends; raises `Stale` when the caller named another version."""
    return get_of_company_for_change(session, actor, Territory, territory_id, "territory")


def hold_territory(session: Session, territory_id: str) -> Territory:
    """Nobody removes it until the transaction ends; others may hold it as well. Raises `NotFound`."""
    held = session.scalar(every_territory().where(Territory.id == territory_id).with_for_update(read=True))
    if held is None:
        raise NotFound(f"There is no territory {territory_id}.")
    return held


def territory_called(session: Session, text: str) -> Territory | None:
    """The one of this code, else the only one of this name, in whatever case; held as by `hold_territory`."""
    said = func.lower(text.strip())
    for column in (Territory.code, Territory.name):
        found = session.scalars(every_territory().where(func.lower(column) == said).order_by(Territory.code)).all()
        exact = [one for one in found if getattr(one, column.key) == text.strip()] or found
        if len(exact) == 1:
            return session.scalar(every_territory().where(Territory.id == exact[0].id).with_for_update(read=True))
    return None


def list_territories(session: Session, query: Payload) -> Payload:
    return list_records(session, every_territory(), Territory, contract.LISTING, COLUMNS, query)


def list_territory_history(session: Session, territory_id: str, after: int) -> Payload:
    return list_history(session, get_territory(session, territory_id).id, after=after)


def is_code_taken(session: Session, code: str) -> bool:
    return session.scalar(every_territory().where(Territory.code == code)) is not None


def count_territories(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Territory)) or 0


def territories_by_id(session: Session, territory_ids: Collection[str]) -> dict[str, Territory]:
    found = session.scalars(every_territory().where(Territory.id.in_(territory_ids)))
    return {territory.id: territory for territory in found} if territory_ids else {}


def list_rules(session: Session, territory_id: str, limit: int, before: str | None = None) -> Newest[TerritoryRule]:
    theirs = _rules_of(get_territory(session, territory_id).id)
    return newest(session, theirs, TerritoryRule.id, limit, before)


def get_rule(session: Session, territory_id: str, rule_id: str) -> TerritoryRule:
    rule = session.scalar(_rules_of(territory_id).where(TerritoryRule.id == rule_id))
    if rule is None:
        raise NotFound(f"There is no rule {rule_id} of this territory.")
    return rule


def count_rules(session: Session, territory_id: str) -> int:
    return session.scalar(select(func.count()).where(TerritoryRule.territory_id == territory_id)) or 0


def said_already(session: Session, territory_id: str, said: Collection[str]) -> set[str]:
    """Those of these texts that rules of the territory say."""
    theirs = select(TerritoryRule.said).where(TerritoryRule.territory_id == territory_id)
    return set(session.scalars(theirs.where(TerritoryRule.said.in_(said))))


def _rules_of(territory_id: str) -> Select[TerritoryRule]:
    return select(TerritoryRule).where(TerritoryRule.territory_id == territory_id)


@dataclass(frozen=True)
class Seller:
    """Somebody who sells in a territory; the person is None where the organisation has forgotten them."""

    person: OrgPersonReplica | None
    assigned_at: datetime


def list_sellers(session: Session, territory_id: str) -> list[Seller]:
    """Who sells in a territory, those first who came first."""
    places = (
        select(OrgPersonReplica, TerritorySeller.assigned_at)
        .select_from(TerritorySeller)
        .outerjoin(OrgPersonReplica, OrgPersonReplica.id == TerritorySeller.person_id)
        .where(TerritorySeller.territory_id == get_territory(session, territory_id).id)
        .order_by(TerritorySeller.assigned_at, TerritorySeller.person_id)
    )
    return [Seller(person, assigned_at) for person, assigned_at in session.execute(places)]


def sellers_at_work(session: Session, territory_id: str) -> Sequence[OrgPersonReplica]:
    """Those who sell in a territory and still work here."""
    territory = get_territory(session, territory_id)
    theirs = select(TerritorySeller.person_id).where(TerritorySeller.territory_id == territory.id)
    people = select(OrgPersonReplica).where(OrgPersonReplica.id.in_(theirs), OrgPersonReplica.active.is_(True))
    return session.scalars(people).all()


def get_seller(session: Session, territory_id: str, person_id: str) -> TerritorySeller | None:
    return session.get(TerritorySeller, (person_id, territory_id))


def count_sellers(session: Session, territory_id: str) -> int:
    return session.scalar(select(func.count()).where(TerritorySeller.territory_id == territory_id)) or 0


def count_places(session: Session, person_id: str) -> int:
    """In how many territories a person sells."""
    return session.scalar(select(func.count()).where(TerritorySeller.person_id == person_id)) or 0


def territories_of(session: Session, person_id: str) -> Sequence[Territory]:
    """Where a person sells now, by the codes."""
    theirs = select(TerritorySeller.territory_id).where(TerritorySeller.person_id == person_id)
    return session.scalars(every_territory().where(Territory.id.in_(theirs)).order_by(Territory.code)).all()


def rulebook_version(session: Session) -> int:
    return session.scalar(select(RuleBook.version).where(RuleBook.id == 1)) or 0


def hold_rules(session: Session) -> None:
    """Let no rule change until the transaction ends; others may hold them as well."""
    session.scalar(select(RuleBook.version).where(RuleBook.id == 1).with_for_update(read=True))


def get_rulebook_for_change(session: Session) -> RuleBook:
    """Locked until the transaction ends: nobody places customers meanwhile."""
    held = select(RuleBook).where(RuleBook.id == 1).with_for_update().execution_options(populate_existing=True)
    while (rulebook := session.scalar(held)) is None:
        try:
            with session.begin_nested():
                session.add(RuleBook(id=1, version=0))
        except IntegrityError:
            continue  # somebody else wrote the first rule in this very moment
    return rulebook


def judge_customers(session: Session, traits: Iterable[Traits]) -> dict[str, Verdict]:
    """Where each of these customers is placed by the rules as they are now, by the customer's id."""
    asked = _with_merged(session, list(traits))
    keys = {one.customer_id: rules.keys_of(one) for one in asked}
    by_key: dict[str, list[Rule]] = defaultdict(list)
    wanted = sorted(set().union(*keys.values()))
    for part in (wanted[at : at + _KEYS_AT_ONCE] for at in range(0, len(wanted), _KEYS_AT_ONCE)):
        for rule in session.scalars(select(TerritoryRule).where(TerritoryRule.found_by.in_(part))):
            by_key[rule.found_by].append(rule.read())
    return {
        one.customer_id: rules.judge((rule for key in keys[one.customer_id] for rule in by_key.get(key, ())), one)
        for one in asked
    }


_KEYS_AT_ONCE = 5_000


def _with_merged(session: Session, traits: Sequence[Traits]) -> list[Traits]:
    """Each with the customers that were merged into it."""
    merged = losers_of(session, [one.customer_id for one in traits])
    return [one.with_merged(merged.get(one.customer_id, frozenset())) for one in traits]


def rules_naming_contact(session: Session, contact_id: str) -> Sequence[TerritoryRule]:
    return session.scalars(select(TerritoryRule).where(TerritoryRule.contact_id == contact_id)).all()
