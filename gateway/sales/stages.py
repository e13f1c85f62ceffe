"""The public routes of stages and of the pipeline that runs through them."""

from gateway.http.routes import Routes
from shared.contracts.sales import stages as contract

routes = Routes("stages", service="sales", tag="Stages", about="How far a deal has come, and how likely it then is.")

routes.list("/v1/stages", rpc="list_stages", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/stages",
    rpc="create_stage",
    right=contract.CREATE,
    takes=contract.CreateStage,
    gives=contract.StageView,
    refuses=(409,),
)
routes.read("/v1/stages/<stage_id>", rpc="get_stage", right=contract.READ, gives=contract.StageView)
routes.change(
    "/v1/stages/<stage_id>",
    rpc="change_stage",
    right=contract.CHANGE,
    takes=contract.ChangeStage,
    gives=contract.StageView,
    refuses=(409, 422),
    about="A new success rate is at once that of the open deals in the stage, except where a seller set another.",
)
routes.history("/v1/stages/<stage_id>/history", rpc="list_stage_history", right=contract.READ)
routes.report(
    "/v1/pipeline",
    rpc="get_pipeline",
    right=contract.READ_PIPELINE,
    takes_query=contract.PipelineQuery,
    gives=contract.PipelineView,
    about="The open deals that the caller may see, stage by stage.",
)
