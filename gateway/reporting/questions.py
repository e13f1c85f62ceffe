"""The public routes of questions that people write themselves."""

import orjson
from flask import Response, request

from gateway.http.admission import authenticate, credential_of
from gateway.http.door import Door
from gateway.http.languages import wanted_language
from gateway.http.routes import Routes
from gateway.reporting.catalogue import shown_column
from shared.contracts.payload import Payload, reply
from shared.contracts.reporting.questions import ASK, TABLES, AnswerView, AskQuestion, Table, TablesView

routes = Routes(
    "questions", service="reporting", tag="Questions", for_partners=False, about="A SELECT of one's own over the facts."
)


def list_question_tables(door: Door) -> Response:
    """The tables that a question may name, with their columns."""
    authenticate(door, request, credential_of(request))
    language = wanted_language()
    shown = [_shown(table, language) for table in TABLES.values()]
    return Response(orjson.dumps(reply(TablesView, {"tables": shown})), content_type="application/json")


def _shown(table: Table, language: str) -> Payload:
    columns = [shown_column(column, language) for column in table.columns]
    return {"name": table.name, "title": table.title[language], "columns": columns}


routes.act(
    "/v1/questions/ask",
    rpc="ask_question",
    right=ASK,
    takes=AskQuestion,
    gives=AnswerView,
    refuses=(422,),
    keeps_answer=False,
    about="One SELECT over the tables of questions; every table holds the rows alone that the caller sees.",
)
routes.serve(
    "/v1/questions/tables",
    list_question_tables,
    right=ASK,
    gives=TablesView,
    about="What a question may be asked about.",
)
