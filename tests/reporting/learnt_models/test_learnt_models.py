"""What is learnt is learnt once for all who see the same, and is told to nobody else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from services.reporting.chances import queries as chances
from services.reporting.deals.model import Deal
from services.reporting.learnt_models import commands, rules
from services.reporting.learnt_models.model import LearntModel
from services.reporting.relearning.queries import LESSONS
from services.reporting.win_scores import queries as win_scores
from services.reporting.win_scores import rules as win_rules
from shared.actor import Reach
from shared.clock import now, today
from shared.contracts.sales import opportunities as deals
from shared.errors import Unavailable
from shared.ids import new_id
from shared.persistence.platform import OrgState
from tests.reporting.newsroom import Newsroom

LAMP, BELL = new_id(), new_id()


def moment(days_ago: int) -> str:
    return f"{(today() - timedelta(days=days_ago)).isoformat()}T00:00:00+00:00"


def ended(room: Newsroom, name: str, owner: str, stage: str, product: str = LAMP) -> Any:
    days = {"created_at": moment(40), "closed_at": moment(10)}
    return room.event(deals.OpportunityRecorded, name, owner, stage=stage, product_id=product, **days)


@pytest.fixture
def past(room_anywhere: Newsroom) -> Newsroom:
    """Nils and Sara each won three deals and lost one; each has one that is open."""
    room = room_anywhere
    for owner in ("nils", "sara"):
        told = [ended(room, f"{owner} {place}", owner, "won" if place else "lost") for place in range(4)]
        opened = room.event(deals.OpportunityOpened, f"{owner} open", owner, created_at=moment(3), product_id=LAMP)
        room.tell(*told, opened)
    with room.database.write() as session:  # what changed a moment ago might not be in what was learnt
        session.execute(update(Deal).values(updated_at=now() - timedelta(hours=1)))
    return room


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The kinds of what is learnt meanwhile."""
    learnt: list[str] = []
    study = commands._study

    def noted(database: Any, key: str, holder: str, sight: Any, lesson: Any, asked: Any) -> Any:
        learnt.append(lesson.kind)
        return study(database, key, holder, sight, lesson, asked)

    with monkeypatch.context() as patch:
        patch.setattr(commands, "_study", noted)
        yield learnt


def score(room: Newsroom, who: str, name: str = "nils open") -> Any:
    return room.ask(who, "get_win_scores", opportunity_id=room.ids[name])


def told(answer: Any) -> Any:
    """An answer without when it was given."""
    return {**answer, "as_of": None, "learnt": None}


def rows_of(room: Newsroom) -> list[LearntModel]:
    with room.database.read() as session:
        found = list(session.scalars(select(LearntModel).order_by(LearntModel.kind, LearntModel.key)))
        session.expunge_all()
    return found


def test_it_is_learnt_once_and_survives_a_restart(past: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    with counted(monkeypatch) as learnt:
        first = score(past, "nils")
        assert score(past, "nils") == first
        past.database.close()
        assert score(past, "nils") == first
        assert learnt == ["win-scores"]
        for _ in range(2):
            past.ask("nils", "get_deal_outlook", opportunity_id=past.ids["nils open"])
            past.ask("nils", "get_history_forecast")
            past.ask("nils", "get_forecast_errors", quarters="2")
    assert sorted(learnt) == ["chances", "forecast-error", "forecast-error", "new-business", "win-scores"]
    (row,) = [row for row in rows_of(past) if row.kind == "win-scores"]
    assert (first["learnt"]["records"], first["learnt"]["until"]) == (4, moment(10)[:10])
    assert first["learnt"]["as_of"]["position"] == first["as_of"]["position"] == row.position == past.position
    assert row.measures is not None
    assert row.measures["better"] is False


def test_two_instances_learn_it_once(past: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second comes while the first learns, and waits for it."""
    begun, answers = threading.Event(), list[Any]()
    collect = win_scores.LESSON.collect

    def slowly(*told: Any) -> Any:
        begun.set()
        threading.Event().wait(0.5)
        return collect(*told)

    monkeypatch.setattr(win_scores, "LESSON", replace(win_scores.LESSON, collect=slowly))
    with counted(monkeypatch) as learnt:
        threads = [threading.Thread(target=lambda: answers.append(score(past, "nils"))) for _ in range(3)]
        threads[0].start()
        assert begun.wait(10)
        for one in threads[1:]:
            one.start()
        for one in threads:
            one.join(30)
    assert learnt == ["win-scores"]
    assert answers == [answers[0]] * 3


def test_what_another_process_left_behind_is_taken_up(past: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    score(past, "nils")
    monkeypatch.setattr(commands, "PATIENCE_SECONDS", 0.2)
    held = update(LearntModel).values(learnt_at=None, lease_holder="another")
    with past.database.write() as session:
        session.execute(held.values(lease_until=now() + timedelta(minutes=1)))
    with pytest.raises(Unavailable) as refused:
        score(past, "nils")
    assert (refused.value.code, refused.value.extra) == ("model_being_learnt", {"retry_after": 2})
    with past.database.write() as session:
        session.execute(held.values(lease_until=now() - timedelta(seconds=1)))
    assert score(past, "nils")["learnt_from"] == 4


def test_who_fails_to_learn_lets_others_try(past: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any) -> Any:
        raise ArithmeticError("of the test")

    with monkeypatch.context() as patch:
        patch.setattr(win_scores, "LESSON", replace(win_scores.LESSON, conclude=fails))
        with pytest.raises(ArithmeticError):
            score(past, "nils")
    assert score(past, "nils")["learnt_from"] == 4


def test_no_deal_of_others_moves_what_one_is_told(past: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nils and Sara are of two branches; whatever happens to hers, he is told the same."""
    asked = [("get_win_scores", {}), ("get_deal_outlook", {"opportunity_id": past.ids["nils open"]})]
    asked += [("get_history_forecast", {}), ("get_forecast_errors", {"quarters": "2"})]
    before = [told(past.ask("nils", rpc, **query)) for rpc, query in asked]
    past.tell(*(ended(past, f"more {place}", "sara", "lost", BELL) for place in range(40)))
    past.tell(past.event(deals.OpportunityWon, "sara open", "sara", 2, stage="won", closed_at=moment(0), amount="7.00"))
    past.tell(past.event(deals.OpportunityRemoved, "sara 1", "sara", 2))
    with counted(monkeypatch) as learnt:
        assert [told(past.ask("nils", rpc, **query)) for rpc, query in asked] == before
    assert learnt == []
    assert past.ask("sara", "get_win_scores")["learnt_from"] == 44


def test_what_is_shared_teaches_nothing(past: Newsroom) -> None:
    before = told(score(past, "nils"))
    past.tell(past.share("sara 1", 2, past.people["nils"].user_id))
    assert told(score(past, "nils")) == before
    past.tell(past.share("sara open", 2, past.people["nils"].user_id))
    assert score(past, "nils", "sara open")["learnt_from"] == 4


def test_a_deal_that_leaves_teaches_no_more_and_one_that_is_removed_neither(past: Newsroom) -> None:
    assert [score(past, who)["learnt_from"] for who in ("nils", "nora", "helen")] == [4, 4, 8]
    facts = {"stage": "won", "created_at": moment(40), "closed_at": moment(10), "product_id": LAMP}
    past.tell(past.event(deals.OpportunityChanged, "nils 1", "sara", 2, **facts))
    outdated = {tuple(row.reaches): row.is_outdated for row in rows_of(past)}
    assert outdated == {("own",): True, ("subordinates",): True, ("subtree",): False}
    assert [score(past, who)["learnt_from"] for who in ("nils", "nora", "helen")] == [3, 3, 8]
    past.tell(past.event(deals.OpportunityRemoved, "nils 2", "nils", 2))
    assert [score(past, who)["learnt_from"] for who in ("nils", "nora", "helen")] == [2, 2, 7]


def test_a_move_within_the_organisation_outdates_all_but_what_is_of_everything(
    past: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = frozenset({Reach.ALL})
    past.people["admin"] = replace(past.people["helen"], reaches=everything, sight=everything)
    for who in ("helen", "admin"):
        score(past, who)
    with past.database.write() as session:
        session.add(OrgState(id=1, version=9))
    with counted(monkeypatch) as learnt:
        score(past, "admin")
        assert learnt == []
        score(past, "helen")
    assert learnt == ["win-scores"]


def test_a_large_model_is_told_while_it_drifts_and_renewed_beside_the_calls(
    past: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "FEW", 2)
    first = score(past, "nils")
    past.tell(ended(past, "later", "nils", "lost"))
    assert score(past, "nils")["learnt"] == first["learnt"]
    assert commands.renew_due(past.database, LESSONS) == 0
    with past.database.write() as session:
        session.execute(update(LearntModel).values(learnt_at=now() - timedelta(hours=1)))
    with counted(monkeypatch) as learnt:
        assert commands.renew_due(past.database, LESSONS) == 1
        assert commands.renew_due(past.database, LESSONS) == 0
        assert score(past, "nils")["learnt_from"] == 5
    assert learnt == ["win-scores"]


def test_what_was_never_seen_does_not_break_a_score(past: Newsroom) -> None:
    score(past, "nils")
    strange = {"stage": "a new stage", "channel": "by pigeon", "product_id": new_id(), "created_at": moment(5000)}
    past.tell(past.event(deals.OpportunityOpened, "strange", **strange))
    (row,) = score(past, "nils", "strange")["rows"]
    effects = {factor["factor"]: (float(factor["effect"]), factor["deals"]) for factor in row["factors"]}
    assert effects["product"] == effects["channel"] == (0.0, 0)
    assert past.ask("nils", "get_deal_outlook", opportunity_id=past.ids["strange"])["basis"] == "none"
    assert past.ask("nils", "get_history_forecast")["stages"]


def test_learnt_again_it_is_the_same(past: Newsroom) -> None:
    def parameters() -> list[Any]:
        for who in ("nils", "helen"):
            past.ask(who, "get_win_scores")
            past.ask(who, "get_history_forecast")
            past.ask(who, "get_forecast_errors", quarters="1")
        return [(row.key, row.parameters, row.measures, row.records, row.since, row.until) for row in rows_of(past)]

    first = parameters()
    with past.database.write() as session:
        session.execute(update(LearntModel).values(is_outdated=True))
    assert parameters() == first
    assert len(first) == 8


def test_of_many_deals_the_newest_and_a_part_chosen_by_ids_are_learnt_from(
    past: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(win_rules, "MOST_LEARNT", 3)
    monkeypatch.setattr(chances, "MOST_LEARNT", 2)
    assert score(past, "nils")["learnt_from"] == 3
    ids = [past.ids[f"nils {place}"] for place in range(4)] + [past.ids["nils open"]]
    taken = [one for one in ids if one.endswith("0")]
    history = past.ask("nils", "get_history_forecast")["history"]
    assert history["won"] + history["lost"] + history["still_open"] == len(taken)


def test_those_go_that_were_asked_for_least_lately(past: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MOST_KEPT", 2)
    for place, who in enumerate(("nils", "sara", "helen")):
        past.ask(who, "get_win_scores")
        with past.database.write() as session:
            session.execute(
                update(LearntModel)
                .where(LearntModel.used_at > now() - timedelta(hours=9))
                .values(used_at=now() - timedelta(hours=20 - place))
            )
    with past.database.read() as session:
        assert session.scalar(select(func.count()).select_from(LearntModel)) == 2
    assert {row.user_id for row in rows_of(past)} == {past.people["sara"].user_id, None}
    past.ask("sara", "get_win_scores")
    (of_sara,) = [row for row in rows_of(past) if row.user_id]
    assert of_sara.used_at > now() - timedelta(minutes=5)
