"""What a login may be, and who may report to whom."""

import pytest

from gateway.people import rules


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("moses.frase", "moses.frase"),
        ("Moses.Frase", "moses.frase"),
        (" admin ", "admin"),
        ("ａｄｍｉｎ", "admin"),
        ("ﬁona", "fiona"),
        ("a" * 64, "a" * 64),
    ],
)
def test_one_login_however_it_is_written(written: str, kept: str) -> None:
    assert rules.ensure_login(written) == kept


@pytest.mark.parametrize(
    "tricky",
    [
        "",
        " ",
        "a" * 65,
        "аdmin",  # Cyrillic а
        "admın",  # dotless i
        "adm\u0130n",
        "ad\u200bmin",  # zero width space
        "ad\u202emin",  # right-to-left override
        "admin\u0301",
        "ad min",
        "ad\nmin",
        "ad\x00min",
        "admin@hq",
        "<admin>",
        "王",
    ],
)
def test_letters_that_only_look_alike_are_refused(tricky: str) -> None:
    with pytest.raises(rules.LoginIsMalformed):
        rules.ensure_login(tricky)


@pytest.mark.parametrize("superior", ["/3/", "/3/8/", "/3/8/9/"])
def test_nobody_reports_to_themselves_or_to_their_own_people(superior: str) -> None:
    with pytest.raises(rules.PersonWouldReportToSelf):
        rules.ensure_not_below("/3/", superior)


def test_a_number_that_only_begins_alike_is_another_person() -> None:
    rules.ensure_not_below("/3/", "/30/")
