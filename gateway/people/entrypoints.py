"""Where people meet the message bus."""

from typing import Any

from gateway.passwords import hash_password
from gateway.people import commands, queries
from gateway.people.commands import credentials, importing, tasks
from shared.clock import today
from shared.contracts.gateway.groups import AddMember, GroupMembersView
from shared.contracts.gateway.people import (
    AssignPerson,
    ChangePerson,
    CreatePerson,
    FirstPassword,
    MembershipsQuery,
    MembershipsView,
    PersonRow,
    PersonView,
    PlacePerson,
    SetPassword,
)
from shared.contracts.gateway.positions import Appoint, HoldersView, Relieve
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.importing import ReadRow, rehearsal
from shared.rpc import rpc


class PersonEntrypoints(Entrypoints):
    @rpc
    def list_people(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_people(session, self.actor, query)

    @rpc
    def get_person(self, person_id: str) -> Payload:
        with self.read() as session:
            return reply(PersonView, queries.get_person(session, self.actor, person_id))

    @rpc
    def list_person_history(self, person_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_person_history(session, self.actor, person_id, after)

    @rpc
    def list_person_memberships(self, person_id: str, query: Payload) -> Payload:
        form = MembershipsQuery().load(query)
        with self.read() as session:
            return reply(MembershipsView, queries.list_memberships(session, self.actor, person_id, **form))

    @rpc
    def create_person(self, request: Payload) -> Payload:
        form = CreatePerson().load(request)
        password = form.pop("password")
        password_hash = hash_password(password) if password else None
        with self.work() as session:
            person = commands.create_person(session, self.actor, password_hash=password_hash, **form)
            return reply(PersonView, queries.show(session, person))

    @rpc
    def change_person(self, person_id: str, request: Payload) -> Payload:
        form = ChangePerson().load(request)
        with self.work() as session:
            return reply(
                PersonView, queries.show(session, commands.change_person(session, self.actor, person_id, **form))
            )

    @rpc
    def assign_person(self, person_id: str, request: Payload) -> Payload:
        form = AssignPerson().load(request)
        with self.work() as session:
            person = tasks.assign_to_department(session, self.actor, person_id, **form)
            return reply(PersonView, queries.show(session, person))

    @rpc
    def list_position_holders(self, position_id: str) -> Payload:
        with self.read() as session:
            return reply(
                HoldersView, {"data": queries.list_position_holders(session, self.actor, position_id, today())}
            )

    @rpc
    def appoint_person(self, position_id: str, request: Payload) -> Payload:
        form = Appoint().load(request)
        with self.work() as session:
            person_id, since = form.pop("person_id"), form.pop("since", None)
            person = tasks.appoint_person(session, self.actor, person_id, position_id, since=since, **form)
            return reply(PersonView, queries.show(session, person))

    @rpc
    def relieve_person(self, position_id: str, request: Payload) -> Payload:
        form = Relieve().load(request)
        with self.work() as session:
            person = tasks.relieve_person(session, self.actor, form.pop("person_id"), position_id, **form)
            return reply(PersonView, queries.show(session, person))

    @rpc
    def place_person(self, person_id: str, request: Payload) -> Payload:
        form = PlacePerson().load(request)
        with self.work() as session:
            return reply(
                PersonView, queries.show(session, commands.place_under(session, self.actor, person_id, **form))
            )

    @rpc
    def deactivate_person(self, person_id: str) -> Payload:
        with self.work() as session:
            return reply(PersonView, queries.show(session, commands.deactivate_person(session, self.actor, person_id)))

    @rpc
    def reactivate_person(self, person_id: str) -> Payload:
        with self.work() as session:
            return reply(PersonView, queries.show(session, commands.reactivate_person(session, self.actor, person_id)))

    @rpc
    def set_person_password(self, person_id: str, request: Payload) -> Payload:
        form = SetPassword().load(request)
        password_hash = hash_password(form.pop("password"))
        with self.work() as session:
            person = commands.set_person_password(session, self.actor, person_id, password_hash=password_hash, **form)
            return reply(PersonView, queries.show(session, person))

    @rpc
    def sign_person_out_everywhere(self, person_id: str) -> Payload:
        with self.work() as session:
            person = credentials.sign_person_out_everywhere(session, self.actor, person_id)
            return reply(PersonView, queries.show(session, person))

    @rpc
    def list_group_members(self, group_id: str) -> Payload:
        with self.read() as session:
            return reply(GroupMembersView, {"data": queries.list_group_members(session, self.actor, group_id)})

    @rpc
    def remove_group_member(self, group_id: str, request: Payload) -> Payload:
        form = AddMember().load(request)
        with self.work() as session:
            person = commands.leave_group(session, self.actor, form["person_id"], group_id)
            return reply(PersonView, queries.show(session, person))

    @rpc
    def import_people(self, rows: list[Payload], mode: str, dry_run: bool = False, **first: Any) -> Payload:
        """For imports. `first` is the `FirstPassword` of people who are added; without one they cannot sign in yet."""
        read, mode, form = read_rows(PersonRow, rows), checked_mode(mode), FirstPassword().load(first)
        hashes = self._first_hashes(read, form["password"], dry_run)
        with self.work() as session, rehearsal(session, dry_run):
            results = importing.import_people(
                session,
                self.actor,
                mode,
                read,
                password_hashes=hashes,
                must_change_password=form["must_change_password"],
            )
            return results_reply(results)

    def _first_hashes(self, rows: list[ReadRow], password: str | None, dry_run: bool) -> dict[str, str]:
        """Hashing takes long, so the transaction that writes is not open yet; a rehearsal needs no hashes."""
        with self.read() as session:
            return importing.hash_for_new_people(session, rows, None if dry_run else password)
