"""What a service can say about why somebody may or may not reach one of its records, and what a change would open.

The conditions are those of `shared.visible` themselves, so that no explanation can say other than what is done. Only
the gateway asks; it decides who may know the answer.
"""

from typing import Any, ClassVar

from sqlalchemy import Select, and_, func, null, select
from sqlalchemy.orm import DeclarativeBase, Session

from shared.actor import Actor
from shared.contracts.explaining import RecordFacts, SightDifference, SightQuestion
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.errors import NotFound
from shared.persistence.platform import Share
from shared.persistence.records import OwnedRecord
from shared.rights import read_right
from shared.rpc import rpc
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
        model = model_of(self.owned_in, form["noun"])
        before, after = (verify_actor(form[name], self.secret()) for name in ("before", "after"))
        with self.read() as session:
            return reply(SightDifference, _difference(session, model, self.actor, before, after, form["examples"]))


def nouns_in(base: type[DeclarativeBase]) -> dict[str, Model]:
    """The owned models of a service by their nouns."""
    classes = (mapper.class_ for mapper in base.registry.mappers)
    return {noun_of(model): model for model in classes if issubclass(model, OwnedRecord)}


def model_of(base: type[DeclarativeBase], noun: str) -> Model:
    """The model of a right's noun; `inbound` is short for the only model whose name begins so."""
    nouns = nouns_in(base)
    found = [nouns[noun]] if noun in nouns else [model for name, model in nouns.items() if name.startswith(noun)]
    if len(found) != 1:
        raise NotFound(f"There are no records of the noun {noun} with an owner and a unit here.")
    return found[0]


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


def _difference(
    session: Session, model: Model, asker: Actor, before: Actor, after: Actor, examples: int
) -> dict[str, Any]:
    return {
        "opened": _only_in(session, model, asker, after, before, examples),
        "closed": _only_in(session, model, asker, before, after, examples),
    }


def _only_in(session: Session, model: Model, asker: Actor, here: Actor, there: Actor, examples: int) -> dict[str, Any]:
    """How many records one actor sees and another does not, and some that the asker sees too."""
    rows = visible(model, here).where(model.id.not_in(_ids(model, there)))
    count = session.scalars(rows.with_only_columns(func.count(), maintain_column_froms=True).order_by(None)).one()
    shown = rows.where(model.id.in_(_ids(model, asker))).order_by(model.id.desc()).limit(examples)
    ids = session.scalars(shown.with_only_columns(model.id, maintain_column_froms=True)) if count else ()
    return {"count": count, "examples": list(ids)}


def _ids(model: Model, actor: Actor) -> Select[Any]:
    """A question of its own about the same table: it must not take the rows of the one around it for its own."""
    return visible(model, actor).with_only_columns(model.id, maintain_column_froms=True).correlate(None)
