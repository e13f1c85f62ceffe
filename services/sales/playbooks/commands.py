"""Drawing up playbooks and changing them. One function, one business decision, one event."""

from typing import Any

from sqlalchemy.orm import Session

from services.sales.competitors.queries import key_of
from services.sales.playbooks import queries, rules
from services.sales.playbooks.model import Play, Playbook
from services.sales.products.queries import offered_products
from services.sales.stages.queries import ladder
from shared.actor import Actor
from shared.announce import announce
from shared.company_wide import ensure_for_company
from shared.contracts.events import changes
from shared.contracts.fields import money_text
from shared.contracts.sales import playbooks as contract
from shared.ids import new_id

TOLD = ("kind", "title", "text", "link", "competitor", "channel", "product_id", "currency")


def create_playbook(
    session: Session,
    actor: Actor,
    *,
    name: str,
    plays: list[dict[str, Any]],
    stage: str | None = None,
    **chosen: str,
) -> Playbook:
    """Draw up a playbook, attached to a stage at once where one is named; `chosen` is its id, where it has one."""
    ensure_for_company(actor)
    playbook = Playbook(name=name, created_by=actor.user_id, **({"id": new_id()} | chosen))
    _move(session, playbook, stage)
    playbook.plays = _plays(session, plays)
    session.add(playbook)
    session.flush()
    _announce(session, actor, playbook, {}, contract.PlaybookCreated)
    return playbook


def change_playbook(session: Session, actor: Actor, playbook_id: str, **fields: Any) -> Playbook:
    """Give it another name, another stage or none, or other plays; what is left out stays."""
    ensure_for_company(actor)
    playbook = queries.get_playbook_for_change(session, actor, playbook_id)
    before = _facts(playbook)
    if "name" in fields:
        playbook.rename(fields["name"])
    if "stage" in fields:
        _move(session, playbook, fields["stage"])
    if "plays" in fields:
        replaced = _plays(session, fields["plays"])
        playbook.plays = []
        session.flush()  # the places of the old plays are free before the new ones take them
        playbook.plays = replaced
    session.flush()
    _announce(session, actor, playbook, before, contract.PlaybookChanged)
    return playbook


def _move(session: Session, playbook: Playbook, stage: str | None) -> None:
    """Raises `StageIsUnknown`, and `StageEndsDeals`."""
    if stage is None:
        playbook.detach()
    else:
        playbook.attach(stage, ladder(session).at(stage).outcome)


def _plays(session: Session, asked: list[dict[str, Any]]) -> list[Play]:
    offered_products(session, {play["product_id"] for play in asked if play.get("product_id")})
    made = []
    for position, play in enumerate(asked, start=1):
        rules.ensure_fits_some_deal(play["title"], play.get("least_amount"), play.get("most_amount"))
        competitor = play.get("competitor")
        made.append(Play(position=position, competitor_key=key_of(competitor) if competitor else None, **play))
    return made


def _announce(
    session: Session, actor: Actor, playbook: Playbook, before: dict[str, Any], event: type[contract.PlaybookEvent]
) -> None:
    after = _facts(playbook)
    told = {**after, "playbook_id": playbook.id, "record_version": playbook.next_version}
    announce(session, actor, playbook, event(**told, changes=changes(before, after)))


def _facts(playbook: Playbook) -> dict[str, Any]:
    """The fields whose changes are history."""
    return {"name": playbook.name, "stage": playbook.stage, "plays": [_told(play) for play in playbook.plays]}


def _told(play: Play) -> dict[str, Any]:
    bounds = {"least_amount": play.least_amount, "most_amount": play.most_amount}
    return {
        **{name: getattr(play, name) for name in TOLD},
        **{name: None if amount is None else money_text(amount) for name, amount in bounds.items()},
    }
