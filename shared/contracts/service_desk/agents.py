"""What the service desk says about its agents on the wire, and the rights that the gateway checks."""

from dataclasses import dataclass
from typing import ClassVar

from marshmallow import fields, validate

from shared.contracts.events import Changes, Event
from shared.contracts.fields import OwnedRecordView, StrictSchema
from shared.contracts.importing import ListCell
from shared.contracts.listing import FieldKind, Listing

READ = "service_desk.agent:read"
CHANGE = "service_desk.agent:change"
IMPORT = "service_desk.agent:import"
UNDO = "service_desk.agent:undo"

RIGHTS = {
    READ: "See service agents and their skills",
    CHANGE: "Say which skills a service agent has",
    IMPORT: "Load the skills of service agents from a file, by their login",
    UNDO: "Take back what one's own imports and bulks did to agents",
}

MOST_SKILLS = 50
SKILL = r"^[a-z0-9][a-z0-9_-]{0,39}\Z"


class SetAgentSkills(StrictSchema):
    """All skills of the agent; those left out are lost."""

    skills = fields.List(
        fields.String(validate=validate.Regexp(SKILL)), required=True, validate=validate.Length(max=MOST_SKILLS)
    )


class AgentRow(StrictSchema):
    """An agent in a file; `owner_login` says who. `skills` are all there are: a list in JSON, as the export has it."""

    owner_login = fields.String(required=True, validate=validate.Length(min=1, max=64))
    skills = ListCell(
        fields.String(validate=validate.Regexp(SKILL)), required=True, validate=validate.Length(max=MOST_SKILLS)
    )


class AgentView(OwnedRecordView):
    skills = fields.List(fields.String())


LISTING = Listing(
    noun="agents",
    view=AgentView,
    fields={
        "id": FieldKind.ID,
        "org_unit_id": FieldKind.ID,
        "created_at": FieldKind.TIME,
        "updated_at": FieldKind.TIME,
    },
)


@dataclass(frozen=True)
class AgentSkillsSet(Event):
    """Somebody said which skills a service agent has."""

    type: ClassVar[str] = "service_desk.agent.skills_set"
    agent_id: str
    skills: list[str]
    org_unit_id: str
    changes: Changes


@dataclass(frozen=True)
class AgentRemoved(Event):
    """A job that had listed the person among the agents was taken back."""

    type: ClassVar[str] = "service_desk.agent.removed"
    agent_id: str
    skills: list[str]
    org_unit_id: str
    changes: Changes
