"""The public routes of configurators, and of what is configured by them."""

from gateway.http.routes import Routes
from shared.contracts.sales import configurators as contract
from shared.contracts.sales.prices import READ as READ_PRICE

routes = Routes(
    "configurators",
    service="sales",
    tag="Configurators",
    about="Which parts a product can be built of, which of them go together, and what a choice of them costs.",
)

ONE = "/v1/configurators/<configurator_id>"

routes.list("/v1/configurators", rpc="list_configurators", right=contract.READ, listing=contract.LISTING)
routes.create(
    "/v1/configurators",
    rpc="create_configurator",
    right=contract.CREATE,
    takes=contract.CreateConfigurator,
    gives=contract.ConfiguratorView,
    refuses=(409, 422),
)
routes.read(ONE, rpc="get_configurator", right=contract.READ, gives=contract.ConfiguratorView)
routes.change(
    ONE,
    rpc="change_configurator",
    right=contract.CHANGE,
    takes=contract.ChangeConfigurator,
    gives=contract.ConfiguratorView,
    refuses=(422,),
)
routes.history(f"{ONE}/history", rpc="list_configurator_history", right=contract.READ)
routes.act(
    "/v1/configurations",
    rpc="configure_product",
    right=READ_PRICE,
    takes=contract.ConfigureProduct,
    gives=contract.ConfigurationView,
    refuses=(404, 422),
    about="What chosen parts cost a customer; where they do not go together, why. Nothing is kept: the parts are lines "
    "for a quotation or an order, and choices for a cart or for the product's line of an order.",
)
routes.list(
    "/v1/configurations",
    rpc="list_configurations",
    right=contract.READ,
    listing=contract.CONFIGURATIONS,
    about="Those that were ever put into a cart or ordered; lines of carts and orders name them.",
)
routes.read(
    "/v1/configurations/<configuration_id>",
    rpc="get_configuration",
    right=contract.READ,
    gives=contract.KeptConfigurationView,
)
