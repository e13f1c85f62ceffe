"""The public routes of stores, and of the catalogues that they show."""

from gateway.http.routes import Routes
from shared.contracts.fields import NoBody
from shared.contracts.sales import stores as contract

routes = Routes(
    "stores",
    service="sales",
    tag="Stores",
    about="What each store offers, in which languages and which currency, and how it looks.",
    for_partners=False,
)

ONE = "/v1/stores/<store_id>"

routes.list(
    "/v1/stores",
    rpc="list_stores",
    right=contract.READ,
    listing=contract.LISTING,
    for_partners=True,
    about="Those that are published, and those that the caller may see anyway.",
)
routes.create(
    "/v1/stores",
    rpc="create_store",
    right=contract.CREATE,
    takes=contract.CreateStore,
    gives=contract.StoreView,
    refuses=(409, 422),
)
routes.read(ONE, rpc="get_store", right=contract.READ, gives=contract.StoreView, for_partners=True)
routes.change(
    ONE,
    rpc="change_store",
    right=contract.CHANGE,
    takes=contract.ChangeStore,
    gives=contract.StoreView,
    refuses=(422,),
)
routes.history(f"{ONE}/history", rpc="list_store_history", right=contract.READ)
routes.act(f"{ONE}/publish", rpc="publish_store", right=contract.PUBLISH, takes=NoBody, gives=contract.StoreView)
routes.act(f"{ONE}/withdraw", rpc="withdraw_store", right=contract.WITHDRAW, takes=NoBody, gives=contract.StoreView)
routes.list(
    f"{ONE}/assortment",
    rpc="list_store_assortment",
    right=contract.READ,
    listing=contract.ASSORTMENT,
    about="The products and the categories that the store offers.",
)
routes.act(
    f"{ONE}/list-product",
    rpc="list_store_product",
    right=contract.LIST_PRODUCT,
    takes=contract.ListProduct,
    gives=contract.StoreView,
    about="Takes a product, or all products of a category, into the assortment; a product with names of its own there.",
)
routes.act(
    f"{ONE}/delist-product",
    rpc="delist_store_product",
    right=contract.DELIST_PRODUCT,
    takes=contract.DelistProduct,
    gives=contract.StoreView,
)
routes.list(
    f"{ONE}/catalogue",
    rpc="browse_store_catalogue",
    right=contract.BROWSE,
    listing=contract.CATALOGUE,
    for_partners=True,
    speaks=True,
    about="What the store sells, in the first language of Accept-Language that it speaks, and at its prices.",
)
