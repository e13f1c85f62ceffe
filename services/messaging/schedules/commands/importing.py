"""Loading schedules from a file: who takes part is found for all rows at once, only what differs is commanded."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from services.messaging.schedules import commands, queries, rules
from services.messaging.schedules.model import Schedule
from shared.actor import Actor
from shared.importing import Form, ReadRow, ReferenceIsUnknown, RowResult, different, ensure_as_it_is, named
from shared.keyed_loading import KeyedBatch
from shared.owners import people_by_login

_PLAIN = ("title", "plan", "place")
_TIMES = ("starts_at", "ends_at")


def import_schedules(session: Session, actor: Actor, mode: str, rows: Sequence[ReadRow]) -> list[RowResult]:
    """By external id, each the caller's own when it is new; what a row does not mention stays as it is."""
    keys = named(rows, "external_id")
    logins = {one["login"] for row in rows if row.form is not None for one in row.form.get("participants", ())}
    batch = _Batch(
        session=session,
        actor=actor,
        mode=mode,
        known=queries.schedules_by_external_id(session, actor, keys),
        taken=queries.external_ids_taken(session, keys),
        people=people_by_login(session, logins),
    )
    return batch.results(rows)


@dataclass(frozen=True, kw_only=True)
class _Batch(KeyedBatch[Schedule]):
    """What the keys in the rows of one batch stand for; `people` are the ids of those who take part, by login."""

    entity = Schedule.entity
    taken_refusal = rules.ScheduleExternalIdIsTaken

    people: dict[str, str]

    def says_the_same(self, record: Schedule, form: Form) -> bool:
        said = {name: form[name] for name in ("kind", *_PLAIN, *_TIMES) if name in form}
        return not (different(record, said) or self._other_people(record, form) or self.changes_custom(record, form))

    def create(self, form: Form) -> Schedule:
        fields = {name: form[name] for name in ("external_id", "kind", *_PLAIN, *_TIMES) if name in form}
        return commands.create_schedule(
            self.session, self.actor, participants=self._participants(form), custom=self.custom_of(form), **fields
        )

    def change(self, record: Schedule, form: Form) -> None:
        """By the same commands as by hand."""
        ensure_as_it_is(record, {"kind": form["kind"]})
        fields = different(record, {name: form[name] for name in _PLAIN if name in form})
        others = self._other_people(record, form)
        if fields or others or self.changes_custom(record, form):
            people = self._participants(form) if others else None
            commands.change_schedule(
                self.session, self.actor, record.id, participants=people, custom=self.custom_of(form), **fields
            )
        if times := different(record, {name: form[name] for name in _TIMES if name in form}):
            rules.ensure_planned(rules.ScheduleStatus(record.status))
            starts_at, ends_at = (times.get(name, getattr(record, name)) for name in _TIMES)
            commands.move_schedule(self.session, self.actor, record.id, starts_at=starts_at, ends_at=ends_at)

    def _other_people(self, record: Schedule, form: Form) -> bool:
        """Whether others than now are to take part; whose entry it is does so anyway."""
        if "participants" not in form:
            return False
        own = {record.owner.login} if record.owner else set()
        said = {one["login"] for one in form["participants"]} - own
        return said != {person.login for person in record.participants}

    def _participants(self, form: Form) -> list[str]:
        logins = [one["login"] for one in form.get("participants", ())]
        if unknown := sorted(set(logins) - self.people.keys()):
            raise ReferenceIsUnknown(f"There is no person {unknown[0]} to take part.")
        return [self.people[login] for login in logins]
