"""The catalogue is searched by everything a product is known by, page by page."""

import pytest

from shared.ids import new_id
from tests.end_to_end.company import Company


@pytest.mark.feature("S-001")
def test_products_are_filtered_by_everything_and_paged_stably(company: Company) -> None:
    admin, nils, word = company["admin"], company["nils.north"], f"w{new_id()[-10:]}"
    finish = f"finish_{word}"
    label = {"en": "Finish"}
    admin.post("/v1/custom-fields", {"entity": "products", "code": finish, "type": "text", "label": label})
    made = []
    for number in range(6):
        body = {
            "code": f"{word}-{number}",
            "name": f"Lathe {word} {number}",
            "category": f"{word}-{'heavy' if number % 2 else 'light'}",
            "description": f"turns {word}brass" if number == 4 else None,
            "list_price": f"{number + 1}00.00",
            "custom": {finish: "oiled" if number < 2 else "matt"},
        }
        made.append(admin.post("/v1/products", body)["id"])

    def by(field: str, operator: str, value: str) -> list[int]:
        params = {f"filter[{field}][{operator}]": value, "filter[code][like]": f"{word}-*", "sort": "code"}
        return [made.index(row["id"]) for row in nils.get("/v1/products", params=params)["data"]]

    assert by("name", "eq", f"Lathe {word} 3") == [3]
    assert by("name", "like", f"Lathe {word}*") == [0, 1, 2, 3, 4, 5]
    assert by("code", "eq", f"{word}-5") == [5]
    assert by("category", "eq", f"{word}-heavy") == [1, 3, 5]
    assert by("list_price", "between", "200.00,400.00") == [1, 2, 3]
    assert by("list_price", "gte", "500.00") == [4, 5]
    assert by(f"custom.{finish}", "eq", "oiled") == [0, 1]
    assert [made.index(row["id"]) for row in nils.all("/v1/products", params={"q": f"{word}brass"})] == [4]

    params = {"q": word, "sort": "-list_price", "limit": "2"}
    first = nils.get("/v1/products", params=params)
    # what comes between the pages moves none of the others
    late = admin.post("/v1/products", {"code": f"{word}-late", "name": f"Lathe {word} late", "list_price": "9999.00"})[
        "id"
    ]
    admin.post(f"/v1/products/{first['data'][0]['id']}/retire")
    seen, page = [row["id"] for row in first["data"]], first
    while page["next"]:
        page = nils.get("/v1/products", params={**params, "cursor": page["next"]})
        seen += [row["id"] for row in page["data"]]
    assert seen == made[::-1]
    assert late not in seen
    nils.refused("GET", "/v1/products", status=400, params={"cursor": "made up", **params})
