"""Where campaigns meet the message bus."""

from services.marketing.campaigns import commands, queries
from services.marketing.campaigns.commands import sharing
from services.marketing.campaigns.commands.importing import import_campaigns as load_campaigns
from shared.contracts.fields import NoBody, ReasonBody
from shared.contracts.importing import checked_mode, read_rows, results_reply
from shared.contracts.marketing.campaigns import CampaignRow, CampaignView, ChangeCampaign, CreateCampaign
from shared.contracts.payload import Payload, reply
from shared.contracts.sharing import ShareRecord, SharesView, ShareView
from shared.entrypoints import Entrypoints
from shared.importing import rehearsal
from shared.rpc import rpc


class CampaignEntrypoints(Entrypoints):
    @rpc
    def create_campaign(self, request: Payload) -> Payload:
        form = CreateCampaign().load(request)
        with self.work() as session:
            return reply(CampaignView, commands.create_campaign(session, self.actor, **form))

    @rpc
    def get_campaign(self, campaign_id: str) -> Payload:
        with self.ask() as database:
            return queries.show_campaign(database, self.actor, campaign_id)

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

    @rpc
    def import_campaigns(self, rows: list[Payload], mode: str, dry_run: bool = False) -> Payload:
        """For the gateway's imports."""
        read, mode = read_rows(CampaignRow, rows), checked_mode(mode)
        with self.work() as session, rehearsal(session, dry_run):
            return results_reply(load_campaigns(session, self.actor, mode, read))

    @rpc
    def share_campaign(self, campaign_id: str, request: Payload) -> Payload:
        form = ShareRecord().load(request)
        with self.work() as session:
            return reply(ShareView, sharing.share_campaign(session, self.actor, campaign_id, **form))

    @rpc
    def list_campaign_shares(self, campaign_id: str) -> Payload:
        with self.read() as session:
            return reply(SharesView, sharing.list_shares(session, self.actor, campaign_id))

    @rpc
    def revoke_campaign_share(self, campaign_id: str, share_id: str) -> None:
        with self.work() as session:
            sharing.revoke_share(session, self.actor, campaign_id, share_id)
