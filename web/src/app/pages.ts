/** Which chunk holds which page, and what features add to the pages of their nouns. */
import { lazy } from "react";
import ListPage from "@/records/ListPage";
import type { Extras } from "@/records/RecordPage";

export const pages = {
  Home: lazy(() => import("@/features/home/Home")),
  List: ListPage,
  Record: lazy(() => import("@/records/RecordPage")),
  Create: lazy(() => import("@/records/CreatePage")),
  Calendar: lazy(() => import("@/features/calendar/Calendar")),
  Board: lazy(() => import("@/features/opportunities/Board")),
  ConvertLead: lazy(() => import("@/features/leads/ConvertLead")),
  NewQuotation: lazy(() => import("@/features/quotations/NewQuotation")),
  ConfigureProduct: lazy(() => import("@/features/products/ConfigureProduct")),
  NewOrder: lazy(() => import("@/features/orders/NewOrder")),
  NewSegment: lazy(() => import("@/features/segments/NewSegment")),
  Reports: lazy(() => import("@/features/reports/Catalogue")),
  Report: lazy(() => import("@/features/reports/Report")),
  Builder: lazy(() => import("@/features/reports/built/Builder")),
  BuiltReport: lazy(() => import("@/features/reports/built/BuiltReport")),
  Dashboards: lazy(() => import("@/features/reports/dashboards/Dashboards")),
  Dashboard: lazy(() => import("@/features/reports/dashboards/Dashboard")),
  Schedules: lazy(() => import("@/features/reports/schedules/Schedules")),
  Account: lazy(() => import("@/features/account/Account")),
  NewImport: lazy(() => import("@/features/imports/NewImport")),
  Import: lazy(() => import("@/features/imports/Import")),
  Organisation: lazy(() => import("@/features/organisation/Organisation")),
  Why: lazy(() => import("@/features/access/Why")),
  Stages: lazy(() => import("@/features/stages/Stages")),
  Picklists: lazy(() => import("@/features/picklists/Picklists")),
  CustomFields: lazy(() => import("@/features/fields/CustomFields")),
  Audit: lazy(() => import("@/features/audit/Audit")),
  Templates: lazy(() => import("@/features/templates/Templates")),
  NewWebhook: lazy(() => import("@/features/webhooks/NewWebhook")),
  System: lazy(() => import("@/features/system/System")),
};

const QuotationLines = lazy(() => import("@/features/quotations/QuotationLines"));
const QuotationVersions = lazy(() => import("@/features/quotations/QuotationVersions"));
const ConfigureAction = lazy(() => import("@/features/products/ConfigureAction"));
const OrderTracking = lazy(() => import("@/features/orders/OrderTracking"));
const OrderAction = lazy(() => import("@/features/orders/OrderAction"));
const OrderLines = lazy(() => import("@/features/orders/OrderLines"));
const NextActions = lazy(() => import("@/features/opportunities/NextActions"));
const QuotationActions = lazy(() => import("@/features/quotations/QuotationActions"));
const ConvertAction = lazy(() => import("@/features/leads/ConvertAction"));
const OfferAction = lazy(() => import("@/features/opportunities/OfferAction"));

const SegmentRule = lazy(() => import("@/features/segments/SegmentRule"));
const Members = lazy(() => import("@/features/segments/Stays").then((each) => ({ default: each.Members })));
const AllStays = lazy(() => import("@/features/segments/Stays").then((each) => ({ default: each.AllStays })));

const Rights = lazy(() => import("@/features/groups/Rights"));

const Ledger = lazy(() => import("@/features/webhooks/Ledger"));
const WebhookActions = lazy(() => import("@/features/webhooks/WebhookActions"));

const EXTRAS: Record<string, Extras> = {
  opportunities: { tabs: [{ name: "next-actions", Body: NextActions }], Actions: OfferAction },
  leads: { Actions: ConvertAction },
  customers: { Actions: OrderAction },
  products: { Actions: ConfigureAction },
  segments: {
    tabs: [
      { name: "members", Body: Members },
      { name: "stays", Body: AllStays },
      { name: "rule", Body: SegmentRule },
    ],
  },
  groups: { isWide: true, tabs: [{ name: "rights", Body: Rights }] },
  webhooks: { isWide: true, tabs: [{ name: "ledger", Body: Ledger }], Actions: WebhookActions },
  quotations: {
    isWide: true,
    tabs: [
      { name: "lines", Body: QuotationLines },
      { name: "versions", Body: QuotationVersions },
    ],
    Actions: QuotationActions,
  },
  orders: {
    isWide: true,
    tabs: [
      { name: "tracking", Body: OrderTracking },
      { name: "lines", Body: OrderLines },
    ],
  },
};

export function extrasOf(noun: string): Extras | undefined {
  return EXTRAS[noun];
}
