"""What a service can say about why somebody may or may not reach one of its records, and what a change would open.

The conditions are those of `shared.visible` themselves, so that no explanation can say other than what is done. Only
the gateway asks; it decides who may know the answer.
"""

from typing import Any, ClassVar

from sqlalchemy import and_, null, select
from sqlalchemy.orm import DeclarativeBase, Session

from shared import sights
from shared.actor import Actor
from shared.contracts.explaining import RecordFacts, SightDifference, SightPage, SightPageQuestion, SightQuestion
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.errors import NotFound
from shared.persistence.platform import Share
from shared.persistence.records import OwnedRecord, Record
from shared.rights import read_right
from shared.rpc import rpc
from shared.sights import Sight
from shared.signing import verify_actor
from shared.visible import granted_to, noun_of, visible, ways

MOST_SHARES = 100

Model = type[OwnedRecord]


class ExplainingEntrypoints(Entrypoints):
    """`owned_in` is where the service's records with an owner and a unit are declared."""

    owned_in: ClassVar[type[DeclarativeBase]]

    @rpc
    def explain_record(self, noun: str, record_id: str) -> Payload:
        """For the gateway: how far each way to the record leads the caller by the caller's right."""
        model = model_of(self.owned_in, noun)
        with self.read() as session:
            return reply(RecordFacts, _facts(session, model, self.actor, record_id))

    @rpc
    def compare_sights(self, request: Payload) -> Payload:
        """For the gateway: what one actor would see more and less than another; examples only as the caller sees."""
        form = SightQuestion().load(request)
        sight = sight_in(self.owned_in, form["noun"])
        before, after = (verify_actor(form[name], self.secret()) for name in ("before", "after"))
        with self.read() as session:
            difference = sights.difference(session, sight, self.actor, before, after, form["examples"])
            return reply(SightDifference, difference)

    @rpc
    def list_difference(self, request: Payload) -> Payload:
        """For the gateway: the records that one actor sees and another does not, as far as the caller sees them."""
        form = SightPageQuestion().load(request)
        sight = sight_in(self.owned_in, form["noun"])
        here, there = (verify_actor(form[name], self.secret()) for name in ("here", "there"))
        with self.read() as session:
            page = sights.page(session, sight, self.actor, here, there, limit=form["limit"], cursor=form["cursor"])
            return reply(SightPage, page)


def nouns_in(base: type[DeclarativeBase]) -> dict[str, Model]:
    """The owned models of a service by their nouns."""
    classes = (mapper.class_ for mapper in base.registry.mappers)
    return {noun_of(model): model for model in classes if issubclass(model, OwnedRecord)}


def model_of(base: type[DeclarativeBase], noun: str) -> Model:
    """The model of a right's noun; `inbound` is short for the only model whose name begins so."""
    name, nouns = _as_class(noun), {_as_class(known): model for known, model in nouns_in(base).items()}
    found = [nouns[name]] if name in nouns else [model for known, model in nouns.items() if known.startswith(name)]
    if len(found) != 1:
        raise NotFound(f"There are no records of the noun {noun} with an owner and a unit here.")
    return found[0]


def sight_in(base: type[DeclarativeBase], noun: str) -> Sight:
    """Who sees which records of a noun: by owner and unit, or all of them where they are the whole company's."""
    classes = (mapper.class_ for mapper in base.registry.mappers)
    named = [one for one in classes if issubclass(one, Record) and one.__name__.lower() == _as_class(noun)]
    if named and not issubclass(named[0], OwnedRecord):
        return sights.of_company(named[0])
    model = model_of(base, noun)
    return Sight(model.id, lambda actor: visible(model, actor))


def _as_class(noun: str) -> str:
    """A right writes `call_back` of what the code calls `CallBack`."""
    return noun.replace("_", "")


def _facts(session: Session, model: Model, actor: Actor, record_id: str) -> dict[str, Any]:
    for_change = actor.right != read_right(actor.right)
    leading = ways(model, actor, actor.reaches, for_change=for_change)
    customer = getattr(model, model.customer_key, null())
    asked = select(model.owner_id, model.org_unit_id, customer.label("customer_id"))
    row = session.execute(
        asked.add_columns(*(way.label(f"by_{name}") for name, way in leading.items())).where(model.id == record_id)
    ).one_or_none()
    if row is None:
        return {"exists": False, "ways": {}, "shares": []}
    return {
        "exists": True,
        "owner_id": row.owner_id,
        "org_unit_id": row.org_unit_id,
        "customer_id": row.customer_id,
        "ways": {name: bool(getattr(row, f"by_{name}")) for name in leading},
        "shares": _shares(session, actor, record_id, for_change) if model.shareable else [],
    }


def _shares(session: Session, actor: Actor, record_id: str, for_change: bool) -> list[dict[str, Any]]:
    opens = and_(*granted_to(actor))
    rows = session.execute(
        select(Share, opens.label("opens")).where(Share.record_id == record_id).order_by(Share.id).limit(MOST_SHARES)
    )
    return [
        {
            "id": share.id,
            "grantee_id": share.grantee_id,
            "grantee_kind": share.grantee_kind,
            "reason": share.reason,
            "access": "write" if share.may_write else "read",
            "until": share.until,
            "granted_by": share.granted_by,
            "granted_at": share.granted_at,
            "opens": bool(opened) and (share.may_write or not for_change),
        }
        for share, opened in rows
    ]
