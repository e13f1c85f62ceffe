"""The gateway's own service: the organisation, its people, and what they may do."""

from gateway.access.entrypoints import AccessEntrypoints
from gateway.audit.entrypoints import TrailEntrypoints
from gateway.bulks.entrypoints import BulkEntrypoints
from gateway.custom_fields.entrypoints import CustomFieldEntrypoints
from gateway.departments.entrypoints import DepartmentEntrypoints
from gateway.explanations.entrypoints import ExplanationEntrypoints
from gateway.exports.entrypoints import ExportEntrypoints
from gateway.groups.entrypoints import GroupEntrypoints
from gateway.imports.entrypoints import ImportEntrypoints
from gateway.jobs.entrypoints import JobEntrypoints
from gateway.oauth_clients.entrypoints import OAuthClientEntrypoints
from gateway.oauth_grants.entrypoints import OAuthGrantEntrypoints
from gateway.org_units.entrypoints import OrgUnitEntrypoints
from gateway.password_resets.entrypoints import PasswordResetEntrypoints
from gateway.people.entrypoints import PersonEntrypoints
from gateway.picklists.entrypoints import PicklistEntrypoints
from gateway.planned_changes.entrypoints import PlannedChangeEntrypoints
from gateway.positions.entrypoints import PositionEntrypoints
from gateway.process_definitions.entrypoints import ProcessDefinitionEntrypoints
from gateway.process_runs.entrypoints import ProcessRunEntrypoints
from gateway.reassignments.entrypoints import ReassignmentEntrypoints
from gateway.report_runs.entrypoints import ReportRunEntrypoints
from gateway.report_schedules.entrypoints import ReportScheduleEntrypoints
from gateway.reversals.entrypoints import ReversalEntrypoints
from gateway.second_factors.entrypoints import SecondFactorEntrypoints
from gateway.service_accounts.entrypoints import ServiceAccountEntrypoints
from gateway.sessions.entrypoints import SessionEntrypoints
from gateway.simulations.entrypoints import SimulationEntrypoints
from gateway.standings.entrypoints import StandingEntrypoints
from gateway.system.entrypoints import SystemEntrypoints
from gateway.tokens.entrypoints import TokenEntrypoints
from gateway.undos.entrypoints import UndoEntrypoints
from gateway.views.entrypoints import ViewEntrypoints
from shared.audit.entrypoints import AuditEntrypoints


class GatewayService(
    AccessEntrypoints,
    AuditEntrypoints,
    TrailEntrypoints,
    SystemEntrypoints,
    OrgUnitEntrypoints,
    DepartmentEntrypoints,
    PositionEntrypoints,
    PersonEntrypoints,
    GroupEntrypoints,
    TokenEntrypoints,
    SessionEntrypoints,
    SecondFactorEntrypoints,
    PasswordResetEntrypoints,
    OAuthClientEntrypoints,
    OAuthGrantEntrypoints,
    ServiceAccountEntrypoints,
    ImportEntrypoints,
    ExportEntrypoints,
    BulkEntrypoints,
    JobEntrypoints,
    UndoEntrypoints,
    ReversalEntrypoints,
    StandingEntrypoints,
    ExplanationEntrypoints,
    CustomFieldEntrypoints,
    PicklistEntrypoints,
    ViewEntrypoints,
    PlannedChangeEntrypoints,
    ProcessDefinitionEntrypoints,
    ProcessRunEntrypoints,
    ReassignmentEntrypoints,
    ReportScheduleEntrypoints,
    ReportRunEntrypoints,
    SimulationEntrypoints,
):
    name = "gateway"
