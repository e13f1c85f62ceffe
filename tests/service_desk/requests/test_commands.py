"""What can be done to a request, by whom, and what is told about it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from services.service_desk.agents import commands as agents
from services.service_desk.articles import commands as articles
from services.service_desk.articles.rules import ArticleIsNotPublished
from services.service_desk.requests import commands, queries, rules
from shared.actor import Reach
from shared.clock import now
from shared.contracts.payload import reply
from shared.contracts.service_desk.requests import RequestView
from shared.errors import Forbidden, NotFound, Refusal, Stale
from shared.ids import new_id
from shared.persistence.database import Database
from tests.service_desk.desk import NILS, NINA, NORA, SARA, SOUTH, agent, know_customer


def ask(session: Session, **fields: Any) -> str:
    """Nils records a request."""
    return commands.create_request(session, agent(NILS), **{"description": "Help", "customer_name": "Joe", **fields}).id


def history(session: Session, request_id: str) -> list[str]:
    entries = queries.list_request_history(session, agent(NILS), request_id)["data"]
    assert [entry["sequence"] for entry in entries] == list(range(1, len(entries) + 1))
    return [entry["type"].removeprefix("tenon.service_desk.request.").removesuffix(".v1") for entry in entries]


def test_a_customer_and_a_text_are_enough(database: Database) -> None:
    with database.write() as session:
        customer_id = know_customer(session, "Acme")
        request = commands.create_request(session, agent(NILS), "Boiler cold\nsince Monday", customer_id=customer_id)
        view = reply(RequestView, request)
    assert view["number"].startswith("RQ-N-")
    assert view["number"].endswith("-000001")
    assert (view["subject"], view["status"], view["severity"], view["channel"]) == (
        "Boiler cold",
        "new",
        "normal",
        "phone",
    )
    assert view["customer"] == {"id": customer_id, "name": "Acme"}
    assert (view["assignee"], view["version"], view["owner"]["login"]) == (None, 1, "nils")
    assert request.due_at - request.created_at < timedelta(hours=24, seconds=5)


def test_all_channels_share_one_numbering_without_gaps(database: Database) -> None:
    with database.write() as session:
        for channel in ("phone", "email", "portal", "web", "api"):
            ask(session, channel=channel)
        rows = queries.list_requests(session, agent(NILS), {"sort": ["number"]})["data"]
    assert [row["number"][-6:] for row in rows] == ["000001", "000002", "000003", "000004", "000005"]
    assert [row["channel"] for row in rows] == ["phone", "email", "portal", "web", "api"]


@pytest.mark.parametrize("unit", [SOUTH, None], ids=["of another branch", "unknown"])
def test_a_customer_out_of_sight_cannot_be_named(database: Database, unit: str | None) -> None:
    with database.write() as session:
        customer_id = know_customer(session, "Far", unit) if unit else new_id()
        with pytest.raises(rules.CustomerIsUnknown):
            commands.create_request(session, agent(NILS), "Help", customer_id=customer_id)


def test_another_branch_neither_sees_nor_claims_a_request(database: Database) -> None:
    with database.write() as session:
        request_id = ask(session)
        for attempt in (queries.get_request, commands.claim_request, commands.close_request):
            with pytest.raises(NotFound):
                attempt(session, agent(SARA), request_id)
        assert queries.list_requests(session, agent(SARA), {"count": "exact"})["count"] == 0
        assert queries.list_requests(session, agent(NINA), {"count": "exact"})["count"] == 1


def test_a_right_that_reaches_less_than_sight_is_forbidden(database: Database) -> None:
    with database.write() as session:
        request_id = ask(session)
        nina = agent(NINA, Reach.OWN)
        narrow = type(nina)(**{**nina.__dict__, "sight": frozenset({Reach.UNIT})})
        with pytest.raises(Forbidden):
            commands.claim_request(session, narrow, request_id)


def test_a_second_claim_is_told_who_was_first(database: Database) -> None:
    with database.write() as session:
        request_id = ask(session)
        claimed = commands.claim_request(session, agent(NINA), request_id)
        assert (claimed.status, claimed.owner_id) == ("claimed", NINA)
        assert reply(RequestView, claimed)["assignee"]["login"] == "nina"
        for second in (NILS, NINA):
            with pytest.raises(rules.RequestIsClaimedAlready) as refused:
                commands.claim_request(session, agent(second), request_id)
            assert refused.value.extra == {"assignee": {"id": NINA, "name": "Nina"}}
        assert history(session, request_id) == ["created", "claimed"]


def test_only_a_skilled_agent_claims_a_request_that_needs_a_skill(database: Database) -> None:
    with database.write() as session:
        request_id = ask(session, skill="gas")
        with pytest.raises(rules.AgentLacksSkill):
            commands.claim_request(session, agent(NINA), request_id)
        agents.set_agent_skills(session, agent(NORA), NINA, ["gas", "water", "gas"])
        assert commands.claim_request(session, agent(NINA), request_id).assignee_id == NINA


def test_the_states_of_a_request_have_their_times(database: Database) -> None:
    with database.write() as session:
        request_id = ask(session)
        nina = agent(NINA)
        commands.claim_request(session, nina, request_id)
        commands.start_request(session, nina, request_id)
        commands.solve_request(session, nina, request_id, "Pressed the button")
        commands.confirm_request(session, nina, request_id)
        commands.close_request(session, nina, request_id)
        request = commands.reopen_request(session, nina, request_id, "Cold again")
        times = [request.created_at, request.claimed_at, request.started_at, request.solved_at]
        times += [request.confirmed_at, request.closed_at, request.reopened_at]
        assert None not in times
        assert times == sorted(time for time in times if time)
        assert (request.status, request.assignee_id, request.level) == ("reopened", None, 0)
        assert request.reopened_at is not None
        assert request.next_escalation_at == request.due_at == rules.deadline(24, request.reopened_at)
        steps = ["created", "claimed", "started", "solved", "confirmed", "closed", "reopened"]
        assert history(session, request_id) == steps


@pytest.mark.parametrize("verb", ["release", "start", "solve"])
def test_only_the_agent_who_took_a_request_works_on_it(database: Database, verb: str) -> None:
    with database.write() as session:
        request_id = ask(session)
        commands.claim_request(session, agent(NINA), request_id)
        command = getattr(commands, f"{verb}_request")
        more = {"solution": "Done"} if verb == "solve" else {}
        with pytest.raises(rules.RequestOfAnotherAgent):
            command(session, agent(NILS), request_id, **more)
        command(session, agent(NINA), request_id, **more)
        with pytest.raises(rules.RequestCannotDoThis):
            command(session, agent(NINA), request_id, **more)


def test_a_released_request_is_in_the_queue_again(database: Database) -> None:
    with database.write() as session:
        request_id = ask(session)
        commands.claim_request(session, agent(NINA), request_id)
        released = commands.release_request(session, agent(NINA), request_id)
        assert (released.status, released.assignee_id, released.owner_id) == ("new", None, NILS)
        assert commands.claim_request(session, agent(NILS), request_id).assignee_id == NILS


def test_reassigning_keeps_who_had_it_before(database: Database) -> None:
    with database.write() as session:
        request_id = ask(session)
        commands.claim_request(session, agent(NINA), request_id)
        commands.reassign_request(session, agent(NORA), request_id, NILS)
        last = queries.list_request_history(session, agent(NILS), request_id)["data"][-1]
    assert last["changes"]["assignee_id"] == {"before": NINA, "after": NILS}


@pytest.mark.parametrize(
    ("assignee", "skill", "refusal"),
    [
        (SARA, None, rules.AssigneeStandsElsewhere),
        (NINA, "gas", rules.AssigneeLacksSkill),
        (new_id(), None, rules.AssigneeIsUnknown),
    ],
    ids=["from elsewhere", "without the skill", "nobody"],
)
def test_a_request_is_not_given_to_whoever_cannot_work_on_it(
    database: Database, assignee: str, skill: str | None, refusal: type[Refusal]
) -> None:
    with database.write() as session:
        request_id = ask(session, skill=skill)
        with pytest.raises(refusal):
            commands.reassign_request(session, agent(NORA), request_id, assignee)


def test_a_changed_severity_moves_the_deadline(database: Database) -> None:
    with database.write() as session:
        request_id = ask(session, severity="low")
        request = commands.change_request(session, agent(NILS), request_id, severity="critical")
        assert request.due_at == request.next_escalation_at == request.created_at + timedelta(hours=2)


def test_an_agreed_deadline_stands_until_the_severity_sets_another(database: Database) -> None:
    with database.write() as session:
        agreed = now() + timedelta(days=9)
        request = queries.get_request(session, agent(NILS), ask(session, severity="critical", due_at=agreed))
        assert request.due_at == request.next_escalation_at == agreed
        later = agreed + timedelta(days=1)
        commands.change_request(session, agent(NILS), request.id, severity="low", due_at=later)
        assert request.due_at == later
        commands.change_request(session, agent(NILS), request.id, severity="high")
        assert request.due_at == request.created_at + timedelta(hours=8)


def test_an_outdated_version_changes_nothing(database: Database) -> None:
    with database.write() as session:
        request_id = ask(session)
        nina = agent(NINA)
        late = type(nina)(**{**nina.__dict__, "expects_version": 7})
        with pytest.raises(Stale):
            commands.claim_request(session, late, request_id)


def test_solving_with_an_article_counts_its_success_once(database: Database) -> None:
    with database.write() as session:
        author = agent(SARA)
        article = articles.create_article(session, author, title="Cold boiler", body="Press the button")
        request_id = ask(session)
        commands.claim_request(session, agent(NINA), request_id)
        with pytest.raises(ArticleIsNotPublished):
            commands.solve_request(session, agent(NINA), request_id, "See there", article.id)
        session.rollback()
    with database.write() as session:
        article = articles.create_article(session, author, title="Cold boiler", body="Press the button")
        articles.submit_article(session, author, article.id)
        articles.publish_article(session, author, article.id)
        request_id = ask(session)
        commands.claim_request(session, agent(NINA), request_id)
        solved = commands.solve_request(session, agent(NINA), request_id, "See there", article.id)
        assert (solved.article_id, solved.next_escalation_at) == (article.id, None)
        assert (article.success_count, article.version) == (1, 4)


def test_requests_of_an_order_or_a_deal_are_found(database: Database) -> None:
    with database.write() as session:
        order_id, opportunity_id = new_id(), new_id()
        wanted = ask(session, order_id=order_id, opportunity_id=opportunity_id)
        ask(session)
        for field, value in (("order_id", order_id), ("opportunity_id", opportunity_id)):
            found = queries.list_requests(session, agent(NILS), {"filter": [[field, "eq", value]]})
            assert [row["id"] for row in found["data"]] == [wanted]


def test_a_request_is_found_by_the_words_in_it(database: Database) -> None:
    with database.write() as session:
        wanted = ask(session, description="The flux capacitor hums", customer_name="Emmett Brown")
        ask(session)
        for words in ("capacitor", "emm flux"):
            found = queries.list_requests(session, agent(NINA), {"q": words})["data"]
            assert [row["id"] for row in found] == [wanted]
        assert queries.list_requests(session, agent(SARA), {"q": "capacitor"})["data"] == []
