"""Where configurators meet the message bus."""

from services.sales.configurators import commands, queries
from shared.contracts.payload import Payload, reply
from shared.contracts.sales.configurators import (
    ChangeConfigurator,
    ConfigurationView,
    ConfiguratorView,
    ConfigureProduct,
    CreateConfigurator,
    KeptConfigurationView,
)
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class ConfiguratorEntrypoints(Entrypoints):
    @rpc
    def create_configurator(self, request: Payload) -> Payload:
        form = CreateConfigurator().load(request)
        with self.work() as session:
            return reply(ConfiguratorView, commands.create_configurator(session, self.actor, **form))

    @rpc
    def get_configurator(self, configurator_id: str) -> Payload:
        with self.read() as session:
            return reply(ConfiguratorView, queries.get_configurator(session, configurator_id))

    @rpc
    def list_configurators(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_configurators(session, query)

    @rpc
    def list_configurator_history(self, configurator_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_configurator_history(session, configurator_id, after)

    @rpc
    def change_configurator(self, configurator_id: str, request: Payload) -> Payload:
        form = ChangeConfigurator().load(request)
        with self.work() as session:
            changed = commands.change_configurator(session, self.actor, configurator_id, **form)
            return reply(ConfiguratorView, changed)

    @rpc
    def configure_product(self, request: Payload) -> Payload:
        form = ConfigureProduct().load(request)
        with self.read() as session:
            return reply(ConfigurationView, queries.configure(session, self.actor, **form))

    @rpc
    def get_configuration(self, configuration_id: str) -> Payload:
        with self.read() as session:
            return reply(KeptConfigurationView, queries.get_configuration(session, configuration_id))

    @rpc
    def list_configurations(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_configurations(session, query)
