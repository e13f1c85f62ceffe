"""The public routes of articles."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.service_desk import articles as contract

routes = Routes(
    "articles",
    service="service_desk",
    tag="Knowledge base",
    about="What is known about faults and how to put them right.",
)

routes.list("/v1/articles", rpc="list_articles", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/articles",
    rpc="create_article",
    right=contract.CREATE,
    takes=contract.CreateArticle,
    gives=contract.ArticleView,
    refuses=(409,),
)
routes.read("/v1/articles/<article_id>", rpc="get_article", right=contract.READ, gives=contract.ArticleView)
routes.change(
    "/v1/articles/<article_id>",
    rpc="change_article",
    right=contract.CHANGE,
    takes=contract.ChangeArticle,
    gives=contract.ArticleView,
    refuses=(409, 422),
)
routes.history("/v1/articles/<article_id>/history", rpc="list_article_history", right=contract.READ)
routes.report(
    "/v1/article-suggestions",
    rpc="find_solutions",
    right=contract.READ,
    takes_query=contract.AskSolutions,
    gives=contract.SolutionsView,
    about="Published articles for these symptoms: those with most of the words first, then what helped most often.",
)
routes.read(
    "/v1/articles/<article_id>/editions",
    rpc="list_article_editions",
    right=contract.READ,
    gives=contract.EditionsView,
    about="What the article said each time it was published.",
)
routes.act(
    "/v1/articles/<article_id>/submit",
    rpc="submit_article",
    right=contract.SUBMIT,
    takes=NoBody,
    gives=contract.ArticleView,
)
routes.act(
    "/v1/articles/<article_id>/reject",
    rpc="reject_article",
    right=contract.REJECT,
    takes=ReasonBody,
    gives=contract.ArticleView,
)
routes.act(
    "/v1/articles/<article_id>/publish",
    rpc="publish_article",
    right=contract.PUBLISH,
    takes=NoBody,
    gives=contract.ArticleView,
)
routes.act(
    "/v1/articles/<article_id>/revise",
    rpc="revise_article",
    right=contract.REVISE,
    takes=NoBody,
    gives=contract.ArticleView,
)
routes.act(
    "/v1/articles/<article_id>/retire",
    rpc="retire_article",
    right=contract.RETIRE,
    takes=NoBody,
    gives=contract.ArticleView,
)
