"""What a refusal means is told in the language of the reader; what a program acts on is the same in all."""

import re
from typing import Any

import orjson
import pytest
from flask.testing import FlaskClient
from marshmallow import Schema, fields, validate

from gateway.http import errors
from gateway.http.app import create_app
from gateway.http.fault_words import say_fault
from gateway.http.languages import language_in
from gateway.http.meanings import CHINESE, catalogue, meaning_of
from tests.gateway.http.stand_ins import StandInAccess, StandInBus, StandInSettings
from tests.gateway.http.test_problems import TOYS, assert_problem

CHINESE_SIGN = re.compile(r"[\u4e00-\u9fff]")
FOR_PROGRAMS = ("type", "status", "code")


def untranslated(codes: set[str], chinese: dict[str, str]) -> list[str]:
    return sorted(code for code in codes if not CHINESE_SIGN.search(chinese.get(code, "")))


def test_every_code_has_a_meaning_in_chinese_and_nothing_else_has() -> None:
    chinese: dict[str, str] = orjson.loads(CHINESE.read_bytes())

    assert untranslated(set(catalogue()), chinese) == []
    assert sorted(chinese.keys() - catalogue().keys()) == []
    assert list(chinese) == sorted(chinese)
    assert [code for code, meaning in chinese.items() if not meaning.endswith("。")] == []


def test_a_code_without_chinese_is_seen() -> None:
    assert untranslated({"a", "b", "c"}, {"a": "有。", "b": "only English."}) == ["b", "c"]


def test_what_no_one_has_translated_is_told_in_english_and_no_code_means_nothing() -> None:
    assert meaning_of("token_missing", "fr") == meaning_of("token_missing", "zh")
    assert meaning_of("no_such_code", "zh") is None


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("zh", "zh"),
        ("zh-Hans-CN", "zh"),
        ("ZH-cn", "zh"),
        ("en;q=0.5, zh;q=0.9", "zh"),
        ("en;q=0.9, zh;q=0.5", "en"),
        ("zh;q=0", "en"),
        ("zh;q=0, de", "en"),
        ("de, zh;q=0.1", "zh"),
        ("*", "en"),
        ("zhx", "en"),
        ("", "en"),
        (None, "en"),
        (";;;q=x,\x00", "en"),
    ],
)
def test_the_language_that_is_wanted_most_among_those_of_the_house_is_taken(asked: str | None, language: str) -> None:
    assert language_in(asked) == language


def test_a_refusal_says_in_chinese_what_it_means_and_changes_nothing_for_programs(stranger: FlaskClient) -> None:
    english = stranger.get(TOYS)
    chinese = stranger.get(TOYS, headers={"Accept-Language": "en;q=0.4, zh-CN;q=0.8"})

    told, said = (assert_problem(answer, 401, "token_missing") for answer in (english, chinese))
    assert "meaning" not in told
    assert said["meaning"] == "请求未携带访问令牌。"
    assert [said[name] for name in FOR_PROGRAMS] == [told[name] for name in FOR_PROGRAMS]
    assert [answer.headers["Content-Language"] for answer in (english, chinese)] == ["en", "zh"]
    assert [answer.headers["Vary"] for answer in (english, chinese)] == ["Accept-Language"] * 2


def test_every_fault_of_a_form_is_named_in_chinese_at_the_same_place(client: FlaskClient, bus: StandInBus) -> None:
    query = {"limit": "1000", "nothing": "1"}
    english = assert_problem(client.get(TOYS, query_string=query), 400, "malformed_query")
    asked = {"Accept-Language": "zh"}
    chinese = assert_problem(client.get(TOYS, query_string=query, headers=asked), 400, "malformed_query")

    assert [fault["pointer"] for fault in chinese["errors"]] == [fault["pointer"] for fault in english["errors"]]
    assert not bus.calls


class _Form(Schema):
    """Every way in which a plain form can be wrong."""

    must = fields.String(required=True)
    text = fields.String(validate=validate.Length(min=2, max=3))
    exact = fields.String(validate=validate.Length(equal=4))
    whole = fields.Integer(strict=True, validate=validate.Range(min=1, max=9))
    least = fields.Integer(validate=validate.Range(min=1))
    most = fields.Integer(validate=validate.Range(max=1))
    above = fields.Integer(validate=validate.Range(min=1, min_inclusive=False))
    one = fields.String(validate=validate.OneOf(["a", "b"]))
    like = fields.String(validate=validate.Regexp("a+"))
    flag = fields.Boolean()
    day = fields.Date()
    moment = fields.AwareDateTime()
    many = fields.List(fields.String())
    mail = fields.Email()
    link = fields.URL()
    part = fields.Nested(Schema)


BROKEN: list[dict[str, Any]] = [
    {},
    {"must": None, "text": "a", "exact": "a", "whole": 10, "least": 0, "most": 2, "above": 1, "one": "c", "like": "b"},
    {"must": 7, "text": "long text", "whole": "1.5", "flag": "perhaps", "day": "x", "moment": "x", "many": 7},
    {"must": "a", "mail": "x", "link": "x", "part": 7, "else": 1, "whole": 1.5},
]


@pytest.mark.parametrize("form", BROKEN)
def test_what_a_plain_form_can_be_refused_for_has_chinese_words(form: dict[str, Any]) -> None:
    faults = [sentence for told in _Form().validate(form).values() for sentence in _sentences(told)]

    assert faults
    assert [fault for fault in faults if not CHINESE_SIGN.search(say_fault(fault, "zh"))] == []
    assert [fault for fault in faults if say_fault(fault, "en") != fault] == []


def _sentences(told: Any) -> list[str]:
    return list(told) if isinstance(told, list) else [one for part in told.values() for one in _sentences(part)]


def test_what_stands_in_a_fault_stays_and_a_strange_one_is_told_as_it_is() -> None:
    assert say_fault("Must be one of: red, blue.", "zh") == "须为以下之一：red, blue。"
    assert say_fault("Length must be between 1 and 200.", "zh") == "长度须在 1 至 200 之间。"
    assert say_fault("No such sentence.", "zh") == "No such sentence."


def test_the_catalogue_tells_meanings_in_the_language_asked_for() -> None:

    app = create_app(StandInSettings(), StandInBus(), StandInAccess(), [errors.routes])
    answers = [
        app.test_client().get("/v1/errors/stale_version", headers={"Accept-Language": asked}) for asked in ("en", "zh")
    ]

    english, chinese = (orjson.loads(answer.data) for answer in answers)
    assert english["meaning"] == catalogue()["stale_version"]["meaning"]
    assert chinese["meaning"] == "您所依据的版本不是记录的当前版本。"
    assert (english["code"], english["status"]) == (chinese["code"], chinese["status"])
