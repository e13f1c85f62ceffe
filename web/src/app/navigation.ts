/** The rail: places grouped by job. A place is shown to those who may read what is there. */
import type { Icon } from "@tabler/icons-react";
import {
  IconActivity,
  IconAddressBook,
  IconBuilding,
  IconBuildingStore,
  IconCalendarEvent,
  IconCalendarMonth,
  IconChartBar,
  IconChecklist,
  IconCoin,
  IconFileInvoice,
  IconFileText,
  IconForms,
  IconHeartbeat,
  IconHierarchy,
  IconHistory,
  IconHome,
  IconLayoutDashboard,
  IconLayoutKanban,
  IconLifebuoy,
  IconListDetails,
  IconMap,
  IconMapPin,
  IconNotebook,
  IconPackage,
  IconPhone,
  IconQuestionMark,
  IconReceipt,
  IconShoppingCart,
  IconTag,
  IconTargetArrow,
  IconTrophy,
  IconUser,
  IconUserCheck,
  IconUserPlus,
  IconUsers,
  IconUsersGroup,
  IconWebhook,
} from "@tabler/icons-react";
import index from "@/api/contract/index.json";

export interface Place {
  /** What it is called: `places.<name>` or `nouns.<name>` in the words. */
  name: string;
  to: string;
  icon: Icon;
  right: string | null;
}

export interface PlaceGroup {
  name: string;
  places: Place[];
}

const rights = index as Record<string, { right: string }>;

function noun(name: string, icon: Icon): Place {
  return { name, to: `/${name}`, icon, right: rights[name]?.right ?? null };
}

function place(name: string, to: string, icon: Icon, right: string | null): Place {
  return { name, to, icon, right };
}

export const PLACES: PlaceGroup[] = [
  {
    name: "top",
    places: [
      place("home", "/", IconHome, null),
      place("calendar", "/calendar", IconCalendarMonth, null),
      place("reports", "/reports", IconChartBar, null),
      place("dashboards", "/dashboards", IconLayoutDashboard, "reporting.dashboard:read"),
    ],
  },
  {
    name: "sell",
    places: [
      noun("opportunities", IconTargetArrow),
      place("pipeline", "/opportunities/board", IconLayoutKanban, "sales.pipeline:read"),
      noun("leads", IconUserPlus),
      noun("customers", IconBuilding),
      noun("contacts", IconAddressBook),
      noun("segments", IconUsersGroup),
      noun("activities", IconActivity),
      noun("visits", IconMapPin),
      noun("call-backs", IconPhone),
      noun("schedules", IconCalendarEvent),
      noun("requests", IconLifebuoy),
    ],
  },
  {
    name: "offer",
    places: [
      noun("quotations", IconFileText),
      noun("orders", IconShoppingCart),
      noun("products", IconPackage),
      noun("price-lists", IconTag),
      noun("price-exceptions", IconReceipt),
      noun("stores", IconBuildingStore),
    ],
  },
  {
    name: "lead",
    places: [
      noun("quotas", IconTrophy),
      noun("territories", IconMap),
      noun("sellers", IconUserCheck),
      noun("commission-plans", IconCoin),
      noun("commission-statements", IconFileInvoice),
      noun("expenses", IconReceipt),
      noun("deal-registrations", IconChecklist),
      noun("playbooks", IconNotebook),
    ],
  },
  {
    name: "administer",
    places: [
      place("organisation", "/admin/organisation", IconHierarchy, "gateway.org_unit:move"),
      noun("people", IconUser),
      noun("groups", IconUsers),
      place("why", "/admin/why", IconQuestionMark, "gateway.access:explain"),
      noun("custom-fields", IconForms),
      noun("stages", IconListDetails),
      noun("picklists", IconListDetails),
      noun("document-templates", IconFileText),
      noun("webhooks", IconWebhook),
      noun("imports", IconCalendarEvent),
      noun("audit", IconHistory),
      place("system", "/admin/system", IconHeartbeat, "gateway.system:read"),
    ],
  },
];

const UNMANAGED = new Set(["custom-fields", "picklists", "stages", "document-templates", "people"]);

/** What this person is shown. Settings that everybody may read are only in the rail of those who may change them. */
export function placesFor(may: (right: string | null) => boolean): PlaceGroup[] {
  const creates = index as Record<string, { create: string | null }>;
  return PLACES.map((group) => ({
    ...group,
    places: group.places.filter(
      (each) => may(each.right) && (!UNMANAGED.has(each.name) || may(creates[each.name]?.create ?? null)),
    ),
  })).filter((group) => group.places.length > 0);
}
