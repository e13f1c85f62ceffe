"""Where questions about access meet the message bus."""

from gateway.access import queries
from shared.contracts.gateway.access import MeView, OrganisationChanges, PeopleWhoMay, RightsView
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class AccessEntrypoints(Entrypoints):
    def catch_up(self, version: int) -> None:
        """Nothing to do: this is where the organisation is kept."""

    @rpc
    def get_me(self) -> Payload:
        with self.read() as session:
            return reply(MeView, queries.describe_caller(session, self.actor))

    @rpc
    def list_rights(self) -> Payload:
        return reply(RightsView, queries.list_rights())

    @rpc
    def list_organisation_changes(self, after: int, limit: int = 1000) -> Payload:
        """For services: see `shared.organisation`."""
        with self.read() as session:
            return reply(OrganisationChanges, queries.list_organisation_changes(session, after, limit))

    @rpc
    def list_people_who_may(
        self,
        right: str,
        owner_id: str | None = None,
        org_unit_id: str | None = None,
        shared_people: list[str] | None = None,
        shared_units: list[str] | None = None,
        after: str | None = None,
        limit: int = 1000,
    ) -> Payload:
        """For services: the people a notification about a record may go to."""
        with self.read() as session:
            found = queries.list_people_who_may(
                session,
                right,
                owner_id=owner_id,
                org_unit_id=org_unit_id,
                shared_people=shared_people or (),
                shared_units=shared_units or (),
                after=after,
                limit=limit,
            )
            return reply(PeopleWhoMay, found)
