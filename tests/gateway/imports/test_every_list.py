"""Of every list that can be exported it is said whether its file can be loaded again."""

from deploy.roster import service_class
from gateway.exports.entrypoints.lists import exportable
from shared.contracts.gateway.imports import ENTITIES
from shared.contracts.gateway.loads import NEVER_LOADED
from shared.contracts.gateway.undos import NOUNS, list_of


def test_every_list_is_loaded_or_it_is_said_why_not() -> None:
    loaded = {entity.noun or name.replace("_", "-") for name, entity in ENTITIES.items()}
    told = [*loaded, *NEVER_LOADED]
    assert len(told) == len(set(told)), "a list stands in two places"
    assert set(exportable()) == set(told)


def test_every_load_is_taken_back_by_a_call_of_its_service() -> None:
    assert {list_of(name) for name in ENTITIES} == set(NOUNS)
    for name, entity in ENTITIES.items():
        noun = NOUNS[list_of(name)]
        assert noun.service == entity.service
        assert hasattr(service_class(noun.service), noun.rpc), f"{noun.service} has no {noun.rpc}"


def test_what_is_never_loaded_has_a_reason() -> None:
    assert all(reason.endswith(".") and len(reason) > 15 for reason in NEVER_LOADED.values())
