"""The file of an export is there for a day; then it is gone, and says so."""

from datetime import datetime, timedelta

from sqlalchemy import update

from gateway.exports.model import Export
from shared.clock import now
from shared.persistence.database import database_at
from shared.persistence.sets import table_of
from tests.end_to_end.client import eventually
from tests.end_to_end.company import Company
from tests.end_to_end.gateway.test_exports import over


def test_a_file_is_gone_when_its_day_is_over_and_says_so(company: Company) -> None:
    nils = company["nils.north"]
    nils.post("/v1/leads", {"name": "Exported"})
    export = nils.post("/v1/exports", {"noun": "leads"})
    assert eventually(lambda: over(nils, export["id"]), seconds=60)["state"] == "finished"
    path = f"/v1/exports/{export['id']}/file"
    ends = datetime.fromisoformat(nils.get(f"/v1/exports/{export['id']}")["file"]["expires_at"])
    assert timedelta(hours=23) < ends - now() <= timedelta(hours=24)
    assert nils.ask("GET", path).status_code == 200
    kept = table_of(Export)
    with database_at(company.stack.database_url("gateway")).write() as session:
        session.execute(update(kept).where(kept.c.id == export["id"]).values(expires_at=now()))
    nils.refused("GET", path, status=404, code="export_expired")
    assert eventually(lambda: nils.get(f"/v1/exports/{export['id']}")["status"] == "expired", seconds=60)
    nils.refused("GET", path, status=404, code="export_expired")
