"""Where the reports hear of requests. Each of their events may tell of another owner."""

from sqlalchemy.orm import Session

from services.reporting.requests import commands
from shared.actor import Actor
from shared.bus.envelope import current_envelope, told_at
from shared.contracts.service_desk.requests import (
    RequestChanged,
    RequestClaimed,
    RequestClosed,
    RequestConfirmed,
    RequestCreated,
    RequestEscalated,
    RequestEvent,
    RequestReassigned,
    RequestReleased,
    RequestRemoved,
    RequestReopened,
    RequestShared,
    RequestShareRevoked,
    RequestSolved,
    RequestStarted,
)
from shared.entrypoints import Entrypoints
from shared.rpc import handles


class RequestFactEntrypoints(Entrypoints):
    @handles(RequestCreated)
    def follow_created_request(self, session: Session, actor: Actor, event: RequestCreated) -> None:
        _follow(session, actor, event)

    @handles(RequestChanged)
    def follow_changed_request(self, session: Session, actor: Actor, event: RequestChanged) -> None:
        _follow(session, actor, event)

    @handles(RequestClaimed)
    def follow_claimed_request(self, session: Session, actor: Actor, event: RequestClaimed) -> None:
        _follow(session, actor, event)

    @handles(RequestReleased)
    def follow_released_request(self, session: Session, actor: Actor, event: RequestReleased) -> None:
        _follow(session, actor, event)

    @handles(RequestReassigned)
    def follow_reassigned_request(self, session: Session, actor: Actor, event: RequestReassigned) -> None:
        _follow(session, actor, event)

    @handles(RequestStarted)
    def follow_started_request(self, session: Session, actor: Actor, event: RequestStarted) -> None:
        _follow(session, actor, event)

    @handles(RequestSolved)
    def follow_solved_request(self, session: Session, actor: Actor, event: RequestSolved) -> None:
        _follow(session, actor, event)

    @handles(RequestConfirmed)
    def follow_confirmed_request(self, session: Session, actor: Actor, event: RequestConfirmed) -> None:
        _follow(session, actor, event)

    @handles(RequestClosed)
    def follow_closed_request(self, session: Session, actor: Actor, event: RequestClosed) -> None:
        _follow(session, actor, event)

    @handles(RequestReopened)
    def follow_reopened_request(self, session: Session, actor: Actor, event: RequestReopened) -> None:
        _follow(session, actor, event)

    @handles(RequestEscalated)
    def follow_escalated_request(self, session: Session, actor: Actor, event: RequestEscalated) -> None:
        _follow(session, actor, event)

    @handles(RequestRemoved)
    def forget_removed_request(self, session: Session, actor: Actor, event: RequestRemoved) -> None:
        commands.forget_request(session, event.request_id)

    @handles(RequestShared)
    def follow_shared_request(self, session: Session, actor: Actor, event: RequestShared) -> None:
        commands.follow_share(session, actor, event, _version(), told_at())

    @handles(RequestShareRevoked)
    def follow_revoked_share_of_request(self, session: Session, actor: Actor, event: RequestShareRevoked) -> None:
        commands.follow_share(session, actor, event, _version(), told_at())


def _follow(session: Session, actor: Actor, event: RequestEvent) -> None:
    commands.follow_request(session, actor, event, _version(), told_at())


def _version() -> int:
    """That of the request that is being told of; requests say it in the envelope alone."""
    envelope = current_envelope.get()
    if envelope is None:
        raise LookupError("A request's version is known only while its event is handled.")
    return envelope.sequence
