/** How the nouns of the administration are shown. */
import { ALL, type Shown } from "./display";

export const SETTINGS: Record<string, Shown> = {
  stages: {
    title: "name",
    second: "code",
    views: [{ name: "all", filters: [], sort: "position" }],
    chips: [],
  },
  people: {
    title: "name",
    second: "login",
    views: [{ name: "active", filters: ["active:eq:true"], sort: "name" }, ALL],
    chips: ["org_unit_id", "superior_id", "kind", "active"],
  },
  groups: {
    title: "name",
    second: "code",
    views: [ALL],
    chips: ["shipped"],
  },
  positions: { title: "name", second: "code", views: [ALL], chips: ["code"] },
  "custom-fields": {
    title: "code",
    second: "entity",
    views: [ALL],
    chips: ["entity", "type", "retired"],
  },
  picklists: { title: "code", views: [ALL], chips: ["shipped"] },
  "document-templates": {
    title: "name",
    second: "kind",
    views: [ALL],
    chips: ["kind"],
  },
  webhooks: {
    title: "url",
    second: "description",
    status: "status",
    ownersOnly: true,
    views: [ALL],
    chips: ["status"],
  },
  "webhook-deliveries": {
    title: "type",
    second: "error",
    status: "state",
    views: [ALL],
    chips: ["state", "webhook_id"],
  },
  audit: {
    title: "kind",
    second: "actor",
    views: [ALL],
    chips: ["actor_id", "channel", "kind", "at"],
  },
  imports: {
    title: "name",
    second: "entity",
    status: "status",
    views: [ALL],
    chips: ["entity", "status"],
  },
  exports: {
    title: "noun",
    second: "format",
    status: "status",
    views: [ALL],
    chips: ["noun", "status"],
  },
  jobs: {
    title: "kind",
    second: "noun",
    status: "state",
    views: [ALL],
    chips: ["kind", "state"],
  },
};
