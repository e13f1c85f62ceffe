"""Scheduled reports through the public API and a mail server: each recipient gets what they may see, once."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.message import EmailMessage
from functools import partial
from typing import Any

import pytest
from docx import Document
from sqlalchemy import update

from gateway.report_schedules.model import ReportSchedule
from shared.clock import now
from shared.contracts.reporting.own_views import TABLES, columns_of, rows_of
from shared.contracts.reporting.reports import REPORTS
from shared.ids import new_id
from shared.persistence.database import database_at
from shared.persistence.sets import table_of
from tests.end_to_end.client import Client, eventually
from tests.end_to_end.company import PASSWORD, Company
from tests.end_to_end.reporting.post import Post
from tests.end_to_end.reporting.seller import Seller

PATH = "/v1/report-schedules"
DOLLARS = {"currency": "USD"}
EVERY_DAY = {"rhythm": "daily", "time": "07:30", "time_zone": "Europe/Berlin"}


class Reader:
    """Somebody new in a unit, with an address."""

    def __init__(self, company: Company, unit: str, *groups: str, box: str = "reader") -> None:
        login = f"reader.{new_id()[-12:]}"
        self.address = f"{box}.{login}@example.com"
        person = {"login": login, "name": f"{login} (Reader)", "unit_id": company.units[unit]["id"]}
        told = {**person, "email": self.address, "groups": list(groups), "password": PASSWORD}
        self.id = company["admin"].post("/v1/people", {**told, "must_change_password": False})["id"]
        self.client: Client = company.stack.client(login, PASSWORD)


@pytest.fixture
def post(company: Company) -> Iterator[Post]:
    office = Post()
    with office.open_at(company.stack.mail_port):
        yield office


@pytest.fixture(scope="module")
def south(company: Company) -> Reader:
    """A seller of another branch with one deal won."""
    reader = Reader(company, "SOUTH", "salesperson")
    body = {"name": "southern", "amount": "77.00", "stage": "engaging", "currency": "USD"}
    deal = reader.client.post("/v1/opportunities", body)["id"]
    reader.client.post(f"/v1/opportunities/{deal}/win", {})
    rows = partial(reader.client.get, "/v1/reports/won-deals", params=DOLLARS)
    assert eventually(lambda: [row["amount"] for row in rows()["rows"]] == ["77.00"], seconds=60)
    return reader


def address_of(company: Company, seller: Seller) -> str:
    address = f"seller.{seller.id}@example.com"
    company["admin"].patch(f"/v1/people/{seller.id}", {"email": address})
    return address


def set_up(client: Client, *recipients: str, **told: Any) -> Any:
    source = {} if {"built_report_id", "dashboard_id"} & told.keys() else {"report": "won-deals"}
    asked = {"parameters": DOLLARS} if source else {}
    body = {"title": f"Won {new_id()}", **source, **asked, **EVERY_DAY, "recipients": list(recipients), **told}
    return client.post(PATH, body)


def runs_of(client: Client, schedule: Any) -> list[Any]:
    runs: list[Any] = client.get(f"{PATH}/{schedule['id']}/runs")["data"]
    return runs


def sent(client: Client, schedule: Any) -> None:
    """Send it now and wait until all mails of it have gone."""
    client.post(f"{PATH}/{schedule['id']}/send")
    assert eventually(lambda: {run["state"] for run in runs_of(client, schedule)} == {"sent"}, seconds=60)


def ended(client: Client, schedule: Any) -> dict[str, str]:
    """What became of each mail of it, by its recipient, once none waits any more."""
    assert eventually(lambda: "waiting" not in {run["state"] for run in runs_of(client, schedule)}, seconds=60)
    return {run["recipient"]["id"]: run["state"] for run in runs_of(client, schedule)}


def file_of(message: EmailMessage) -> bytes:
    (attached,) = message.iter_attachments()
    return bytes(attached.get_content())


def text_of(message: EmailMessage) -> str:
    """The text of the only file."""
    (attached,) = message.iter_attachments()
    content: Any = attached.get_payload(decode=True)
    return bytes(content).decode("utf-8-sig")


def amounts_in(book: bytes) -> list[float]:
    """The numbers in the column `amount` of the only sheet."""
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    (column,) = re.findall(r'<c r="([A-Z]+)1"[^>]*><is><t>amount</t>', sheet)
    return [float(value) for value in re.findall(rf'<c r="{column}[0-9]+"(?: s="[0-9]+")?><v>([^<]*)</v>', sheet)]


def test_each_recipient_gets_the_rows_that_they_see_themselves(
    company: Company, seller: Seller, south: Reader, post: Post
) -> None:
    mine = address_of(company, seller)
    schedule = set_up(seller.client, seller.id, south.id, format="xlsx")
    sent(seller.client, schedule)
    ours, theirs = ([one for one in post.to(to) if one["Subject"] == schedule["title"]] for to in (mine, south.address))
    assert [len(ours), len(theirs)] == [1, 1]
    assert str(ours[0]["From"]) == "Tenon <reports@tenon.test>"
    assert seller.name in str(ours[0].get_body(("plain",))), "it says who has it sent"
    for message, client in ((ours[0], seller.client), (theirs[0], south.client)):
        rows = client.get("/v1/reports/won-deals", params={**DOLLARS, "limit": "200"})["rows"]
        assert amounts_in(file_of(message)) == [float(row["amount"]) for row in rows] != []
    assert {run["recipient"]["id"]: run["message_id"] for run in runs_of(seller.client, schedule)} == {
        seller.id: ours[0]["Message-ID"],
        south.id: theirs[0]["Message-ID"],
    }


@pytest.mark.parametrize("kind", ["html", "csv", "docx", "svg"])
def test_every_form_tells_the_same_figures(company: Company, seller: Seller, post: Post, kind: str) -> None:
    mine = address_of(company, seller)
    schedule = set_up(seller.client, seller.id, format=kind)
    sent(seller.client, schedule)
    (message,) = [one for one in post.to(mine) if one["Subject"] == schedule["title"]]
    amounts = {row["amount"] for row in seller.ask("won-deals")["rows"]}
    assert len(amounts) == 3
    if kind == "html":
        body = message.get_body(("html",))
        assert body is not None
        shown = set(re.findall(r"<td[^>]*>([^<]*)</td>", body.get_content()))
        assert amounts < shown
        assert not list(message.iter_attachments())
        return
    (attached,) = message.iter_attachments()
    assert attached.get_filename() == f"won-deals.{kind}"
    content = attached.get_content()
    if kind == "docx":
        document = Document(io.BytesIO(content))
        content = " ".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    told = content if isinstance(content, str) else content.decode("utf-8-sig")
    assert [amount for amount in amounts if amount.partition(".")[0] not in told.replace(",", "")] == []


def shown_in(message: EmailMessage) -> list[str]:
    """The cells of the tables in the mail itself."""
    body = message.get_body(("html",))
    assert body is not None
    return re.findall(r"<td[^>]*>([^<]*)</td>", body.get_content())


def test_reports_with_a_view_of_their_own_are_sent_as_tables_of_what_the_reader_sees(
    company: Company, seller: Seller, south: Reader, post: Post
) -> None:
    mine, deal = address_of(company, seller), seller.deals["running"]
    asked: dict[str, dict[str, str]] = {
        "deal-outlook": {"opportunity_id": deal}, "forecast": DOLLARS, "forecast-errors": DOLLARS,
        "history-forecast": DOLLARS, "sales-funnel": DOLLARS, "win-scores": {}, "won-lost": DOLLARS,
    }  # fmt: skip
    assert asked.keys() == {report.id for report in REPORTS.values() if report.answered_by}
    for report, parameters in asked.items():
        told = {"report": report, "parameters": parameters}
        page, file = (set_up(seller.client, seller.id, south.id, **told, format=one) for one in ("html", "csv"))
        for schedule in (page, file):
            seller.client.post(f"{PATH}/{schedule['id']}/send")
        for schedule in (page, file):
            states = ended(seller.client, schedule)
            assert states == {seller.id: "sent", south.id: "withheld" if report == "deal-outlook" else "sent"}, report
        (shown,), (attached,) = ([one for one in post.to(mine) if one["Subject"] == it["title"]] for it in (page, file))
        answer = seller.client.get(f"/v1/reports/{report}", params=parameters)
        table = csv.DictReader(io.StringIO(text_of(attached)))
        rows = list(table)
        cells = [cell for row in rows for cell in row.values()]
        assert shown_in(shown) == cells
        assert [column.name for column in columns_of(REPORTS[report])] == table.fieldnames
        if report in TABLES:
            assert cells == [
                "" if one is None else str(one) for row in rows_of(REPORTS[report], answer) for one in row.values()
            ]
        if report == "win-scores":
            assert {row["deal_id"] for row in rows} == {
                seller.deals[name] for name in ("running", "hopeful", "overdue")
            }
            for one in post.to(south.address):
                assert seller.deals["running"] not in str(one)


def test_when_its_time_has_come_it_is_sent_once_and_waits_for_the_next(
    company: Company, seller: Seller, post: Post
) -> None:
    mine = address_of(company, seller)
    schedule = set_up(seller.client, seller.id, format="csv", period="this_year")
    assert datetime.fromisoformat(schedule["next_at"]) > now()
    due = now().replace(microsecond=0) - timedelta(days=3)
    with database_at(company.stack.database_url("gateway")).write() as session:
        kept = table_of(ReportSchedule)
        session.execute(update(kept).where(kept.c.id == schedule["id"]).values(next_at=due))
    assert eventually(lambda: [run["state"] for run in runs_of(seller.client, schedule)] == ["sent"], seconds=60)
    (run,) = runs_of(seller.client, schedule)
    assert (run["cause"], datetime.fromisoformat(run["due_at"])) == ("rhythm", due)
    later = seller.client.get(f"{PATH}/{schedule['id']}")["next_at"]
    assert later == schedule["next_at"], "what was missed for three days is sent once"
    assert len([one for one in post.to(mine) if one["Subject"] == schedule["title"]]) == 1


def test_who_may_not_see_it_gets_nothing_and_the_owner_sees_why(
    company: Company, seller: Seller, south: Reader, post: Post
) -> None:
    nothing, gone = Reader(company, "SOUTH"), Reader(company, "SOUTH", box="nobody")
    built = seller.client.post("/v1/built-reports", {"title": f"Mine {new_id()}", "table": "deals"})
    first = set_up(seller.client, nothing.id, gone.id, format="csv")
    second = set_up(seller.client, south.id, built_report_id=built["id"])
    for schedule in (first, second):
        seller.client.post(f"{PATH}/{schedule['id']}/send")

    def ends(schedule: Any) -> list[Any]:
        return sorted((run["state"], run["error"]) for run in runs_of(seller.client, schedule))

    assert eventually(lambda: ends(first) == [("withheld", "right_missing")] * 2, seconds=60)
    assert eventually(lambda: ends(second) == [("withheld", "not_found")], seconds=60)
    seller.client.post(f"/v1/built-reports/{built['id']}/shares", {"person_id": south.id})
    seller.client.post(f"{PATH}/{second['id']}/send")
    assert eventually(lambda: ends(second) == [("sent", None), ("withheld", "not_found")], seconds=60)
    assert post.to(nothing.address) == []
    assert len([one for one in post.to(south.address) if one["Subject"] == second["title"]]) == 1


def test_a_dashboard_is_sent_with_what_its_reader_sees_of_each_report(
    company: Company, seller: Seller, south: Reader, post: Post
) -> None:
    built = seller.client.post("/v1/built-reports", {"title": f"Mine {new_id()}", "table": "deals"})
    widgets = [
        {"report": "won-deals", "parameters": DOLLARS, "title": "Won <b>"},
        {"built_report_id": built["id"]},
        {"report": "sales-funnel", "parameters": DOLLARS},
    ]
    dashboard = seller.client.post("/v1/dashboards", {"title": "Morning", "widgets": widgets})
    seller.client.post(f"/v1/dashboards/{dashboard['id']}/shares", {"person_id": south.id})
    schedule = set_up(seller.client, south.id, dashboard_id=dashboard["id"])
    sent(seller.client, schedule)
    (message,) = [one for one in post.to(south.address) if one["Subject"] == schedule["title"]]
    body = message.get_body(("html",))
    assert body is not None
    page = body.get_content()
    assert "77.00" in page
    assert "Won &lt;b&gt;" in page
    assert "Share that went on" in page
    assert f"There is no built_report {built['id']}" in page, "one report that is not shared takes no other along"


def test_while_the_mail_server_is_away_mails_wait_and_then_go_out_once(company: Company, seller: Seller) -> None:
    mine = address_of(company, seller)
    office = Post()
    schedule = set_up(seller.client, seller.id, format="csv")
    refused = Reader(company, "EAST", "salesperson", box="nobody")
    other = set_up(seller.client, refused.id, format="csv")
    seller.client.post(f"{PATH}/{schedule['id']}/send")

    def errors() -> list[Any]:
        return [(run["state"], run["error"]) for run in runs_of(seller.client, schedule)]

    assert eventually(lambda: errors() == [("waiting", "mail_server_away")], seconds=60)
    status = partial(company["admin"].get, "/v1/system/status")
    assert eventually(lambda: status()["mail"]["status"] == "failing")
    with office.open_at(company.stack.mail_port):
        assert eventually(lambda: errors() == [("sent", None)], seconds=60)
        seller.client.post(f"{PATH}/{other['id']}/send")
        ends = partial(runs_of, seller.client, other)
        assert eventually(lambda: [run["error"] for run in ends()] == ["mail_refused"], seconds=60)
    (run,) = runs_of(seller.client, schedule)
    assert run["attempts"] > 1
    assert [one["Message-ID"] for one in office.to(mine)] == [run["message_id"]]


def test_it_is_its_owners_to_change_and_what_is_wrong_is_refused(
    company: Company, seller: Seller, south: Reader
) -> None:
    client, mute = seller.client, company.people["sara.south"]["id"]
    address_of(company, seller)
    body = {"title": "Won", "report": "won-deals", **EVERY_DAY, "recipients": [seller.id]}
    for told in ({"time_zone": "Mars/Base"}, {"report": "none"}, {"title": "Won\r\nBcc: eve@example.com"}):
        client.refused("POST", PATH, {**body, **told}, status=400)
    for stranger in (mute, new_id()):
        client.refused("POST", PATH, {**body, "recipients": [stranger]}, status=422, code="report_recipient_unfit")
    unseen = {"title": "Won", "dashboard_id": new_id(), **EVERY_DAY, "recipients": [seller.id]}
    client.refused("POST", PATH, unseen, status=404)

    key = {"Idempotency-Key": new_id()}
    first, again = (client.ask("POST", PATH, body, headers=key).json() for _ in range(2))
    assert first == again
    one = f"{PATH}/{first['id']}"
    south.client.refused("GET", one, status=404)
    south.client.refused("POST", f"{one}/send", {}, status=404)
    company["admin"].refused("POST", f"{one}/pause", {}, status=403, code="report_schedule_of_another")
    assert client.post(f"{one}/pause")["next_at"] is None
    client.refused("POST", f"{one}/pause", {}, status=409, code="report_schedule_state_forbids")
    assert client.post(f"{one}/resume")["next_at"] == first["next_at"]
    tag = {"If-Match": client.ask("GET", one).headers["ETag"]}
    client.refused("PATCH", one, {"weekday": 3}, headers=tag, status=400, code="report_schedule_does_not_fit")
    changed = client.patch(one, {"rhythm": "weekly", "weekday": 3}, headers=tag)
    assert datetime.fromisoformat(changed["next_at"]).isoweekday() == 3
    client.refused("PATCH", one, {"time": "08:00"}, headers=tag, status=412)
    client.ok("DELETE", one)
    client.refused("GET", f"{one}/runs", status=404)
