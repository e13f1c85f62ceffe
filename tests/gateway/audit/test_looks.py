"""How long one look at the chains may take."""

import time

from gateway.audit.queries import LONGEST_LOOK_SECONDS, until


def test_half_of_what_the_caller_waits_is_left_for_the_page_that_is_being_read() -> None:
    began = time.time()

    assert began + 2 <= until(began + 4) <= time.time() + 2


def test_a_patient_caller_gets_an_answer_to_go_on_from_all_the_same() -> None:
    assert until(None) <= time.time() + LONGEST_LOOK_SECONDS
    assert until(time.time() + 3600) <= time.time() + LONGEST_LOOK_SECONDS
