"""What every service answers about its log: the entries of the audit trail, and whether its chain is whole."""

from dataclasses import asdict

from shared.audit import chain, trail
from shared.contracts.payload import Payload
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class AuditEntrypoints(Entrypoints):
    """Mixed into each service; the gateway asks all of them and puts the answers together."""

    @rpc
    def list_audit_entries(self, query: Payload) -> Payload:
        with self.read() as session:
            return {"data": trail.list_entries(session, self.actor, self.name, query)}

    @rpc
    def count_audit_entries(self, query: Payload) -> Payload:
        with self.read() as session:
            return {"count": trail.count_entries(session, self.actor, query)}

    @rpc
    def get_chain_head(self) -> Payload:
        with self.read() as session:
            return asdict(chain.head(session))

    @rpc
    def check_chain(self, after: int, after_hash: str, marks: dict[str, str], limit: int) -> Payload:
        """One page of looking; see `shared.audit.chain.check_page`."""
        with self.read() as session:
            known = {int(position): written for position, written in marks.items()}
            return asdict(chain.check_page(session, chain.Mark(after, after_hash), known, limit))
