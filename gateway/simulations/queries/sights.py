"""Who sees which of the gateway's own records: the same statements that their lists start from."""

from collections.abc import Mapping

from gateway.custom_fields.queries import CustomField
from gateway.departments import queries as departments
from gateway.exports import queries as exports
from gateway.groups import queries as groups
from gateway.imports import queries as imports
from gateway.jobs import queries as jobs
from gateway.oauth_clients import queries as oauth_clients
from gateway.org_units import queries as org_units
from gateway.people import queries as people
from gateway.planned_changes import queries as planned_changes
from gateway.positions import queries as positions
from gateway.process_definitions import queries as process_definitions
from gateway.process_runs import queries as process_runs
from gateway.report_schedules import queries as report_schedules
from gateway.views import queries as views
from shared.sights import Sight, of_company

SIGHTS: Mapping[str, Sight] = {
    "gateway.custom_field": of_company(CustomField),
    "gateway.department": Sight(
        departments.Department.id, lambda actor: departments.departments_within(actor, actor.reaches)
    ),
    "gateway.export": Sight(exports.Export.id, lambda actor: exports.exports_within(actor, actor.reaches)),
    "gateway.group": Sight(groups.Group.id, groups.groups_within),
    "gateway.import": Sight(imports.Import.id, lambda actor: imports.imports_within(actor, actor.reaches)),
    "gateway.job": Sight(jobs.Job.id, jobs.jobs_within),
    "gateway.oauth_client": Sight(oauth_clients.OAuthClient.id, oauth_clients.visible_clients),
    "gateway.org_unit": Sight(org_units.OrgUnit.id, org_units.visible_units),
    "gateway.person": Sight(people.Person.id, lambda actor: people.people_within(actor, actor.reaches)),
    "gateway.planned_change": Sight(
        planned_changes.PlannedChange.id, lambda actor: planned_changes.changes_within(actor, actor.reaches)
    ),
    "gateway.position": Sight(positions.Position.id, positions.visible_positions),
    "gateway.process_definition": Sight(
        process_definitions.ProcessDefinition.id, process_definitions.visible_definitions
    ),
    "gateway.process_run": Sight(process_runs.ProcessRun.id, process_runs.visible_runs),
    "gateway.report_schedule": Sight(report_schedules.ReportSchedule.id, report_schedules.visible_schedules),
    "gateway.service_account": Sight(people.Person.id, people.accounts_within),
    "gateway.view": Sight(views.View.id, views.visible_views),
}
"""By noun. Picklists are not among them: they are read by their codes."""
