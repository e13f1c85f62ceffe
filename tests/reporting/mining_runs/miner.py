"""Asking a newsroom for mining runs as somebody would, and counting them as its process does."""

from dataclasses import dataclass, field, replace
from typing import Any

from services.reporting.mining_runs.entrypoints.running import Runner
from services.reporting.mining_runs.model import MiningRun
from services.reporting.service import ReportingService
from shared.actor import Actor, Reach
from shared.call import Call
from shared.contracts.reporting.mining_runs import MiningRunFinished
from shared.errors import Unavailable
from shared.ids import new_id
from shared.signing import sign_actor
from tests.reporting.newsroom import Newsroom

AUTUMN: dict[str, Any] = {"from": "2026-08-01", "until": "2026-10-31"}
SEGMENTS: dict[str, Any] = {"kind": "customer_segmentation", "currency": "USD", **AUTUMN}
PAIRS: dict[str, Any] = {"kind": "basket_association", "min_support": "0.0001", "min_confidence": "0", **AUTUMN}


@dataclass(frozen=True)
class Answer:
    result: Any


@dataclass
class Gateway:
    """The bus to a gateway that knows who may see mining runs at this moment. `asked` are the questions it had."""

    room: Newsroom
    without_right: set[str] = field(default_factory=set)
    away: bool = False
    asked: list[dict[str, Any]] = field(default_factory=list)

    def on_behalf_of(self, actor: Actor, seconds: float) -> "Gateway":
        assert actor.is_system
        return self

    def call(self, service: str, method: str, /, **arguments: Any) -> Answer:
        assert (service, method) == ("gateway", "list_ears")
        assert arguments["types"] == [MiningRunFinished.wire_type()]
        if self.away:
            raise Unavailable("The gateway is away.")
        self.asked.append(arguments)
        who = next(name for name, one in self.room.people.items() if one.user_id == arguments["person_id"])
        if who in self.without_right:
            return Answer({"active": True, "ears": {}})
        token = sign_actor(self.room.people[who], self.room.settings.secret)
        return Answer({"active": True, "ears": {"reporting": [{"actor": token, "types": arguments["types"]}]}})


@dataclass
class Miner:
    """People of the newsroom and the process that counts their runs."""

    room: Newsroom
    gateway: Gateway

    def act(self, who: str, rpc: str, **arguments: Any) -> Any:
        service = ReportingService()
        service.database, service.settings = self.room.database, self.room.settings
        token = sign_actor(self.room.people[who], self.room.settings.secret)
        service.call = Call(actor_token=token)
        return getattr(service, rpc)(**arguments)

    def queue(self, who: str, asked: dict[str, Any], **more: Any) -> str:
        return str(self.act(who, "queue_mining_run", request={**asked, **more})["id"])

    def runner(self, run_id: str) -> Runner:
        bus: Any = self.gateway
        return Runner(self.room.database, bus, self.room.settings.secret, run_id)

    def count(self, who: str, asked: dict[str, Any], **more: Any) -> str:
        """A run that has ended."""
        run_id = self.queue(who, asked, **more)
        self.runner(run_id).run()
        return run_id

    def shown(self, who: str, run_id: str) -> Any:
        return self.act(who, "get_mining_run", mining_run_id=run_id)

    def results(self, who: str, run_id: str, **query: Any) -> Any:
        return self.act(who, "list_mining_results", mining_run_id=run_id, query=query)

    def segments(self, who: str, run_id: str) -> list[Any]:
        return [row["segment"] for row in self.results(who, run_id)["data"]]

    def pairs(self, who: str, run_id: str) -> list[Any]:
        return [row["pair"] for row in self.results(who, run_id)["data"]]

    def customers(self, who: str, run_id: str, **query: Any) -> Any:
        return self.act(who, "list_segmented_customers", mining_run_id=run_id, query=query)

    def history(self, who: str, run_id: str) -> list[str]:
        told = self.act(who, "list_mining_run_history", mining_run_id=run_id)["data"]
        return [one["type"].split(".")[3] for one in told]

    def change(self, run_id: str, **columns: Any) -> None:
        """As if time had passed, or a process had been killed."""
        with self.room.database.write() as session:
            run = session.get_one(MiningRun, run_id)
            for name, value in columns.items():
                setattr(run, name, value)

    def let_reach(self, who: str, *reaches: Reach) -> None:
        held = frozenset(reaches)
        self.room.people[who] = replace(self.room.people[who], reaches=held, sight=held)


def miner_at(room: Newsroom) -> Miner:
    return Miner(room, Gateway(room))


def never() -> str:
    """An id that nothing has."""
    return new_id()
