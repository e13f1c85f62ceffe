"""Where campaigns meet the message bus."""

from services.marketing.campaigns import commands, queries
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.marketing.campaigns import CampaignView, ChangeCampaign, CreateCampaign
from shared.contracts.payload import Payload, reply
from shared.entrypoints import Entrypoints
from shared.rpc import rpc


class CampaignEntrypoints(Entrypoints):
    @rpc
    def create_campaign(self, request: Payload) -> Payload:
        form = CreateCampaign().load(request)
        with self.work() as session:
            return reply(CampaignView, commands.create_campaign(session, self.actor, **form))

    @rpc
    def get_campaign(self, campaign_id: str) -> Payload:
        with self.read() as session:
            return reply(CampaignView, queries.get_campaign(session, self.actor, campaign_id))

    @rpc
    def list_campaigns(self, query: Payload) -> Payload:
        with self.read() as session:
            return queries.list_campaigns(session, self.actor, query)

    @rpc
    def list_campaign_history(self, campaign_id: str, after: int = 0) -> Payload:
        with self.read() as session:
            return queries.list_campaign_history(session, self.actor, campaign_id, after)

    @rpc
    def change_campaign(self, campaign_id: str, request: Payload) -> Payload:
        form = ChangeCampaign().load(request)
        with self.work() as session:
            return reply(CampaignView, commands.change_campaign(session, self.actor, campaign_id, **form))

    @rpc
    def launch_campaign(self, campaign_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(CampaignView, commands.launch_campaign(session, self.actor, campaign_id))

    @rpc
    def finish_campaign(self, campaign_id: str, request: Payload) -> Payload:
        NoBody().load(request)
        with self.work() as session:
            return reply(CampaignView, commands.finish_campaign(session, self.actor, campaign_id))

    @rpc
    def cancel_campaign(self, campaign_id: str, request: Payload) -> Payload:
        form = ReasonBody().load(request)
        with self.work() as session:
            return reply(CampaignView, commands.cancel_campaign(session, self.actor, campaign_id, **form))
