"""Every way to ask for the records in sight, each compared with what the oracle says."""

import json
from decimal import Decimal
from typing import Any

from tests.end_to_end.client import Client, eventually
from tests.end_to_end.random_organisation.oracle import Oracle, Thing

NOUNS = ("leads", "customers", "opportunities")
SUMMED = {"leads": "budget", "opportunities": "amount"}
FUNNEL = "/v1/reports/sales-funnel"
ARRIVED_SECONDS = 20
TRIED = 3


class Asker:
    """One person who asks, of an organisation in which the oracle knows every record."""

    def __init__(self, oracle: Oracle, who: str, client: Client) -> None:
        self.oracle = oracle
        self.who = who
        self.client = client

    def lists_are_right(self) -> None:
        """Rows, count and sum of each list, from one question each."""
        for noun in NOUNS:
            asked = {"limit": "200", "count": "exact"} | ({"totals": SUMMED[noun]} if noun in SUMMED else {})
            if not self.oracle.has_right(self.who):
                self.client.refused("GET", f"/v1/{noun}", status=403, code="right_missing")
                continue
            seen = self.oracle.seen(self.who, noun)
            page = self.client.get(f"/v1/{noun}", params=asked | self._among_ours(noun))
            self._same({row["id"] for row in page["data"]}, seen, f"rows of {noun}")
            assert page["count"] == len(seen), f"count of {noun} for {self.who}"
            if noun in SUMMED:
                total = Decimal(page["totals"][SUMMED[noun]] or 0)
                assert total == sum(thing.amount for thing in seen.values()), f"sum of {noun} for {self.who}"

    def everything_is_right(self) -> None:
        """By search, by words, one by one, as a file, in the reports and in the log of events."""
        self.lists_are_right()
        if not self.oracle.has_right(self.who):
            return
        for noun in NOUNS:
            self._searches_are_right(noun)
            self._each_is_there_or_not(noun)
        self._reports_are_right()

    def events_are_right(self, after: str) -> None:
        """Of the records of this organisation, those in sight are told of, and no others."""
        expected = {thing for noun in NOUNS for thing in self.oracle.seen(self.who, noun)}
        told = eventually(lambda: (self._told(after) == expected) or None, ARRIVED_SECONDS)
        assert told, f"events for {self.who}: {self._told(after)} are not {expected}"

    def an_export_is_right(self, noun: str) -> None:
        """Asked for by whoever reaches no further than this organisation."""
        job = self.client.post("/v1/exports", {"noun": noun, "format": "jsonl"})
        ended = eventually(lambda: self._ended(job["id"]), ARRIVED_SECONDS)
        assert ended["state"] == "finished", ended
        lines = self.client.ask("GET", ended["result"]["href"]).text.splitlines()
        self._same({json.loads(line)["id"] for line in lines}, self.oracle.seen(self.who, noun), f"export of {noun}")

    def _searches_are_right(self, noun: str) -> None:
        seen = self.oracle.seen(self.who, noun)
        ours = [thing.id for thing in self.oracle.things.values() if thing.noun == noun]
        if not ours:
            return
        tree = {"filter": {"or": [{"field": "id", "op": "in", "value": ours}, {"field": "id", "value": ours[0]}]}}
        found = self.client.ok("POST", f"/v1/{noun}/search", {**tree, "count": "exact", "limit": 200})
        self._same({row["id"] for row in found["data"]}, seen, f"search of {noun}")
        assert found["count"] == len(seen), f"count of a search of {noun} for {self.who}"
        for thing in self._some(noun):
            typed = self.client.get(f"/v1/{noun}", params={"q": thing.name, "count": "exact"})
            expected = {thing.id} if thing.id in seen else set()
            assert {row["id"] for row in typed["data"]} == expected, f"{thing.name} typed by {self.who}"
            assert typed["count"] == len(expected), f"{thing.name} counted by {self.who}"

    def _each_is_there_or_not(self, noun: str) -> None:
        seen = self.oracle.seen(self.who, noun)
        for thing in self._some(noun):
            status = self.client.ask("GET", f"/v1/{noun}/{thing.id}").status_code
            assert status == (200 if thing.id in seen else 404), f"{noun} {thing.name} by id for {self.who}: {status}"

    def _reports_are_right(self) -> None:
        """They learn of a deal a moment later."""
        seen = self.oracle.seen(self.who, "opportunities")
        ours = self._among_ours("opportunities")

        def counted() -> tuple[set[str], int]:
            rows = self.client.get(f"{FUNNEL}/records", params={"limit": "200", **ours})["data"]
            return {row["id"] for row in rows}, self.client.get(FUNNEL)["totals"]["count"]

        def expected(told: tuple[set[str], int]) -> bool:
            return told[0] == seen.keys() and (bool(ours) or told[1] == len(seen))

        assert eventually(lambda: expected(counted()), ARRIVED_SECONDS), (
            f"funnel for {self.who}: {counted()} is not {seen.keys()}"
        )

    def _among_ours(self, noun: str) -> dict[str, str]:
        """Who reaches all of the company is asked about this organisation only: others work beside it."""
        if "all" not in self.oracle.reaches[self.oracle.people[self.who].group]:
            return {}
        ours = [thing.id for thing in self.oracle.things.values() if thing.noun == noun]
        return {"filter[id][in]": ",".join(ours or [self.who])}

    def _some(self, noun: str) -> list[Thing]:
        """The latest few that are in sight, and the latest few that are not."""
        ours = [thing for thing in self.oracle.things.values() if thing.noun == noun]
        seen = self.oracle.seen(self.who, noun)
        return [thing for thing in ours if thing.id in seen][-TRIED:] + [
            thing for thing in ours if thing.id not in seen
        ][-TRIED:]

    def _told(self, after: str) -> set[str]:
        subjects: set[str] = set()
        params = {"limit": "200", "after": after}
        while True:
            page = self.client.get("/v1/events", params=params)
            subjects |= {event["subject"] for event in page["data"]}
            if not page["next"]:
                return subjects & self.oracle.things.keys()
            params["after"] = page["next"]

    def _ended(self, job_id: str) -> Any:
        job = self.client.get(f"/v1/jobs/{job_id}")
        return job if job["state"] != "running" else None

    def _same(self, told: set[str], seen: dict[str, Thing], what: str) -> None:
        leaked, missing = told - seen.keys(), seen.keys() - told
        assert not leaked, f"{what} shows {self.who} what is out of sight: {leaked}"
        assert not missing, f"{what} hides from {self.who} what is in sight: {missing}"
