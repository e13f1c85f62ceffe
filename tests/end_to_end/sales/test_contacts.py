"""Contacts through the public API: judged, written about, found by any word, and who reports to whom."""

import pytest

from shared.ids import new_id
from tests.end_to_end.company import Company


@pytest.mark.feature("S-068")
def test_a_contact_holds_dated_ratings_and_notes_with_their_authors_and_both_are_in_its_history(
    company: Company,
) -> None:
    nils, nora = company["nils.north"], company["nora.north"]
    ada = nils.post("/v1/contacts", {"name": f"Ada {new_id()}", "kind": "introducer"})
    path = f"/v1/contacts/{ada['id']}"
    nils.post(f"{path}/ratings", {"influence": 2, "attitude": 3, "rated_on": "2026-01-05"})
    nora.post(f"{path}/ratings", {"influence": 5, "attitude": 1, "rated_on": "2026-02-06", "comment": "Decides now."})
    nora.post(f"{path}/notes", {"text": "Send the short version."})
    ratings = nils.get(f"{path}/ratings")["data"]
    told = [(one["rated_on"], one["influence"], one["attitude"], one["author"]["login"]) for one in ratings]
    assert told == [("2026-02-06", 5, 1, "nora.north"), ("2026-01-05", 2, 3, "nils.north")]
    [note] = nils.get(f"{path}/notes")["data"]
    assert (note["text"], note["author"]["login"]) == ("Send the short version.", "nora.north")
    shown = nils.get(path)
    assert (shown["influence"], shown["attitude"], shown["rated_on"]) == (5, 1, "2026-02-06")
    history = nils.get(f"{path}/history")["data"]
    assert [entry["type"].split(".")[3] for entry in history] == ["created", "rated", "rated", "noted"]
    assert history[2]["changes"]["influence"] == {"before": 2, "after": 5}
    assert history[3]["changes"]["advice"]["after"] == "Send the short version."
    assert [entry["actor"]["id"] for entry in history[2:]] == [company.people["nora.north"]["id"]] * 2
    sara = company["sara.south"]
    for part in ("ratings", "notes"):
        sara.refused("GET", f"{path}/{part}", status=404)
    sara.refused("POST", f"{path}/ratings", {"influence": 1, "attitude": 1}, status=404)
    nils.refused("POST", f"{path}/ratings", {"influence": 6, "attitude": 1}, status=400)
    future = {"influence": 1, "attitude": 1, "rated_on": "2999-01-01"}
    nils.refused("POST", f"{path}/ratings", future, status=422, code="contact_rating_in_future")


@pytest.mark.feature("S-070")
def test_a_contact_is_found_by_any_stored_phone_address_or_word_of_a_note(company: Company) -> None:
    nils, mark = company["nils.north"], new_id()[-12:]
    digits = str(int(mark, 16))[-9:].rjust(9, "7")
    body = {"name": f"Ada {mark}", "kind": "partner", "phone": f"030 {digits}", "mobile": f"0171 {digits[::-1]}"}
    ada = nils.post("/v1/contacts", {**body, "address": f"Street{mark} 7", "note": f"plays cello{mark}"})
    nils.post(f"/v1/contacts/{ada['id']}/notes", {"text": f"Collects stamps{mark} 集邮{mark}"})
    for words in (digits, digits[::-1], digits[1:], f"street{mark}", f"cello{mark}", f"Stamps{mark}", f"集邮{mark}"):
        assert [row["id"] for row in nils.all("/v1/contacts", params={"q": words})] == [ada["id"]], words
        assert [row["id"] for row in nils.post("/v1/contacts/search", {"q": words})["data"]] == [ada["id"]]
        assert company["sara.south"].all("/v1/contacts", params={"q": words}) == []


@pytest.mark.feature("S-072")
def test_the_chart_of_a_customer_is_the_tree_of_its_contacts_with_reporting_lines_and_roles(company: Company) -> None:
    nils = company["nils.north"]
    customer = nils.post("/v1/customers", {"name": f"Customer {new_id()}"})

    def hire(name: str, role: str, above: str | None = None) -> str:
        body = {"name": name, "customer_id": customer["id"], "role": role, "reports_to_id": above}
        return str(nils.post("/v1/contacts", body)["id"])

    chief = hire("Chief", "decider")
    buyer, engineer = hire("Buyer", "introducer", chief), hire("Engineer", "user", chief)
    clerk = hire("Clerk", "user", buyer)
    path = f"/v1/customers/{customer['id']}/org-chart"
    [top] = company["nora.north"].get(path)["data"]
    assert (top["id"], top["role"], top["reports_to_id"]) == (chief, "decider", None)
    below = [(one["id"], one["role"], one["reports_to_id"]) for one in top["reports"]]
    assert below == [(buyer, "introducer", chief), (engineer, "user", chief)]
    assert [[one["id"] for one in entry["reports"]] for entry in top["reports"]] == [[clerk], []]
    circle = {"reports_to_id": clerk}
    nils.refused("PATCH", f"/v1/contacts/{chief}", circle, status=422, code="contact_reporting_cycle")
    nils.patch(f"/v1/contacts/{clerk}", {"reports_to_id": engineer})
    [top] = nils.get(path)["data"]
    assert [[one["id"] for one in entry["reports"]] for entry in top["reports"]] == [[], [clerk]]
    company["sara.south"].refused("GET", path, status=404)
