"""Reading views: one's own, and those one is let into. Nobody reads another's private view, whatever their rights."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from gateway.custom_fields import queries as custom_fields
from gateway.groups import queries as groups
from gateway.http.discovery import declared_lists
from gateway.http.query import search_query
from gateway.org_units import queries as org_units
from gateway.people import queries as people
from gateway.views import rules
from gateway.views.model import View as View
from gateway.views.model import ViewShare
from shared.actor import Actor
from shared.contracts.custom import PREFIX
from shared.contracts.gateway import views as contract
from shared.contracts.listing import Listing
from shared.contracts.payload import Payload
from shared.errors import NotFound
from shared.listing import list_records
from shared.listing.custom import names_in
from shared.persistence.history import list_history
from shared.persistence.paths import nodes_on
from shared.visible import ensure_expected_version

COLUMNS: dict[str, Any] = {name: getattr(View, name) for name in contract.LISTING.fields}


def visible_views(actor: Actor) -> Select[View]:
    return select(View).where(or_(View.owner_id == actor.user_id, View.id.in_(_let_into(actor))))


def get_view(session: Session, actor: Actor, view_id: str) -> View:
    wanted = visible_views(actor).where(View.id == view_id)
    view = session.scalar(wanted.execution_options(populate_existing=True))
    if view is None:
        raise NotFound(f"There is no view {view_id}.")
    return view


def get_view_for_change(session: Session, actor: Actor, view_id: str) -> View:
    """The view, locked; raises `ViewOfAnother` for one that is only shared with the caller."""
    rules.ensure_own(get_view(session, actor, view_id).owner_id, actor.user_id)
    locked = select(View).where(View.id == view_id).with_for_update(of=View)
    view = session.scalar(locked.execution_options(populate_existing=True))
    if view is None:
        raise NotFound(f"There is no view {view_id}.")
    ensure_expected_version(actor, view)
    return view


def find_own(session: Session, actor: Actor, external_id: str) -> View | None:
    mine = select(View).where(View.owner_id == actor.user_id, View.external_id == external_id)
    return session.scalar(mine.with_for_update(of=View).execution_options(populate_existing=True))


def is_external_id_taken(session: Session, view: View) -> bool:
    """Whether another view of the same owner has it."""
    if view.external_id is None:
        return False
    others = select(View.id).where(View.owner_id == view.owner_id, View.external_id == view.external_id)
    with session.no_autoflush:
        return session.scalar(others.where(View.id != view.id)) is not None


def list_views(session: Session, actor: Actor, query: Payload) -> Payload:
    return list_records(session, visible_views(actor), View, contract.LISTING, COLUMNS, query)


def list_view_history(session: Session, actor: Actor, view_id: str, after: int) -> Payload:
    return list_history(session, get_view(session, actor, view_id).id, after=after)


def shares_of(session: Session, view: View) -> list[ViewShare]:
    """At most `contract.MOST_SHARES`."""
    return list(session.scalars(select(ViewShare).where(ViewShare.view_id == view.id).order_by(ViewShare.id)))


def get_share(session: Session, view: View, share_id: str) -> ViewShare:
    share = session.scalar(select(ViewShare).where(ViewShare.view_id == view.id, ViewShare.id == share_id))
    if share is None:
        raise NotFound(f"This view has no share {share_id}.")
    return share


def count_views(session: Session, owner_id: str) -> int:
    return session.scalar(select(func.count()).select_from(View).where(View.owner_id == owner_id)) or 0


def other_defaults(session: Session, view: View) -> list[View]:
    """The owner's other views that the same list opens with: one at most, unless two were made at once."""
    mine = select(View).where(View.owner_id == view.owner_id, View.noun == view.noun, View.default, View.id != view.id)
    return list(session.scalars(mine.order_by(View.id).with_for_update(of=View)))


def ensure_answerable(session: Session, view: View) -> None:
    """Raises `ListIsUnknown`, and what the list itself would say to this question."""
    route = declared_lists().get(view.noun)
    if route is None or route.listing is None:
        raise rules.ListIsUnknown(f"There is no list {view.noun}.")
    asked = search_query(view.asks(), route.listing)
    rules.ensure_known(_unknown(session, route.listing, asked), view.noun)
    rules.ensure_columns(_no_columns(session, route.listing, view.widths or {}), view.noun)


def find_grantee(session: Session, kind: str, named: str) -> str | None:
    """The id of the active person, the unit or the group (by its code) that a view is to be opened to."""
    if kind == "group":
        found = groups.find_groups(session, [named])
        return found[named].id if named in found else None
    if kind == "unit":
        return named if org_units.units_by_id(session, [named]) else None
    who = people.standings()
    return session.scalar(select(who.c.id).where(who.c.id == named, who.c.active))


def _unknown(session: Session, listing: Listing, asked: Payload) -> list[str]:
    named = {name for name in (*names_in(asked), *asked.get("fields", ())) if name.startswith(PREFIX)}
    known = {PREFIX + code for code in custom_fields.codes_of(session, listing.noun)} if named else set()
    return sorted(named - known)


def _no_columns(session: Session, listing: Listing, widths: Mapping[str, int]) -> list[str]:
    """Those of the named columns that this list does not have: fields of its records, and of the company's own."""
    others = set(widths) - set(listing.view().fields)
    own = {name for name in others if listing.customised and name.startswith(PREFIX)}
    known = {PREFIX + code for code in custom_fields.codes_of(session, listing.noun)} if own else set()
    return sorted(others - known)


def _let_into(actor: Actor) -> Select[str]:
    above = nodes_on(actor.unit_path)
    places = org_units.places()
    grantees: list[ColumnElement[bool]] = [
        ViewShare.grantee_id == actor.user_id,
        ViewShare.grantee_id.in_(select(places.c.id).where(places.c.node.in_(above))),
        ViewShare.grantee_id.in_(groups.group_ids_of(actor.user_id)),
    ]
    return select(ViewShare.view_id).where(or_(*grantees))
