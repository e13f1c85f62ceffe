/** How each noun is shown: which of its fields a list begins with, what names a record, and the lists everybody has. */
import { ALL, MINE, type Shown, status } from "./display";
import { SETTINGS } from "./settings";

const SALES: Record<string, Shown> = {
  opportunities: {
    title: "name",
    second: "customer",
    amount: "amount",
    status: "stage",
    views: [
      { name: "open", filters: ["status:eq:open"], sort: "-amount" },
      { name: "mine", filters: ["status:eq:open", "owner_id:eq:me"], sort: "-amount" },
      { name: "status_won", filters: ["status:eq:won"], sort: "-closed_at" },
      { name: "status_lost", filters: ["status:eq:lost"], sort: "-closed_at" },
      ALL,
    ],
    chips: ["stage", "owner_id", "org_unit_id", "customer_id", "amount", "expected_close_date"],
  },
  leads: {
    title: "name",
    second: "company",
    amount: "budget",
    status: "status",
    views: [{ name: "open", filters: ["status:in:new,qualified"] }, MINE, ...status("converted", "lost"), ALL],
    chips: ["status", "owner_id", "org_unit_id", "source_kind", "budget", "region"],
  },
  customers: {
    title: "name",
    second: "industry",
    status: "status",
    views: [ALL, MINE, { name: "quiet", filters: ["last_touch_at:null:true"] }],
    chips: ["level", "industry", "country", "owner_id", "org_unit_id", "status"],
  },
  contacts: {
    title: "name",
    second: "customer_id",
    views: [ALL, MINE],
    chips: ["customer_id", "role", "kind", "owner_id", "org_unit_id"],
  },
  quotations: {
    title: "number",
    second: "customer_id",
    amount: "gross",
    status: "status",
    views: [ALL, ...status("draft", "sent", "accepted"), MINE],
    chips: ["status", "customer_id", "owner_id", "org_unit_id", "valid_until"],
  },
  orders: {
    title: "number",
    second: "customer",
    amount: "amount",
    status: "status",
    views: [ALL, ...status("draft", "confirmed", "fulfilled"), MINE],
    chips: ["status", "fulfilment", "customer_id", "owner_id", "org_unit_id", "amount"],
  },
  products: {
    title: "name",
    second: "code",
    amount: "list_price",
    views: [{ name: "active", filters: ["active:eq:true"] }, ALL],
    chips: ["category", "active", "list_price"],
  },
  "price-lists": {
    title: "name",
    second: "code",
    status: "status",
    views: [ALL],
    chips: ["kind", "status", "currency", "unit_id"],
  },
  activities: {
    title: "subject",
    second: "customer_id",
    status: "status",
    views: [ALL, MINE, { name: "tasks", filters: ["task:null:false", "task_done_at:null:true"], sort: "task_due_on" }],
    chips: ["type", "status", "customer_id", "owner_id", "happened_at", "task_due_on"],
  },
  visits: {
    title: "subject",
    second: "customer",
    status: "status",
    views: [
      { name: "status_planned", filters: ["status:eq:planned"], sort: "starts_at" },
      MINE,
      { name: "status_completed", filters: ["status:eq:completed"] },
      ALL,
    ],
    chips: ["status", "customer_id", "owner_id", "starts_at", "outcome"],
  },
  "call-backs": {
    title: "subject",
    second: "customer_id",
    status: "status",
    views: [ALL, MINE],
    chips: ["status", "queue", "customer_id", "owner_id", "due_at"],
  },
  schedules: {
    title: "title",
    second: "place",
    status: "status",
    views: [{ name: "status_planned", filters: ["status:eq:planned"], sort: "starts_at" }, MINE, ALL],
    chips: ["kind", "status", "owner_id", "starts_at"],
  },
  requests: {
    title: "subject",
    second: "customer",
    status: "status",
    views: [{ name: "open", filters: ["status:in:new,claimed,in_progress,reopened"], sort: "due_at" }, MINE, ALL],
    chips: ["status", "severity", "kind", "customer_id", "owner_id", "due_at"],
  },
  segments: {
    title: "name",
    status: "state",
    views: [ALL, MINE],
    chips: ["owner_id", "org_unit_id"],
  },
  territories: {
    title: "name",
    second: "code",
    views: [ALL],
    chips: ["code"],
  },
  quotas: {
    title: "owner",
    second: "counts",
    amount: "amount",
    views: [ALL, MINE],
    chips: ["owner_id", "org_unit_id", "counts", "starts_on"],
  },
  "commission-plans": {
    title: "name",
    second: "basis",
    views: [ALL],
    chips: ["basis", "period", "currency"],
  },
  "commission-splits": {
    title: "order_id",
    views: [ALL],
    chips: ["owner_id"],
  },
  "commission-statements": {
    title: "plan",
    second: "owner",
    amount: "amount",
    views: [ALL, MINE],
    chips: ["owner_id", "org_unit_id", "starts_on"],
  },
  expenses: {
    title: "number",
    second: "description",
    amount: "amount",
    status: "status",
    views: [ALL, MINE, ...status("submitted", "approved", "paid")],
    chips: ["status", "category", "owner_id", "org_unit_id", "spent_on", "amount"],
  },
  sellers: {
    title: "owner",
    second: "home_territory",
    status: "status",
    views: [ALL],
    chips: ["status", "home_territory_id", "region", "org_unit_id"],
  },
  stores: {
    title: "name",
    second: "code",
    status: "status",
    views: [ALL],
    chips: ["status", "currency", "owner_id"],
  },
  "deal-registrations": {
    title: "name",
    second: "customer_name",
    amount: "amount",
    status: "status",
    views: [ALL],
    chips: ["status", "owner_id", "amount", "protected_until"],
  },
  "price-exceptions": {
    title: "customer",
    second: "product_id",
    amount: "unit_price",
    status: "status",
    views: [ALL, ...status("requested", "approved")],
    chips: ["status", "customer_id", "product_id", "owner_id"],
  },
  playbooks: {
    title: "name",
    second: "stage",
    views: [ALL],
    chips: ["stage"],
  },
};

export const DISPLAYS: Record<string, Shown> = { ...SALES, ...SETTINGS };

/** Which noun a field such as `customer_id` or `owner` points at. */
export const POINTS_AT: Record<string, string> = {
  customer: "customers",
  parent: "customers",
  contact: "contacts",
  reports_to: "contacts",
  opportunity: "opportunities",
  product: "products",
  order: "orders",
  quotation: "quotations",
  lead: "leads",
  price_list: "price-lists",
  territory: "territories",
  home_territory: "territories",
  plan: "commission-plans",
  deal_registration: "deal-registrations",
  owner: "people",
  person: "people",
  author: "people",
  superior: "people",
  agent: "people",
  actor: "people",
  arranger: "people",
  decided_by: "people",
  unit: "org-units",
  org_unit: "org-units",
  call: "activities",
  webhook: "webhooks",
  assignee: "people",
};

export function pointsAt(field: string): string | undefined {
  return POINTS_AT[field.replace(/_id$/, "")];
}

/** Which noun the field points at: a field that the company added says it itself. */
export function nounOf(field: { name: string; references?: string }): string | undefined {
  return field.references ?? pointsAt(field.name);
}

/** What a link to a record of the noun says. */
export function titleField(noun: string): string {
  return DISPLAYS[noun]?.title ?? "name";
}
