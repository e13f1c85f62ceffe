"""What sellers had as a text before there were references becomes the territory that it means."""

from alembic import command
from sqlalchemy import bindparam, text

from shared.clock import now
from shared.ids import new_id
from shared.persistence.database import Database
from shared.persistence.migrating import configuration, create_database, migrate
from shared.persistence.types import Id, UtcTime

TERRITORIES = {"N-1": "North", "n-2": "Twin", "N-3": "Twin", "North-East": "N-1", "X": "valley"}
MEANT = {"N-1": "N-1", "n-1": "N-1", "N-2": "n-2", "north": "N-1", "Valley": "X", "Twin": None, "Elsewhere": None}
"""What was said of sellers, and the code of the territory that it means: the code goes before the name."""

SELLER = text(
    "INSERT INTO sellers (id, version, created_at, updated_at, created_by, owner_id, org_unit_id, skills, territory,"
    " status, status_since) VALUES (:id, 1, :at, :at, :id, :owner, :id, '[]', :said, 'active', :day)"
).bindparams(bindparam("id", type_=Id), bindparam("owner", type_=Id), bindparam("at", type_=UtcTime))
TERRITORY = text(
    "INSERT INTO territories (id, version, created_at, updated_at, created_by, code, name)"
    " VALUES (:id, 1, :at, :at, :id, :code, :name)"
).bindparams(bindparam("id", type_=Id), bindparam("at", type_=UtcTime))
HOMES = text(
    "SELECT sellers.territory, territories.code FROM sellers"
    " LEFT JOIN territories ON territories.id = sellers.home_territory_id"
)


def test_a_text_becomes_the_territory_of_this_code_or_else_the_only_one_of_this_name(bare_database_url: str) -> None:
    create_database(bare_database_url)
    command.upgrade(configuration("sales", bare_database_url), "sales_0046")
    database, at = Database(bare_database_url), now()
    with database.write() as session:
        for code, name in TERRITORIES.items():
            session.execute(TERRITORY, {"id": new_id(), "at": at, "code": code, "name": name})
        for said in (*MEANT, None):
            told = {"id": new_id(), "at": at, "owner": new_id(), "said": said, "day": at.date()}
            session.execute(SELLER, told)
    migrate("sales", bare_database_url)
    with database.read() as session:
        assert {row.territory: row.code for row in session.execute(HOMES)} == {**MEANT, None: None}
    database.close()
