"""Where questions about access meet the message bus."""

from gateway.access import queries
from gateway.people import commands as people_commands
from gateway.people import queries as people
from shared.contracts.gateway.access import MeView, OrganisationChanges, PeopleWhoMay, RightsView
from shared.contracts.gateway.people import LinkCustomer, PersonView
from shared.contracts.payload import Payload, reply
from shared.contracts.sales import customers
from shared.entrypoints import Entrypoints
from shared.rpc import rpc

ASKING_SECONDS = 5.0


class AccessEntrypoints(Entrypoints):
    tree = queries.TREE

    def catch_up(self, version: int) -> None:
        """Nothing to do: this is where the organisation is kept."""

    @rpc
    def get_me(self) -> Payload:
        with self.read() as session:
            return reply(MeView, queries.describe_caller(session, self.actor, self.settings.currency))

    @rpc
    def list_rights(self) -> Payload:
        return reply(RightsView, queries.list_rights())

    @rpc
    def link_person_to_customer(self, person_id: str, request: Payload) -> Payload:
        form = LinkCustomer().load(request)
        self._ensure_customer_in_sight(form["customer_id"])
        with self.work() as session:
            person = people_commands.link_customer(session, self.actor, person_id, **form)
            return reply(PersonView, people.show(session, person))

    def _ensure_customer_in_sight(self, customer_id: str | None) -> None:
        """Raise what sales answers the caller who asks for this customer."""
        if customer_id is not None:
            self.before_work()
            with self.read() as session:
                asking = queries.actor_of(session, self.actor.user_id, customers.READ)
            self.bus.on_behalf_of(asking, ASKING_SECONDS).call("sales", "get_customer", customer_id=customer_id)

    @rpc
    def list_organisation_changes(self, after: int, limit: int = 1000) -> Payload:
        """For services: see `shared.organisation`."""
        with self.read() as session:
            return reply(OrganisationChanges, queries.list_organisation_changes(session, after, limit))

    @rpc
    def list_ears(self, person_id: str, scopes: list[str] | None, types: list[str]) -> Payload:
        """For webhooks: see `shared.following`."""
        with self.read() as session:
            return queries.ears_of_person(session, self.actor, person_id, scopes, types, self.secret())

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
