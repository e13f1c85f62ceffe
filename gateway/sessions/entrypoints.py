"""Where sessions meet the message bus. A session is one kind of credential, so it is kept with the tokens."""

from gateway.people import queries as people
from gateway.people.commands import credentials
from gateway.sealing import csrf_token
from gateway.sessions.rules import device_of
from gateway.tokens import commands, queries
from gateway.tokens.commands.signing_in import attempt_of
from shared.contracts.gateway.sessions import CreateSession, OpenSessionView, SessionsView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class SessionEntrypoints(Entrypoints):
    @rpc
    def create_session(self, request: Payload, address: str | None = None, device: str | None = None) -> Payload:
        """The answer holds the session's token as well, which the gateway puts into the cookie."""
        form = CreateSession().load(request)
        form["label"] = device_of(form["label"], device)
        attempt = attempt_of(self.database, address, **form)
        with self.work() as session:
            ended = commands.open_session(session, attempt, secret=self.secret())
        opened = ended.token()
        shown = reply(OpenSessionView, {**vars(opened), "csrf_token": csrf_token(opened.id, self.secret())})
        return {**shown, "session_token": opened.access_token}

    @rpc
    def list_sessions(self) -> Payload:
        with self.read() as session:
            return reply(SessionsView, {"data": queries.list_own_sessions(session, self.actor)})

    @rpc
    def get_current_session(self) -> Payload:
        """For a page that was loaded anew and must write again."""
        with self.read() as session:
            current = queries.get_own_session(session, self.actor, self.actor.credential_id)
            must_change = people.find_oneself(session, self.actor).must_change_password
            told = {"csrf_token": csrf_token(current.id, self.secret()), "must_change_password": must_change}
            return reply(OpenSessionView, {"id": current.id, "expires_at": current.expires_at, **told})

    @rpc
    def end_current_session(self) -> Payload:
        with self.work() as session:
            commands.end_session(session, self.actor, self.actor.credential_id)
            return {}

    @rpc
    def end_session(self, session_id: str) -> Payload:
        with self.work() as session:
            commands.end_session(session, self.actor, session_id)
            return {}

    @rpc
    def sign_out_everywhere(self) -> Payload:
        with self.work() as session:
            credentials.sign_oneself_out_everywhere(session, self.actor)
            return {}
