"""Keeping views. One function, one business decision, one event for each view it changes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from gateway.views import queries, rules
from gateway.views.model import View, ViewShare
from shared.actor import Actor
from shared.announce import announce
from shared.contracts.events import changes
from shared.contracts.gateway import views as contract
from shared.ids import new_id
from shared.importing import (
    CREATED,
    UNCHANGED,
    UPDATED,
    Form,
    ReadRow,
    RowResult,
    different,
    ensure_as_it_is,
    ensure_mode,
    take_rows,
)

FACTS = ("name", "noun", "filter", "columns", "sort", "widths", "q", "default", "owner_id", "external_id")


def create_view(session: Session, actor: Actor, *, name: str, noun: str, **fields: Any) -> View:
    """Keep a question, the caller's own and private; refused as the list itself would refuse it."""
    rules.ensure_room(queries.count_views(session, actor.user_id), contract.MOST_VIEWS, rules.TooManyViews)
    empty: dict[str, Any] = {"filter": None, "columns": [], "sort": [], "widths": {}, "q": None, "default": False}
    view = View(
        **{"id": new_id(), **empty, **fields}, name=name, noun=noun, owner_id=actor.user_id, created_by=actor.user_id
    )
    _ensure_sound(session, view)
    session.add(view)
    session.flush()
    session.refresh(view, ["owner"])
    _leave_one_default(session, actor, view)
    announce(session, actor, view, contract.ViewCreated(**_told(view), changes=changes({}, _facts(view))))
    return view


def change_view(session: Session, actor: Actor, view_id: str, **fields: Any) -> View:
    view = queries.get_view_for_change(session, actor, view_id)
    before = _facts(view)
    view.edit(fields)
    _ensure_sound(session, view)
    _leave_one_default(session, actor, view)
    announce(session, actor, view, contract.ViewChanged(**_told(view), changes=changes(before, _facts(view))))
    return view


def remove_view(session: Session, actor: Actor, view_id: str) -> None:
    """The view and its shares are gone; what it was stays in the log."""
    view = queries.get_view_for_change(session, actor, view_id)
    announce(session, actor, view, contract.ViewRemoved(**_told(view), changes=changes(_facts(view), {})))
    for share in queries.shares_of(session, view):
        session.delete(share)
    session.flush()
    session.delete(view)


def share_view(session: Session, actor: Actor, view_id: str, **grantee: str) -> ViewShare:
    """Open the view to one person, one unit with those below it, or one group. Nobody sees more records by it."""
    view = queries.get_view_for_change(session, actor, view_id)
    [(field, named)] = grantee.items()
    kind = {"person_id": "person", "org_unit_id": "unit", "group": "group"}[field]
    grantee_id = queries.find_grantee(session, kind, named)
    if grantee_id is None:
        raise rules.GranteeIsUnknown(f"There is no {kind} {named}.")
    shares = queries.shares_of(session, view)
    if any(share.grantee_id == grantee_id for share in shares):
        raise rules.ViewIsSharedAlready(f"The view is open to this {kind} already.")
    rules.ensure_room(len(shares), contract.MOST_SHARES, rules.TooManyShares)
    share = ViewShare(id=new_id(), view_id=view.id, kind=kind, grantee_id=grantee_id)
    session.add(share)
    opened = {"shared": {"before": None, "after": {"kind": kind, "grantee_id": grantee_id}}}
    announce(session, actor, view, contract.ViewShared(**_told(view), **_share_told(share), changes=opened))
    return share


def revoke_view_share(session: Session, actor: Actor, view_id: str, share_id: str) -> None:
    view = queries.get_view_for_change(session, actor, view_id)
    share = queries.get_share(session, view, share_id)
    session.delete(share)
    closed = {"shared": {"before": {"kind": share.kind, "grantee_id": share.grantee_id}, "after": None}}
    announce(session, actor, view, contract.ViewShareRevoked(**_told(view), **_share_told(share), changes=closed))


def import_views(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """Bring the caller's own views in step with these rows, by external id; whom they are open to stays."""
    return take_rows(session, rows, lambda form: _import_view(session, actor, mode, form))


def _import_view(session: Session, actor: Actor, mode: str, form: Form) -> RowResult:
    rules.ensure_own(form.get("owner_login", actor.login), actor.login)
    fields = {name: value for name, value in form.items() if name not in ("owner_login", "noun")}
    found = queries.find_own(session, actor, form["external_id"])
    ensure_mode(mode, form["external_id"], found is not None)
    if found is None:
        return RowResult(CREATED, create_view(session, actor, noun=form["noun"], **fields).id)
    ensure_as_it_is(found, {"noun": form["noun"]})
    if not (changed := different(found, fields)):
        return RowResult(UNCHANGED, found.id)
    return RowResult(UPDATED, change_view(session, actor, found.id, **changed).id)


def _ensure_sound(session: Session, view: View) -> None:
    rules.ensure_external_id_free(queries.is_external_id_taken(session, view), view.external_id)
    queries.ensure_answerable(session, view)


def _leave_one_default(session: Session, actor: Actor, view: View) -> None:
    if not view.default:
        return
    for other in queries.other_defaults(session, view):
        before = _facts(other)
        other.edit({"default": False})
        announce(session, actor, other, contract.ViewChanged(**_told(other), changes=changes(before, _facts(other))))


def _facts(view: View) -> dict[str, Any]:
    return {name: getattr(view, name) for name in FACTS} | {"widths": view.widths or {}}


def _told(view: View) -> dict[str, Any]:
    """What every event about this view says."""
    return {"view_id": view.id, **_facts(view)}


def _share_told(share: ViewShare) -> dict[str, Any]:
    return {"share_id": share.id, "grantee_kind": share.kind, "grantee_id": share.grantee_id}
