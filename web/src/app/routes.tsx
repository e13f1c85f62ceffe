/** The one table of routes. Every page is a chunk of its own, loaded when it is first opened. */
import { Center, Loader } from "@mantine/core";
import { QueryErrorResetBoundary } from "@tanstack/react-query";
import { Component, lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { BrowserRouter, Route, Routes, useNavigate, useParams } from "react-router";
import { follow } from "@/api/events";
import { Problem } from "@/api/problem";
import { useMay } from "@/components/person";
import { useKey } from "@/keys";
import { isNoun } from "@/records/contract";
import { Refused } from "@/records/Empty";
import { Bell } from "./Bell";
import { extrasOf, pages } from "./pages";
import { Shell } from "./Shell";
import { Switcher } from "./Switcher";
import { TopBar } from "./TopBar";

const Palette = lazy(() => import("./Palette"));
const Help = lazy(() => import("./Help"));

const GO = {
  home: "/",
  deals: "/opportunities",
  orders: "/orders",
  leads: "/leads",
  contacts: "/contacts",
  customers: "/customers",
  reports: "/reports",
  board: "/opportunities/board",
} as const;

export function Console({ onLeave }: { onLeave: () => void }) {
  useEffect(() => follow(), []);
  return (
    <BrowserRouter>
      <Frame onLeave={onLeave} />
    </BrowserRouter>
  );
}

function Frame({ onLeave }: { onLeave: () => void }) {
  const [isSearching, setSearching] = useState(false);
  const [isHelping, setHelping] = useState(false);
  useKey("palette", () => setSearching(true));
  useKey("help", () => setHelping(true));
  useGoKeys();
  return (
    <Shell
      bar={
        <TopBar bell={<Bell />} onSearch={() => setSearching(true)} onHelp={() => setHelping(true)} onLeave={onLeave} />
      }
    >
      <Boundary>
        <Suspense fallback={<Waiting />}>
          <Routes>
            <Route path="/" element={<pages.Home />} />
            <Route path="/calendar" element={<pages.Calendar />} />
            <Route path="/opportunities/board" element={<pages.Board />} />
            <Route path="/leads/:id/convert" element={<pages.ConvertLead />} />
            <Route path="/quotations/new" element={<pages.NewQuotation />} />
            <Route path="/products/:id/configure" element={<pages.ConfigureProduct />} />
            <Route path="/orders/new" element={<pages.NewOrder />} />
            <Route path="/segments/new" element={<pages.NewSegment />} />
            <Route path="/reports" element={<pages.Reports />} />
            <Route path="/reports/schedules" element={<pages.Schedules />} />
            <Route path="/reports/:report" element={<pages.Report />} />
            <Route path="/reports/built/new" element={<pages.Builder />} />
            <Route path="/reports/built/:id" element={<pages.BuiltReport />} />
            <Route path="/reports/built/:id/edit" element={<pages.Builder />} />
            <Route path="/dashboards" element={<pages.Dashboards />} />
            <Route path="/dashboards/:id" element={<pages.Dashboard />} />
            <Route path="/account" element={<pages.Account />} />
            <Route path="/imports/new" element={<pages.NewImport />} />
            <Route path="/imports/:id" element={<pages.Import />} />
            <Route path="/admin/organisation" element={<pages.Organisation />} />
            <Route path="/admin/why" element={<pages.Why />} />
            <Route path="/admin/system" element={<pages.System />} />
            <Route path="/stages" element={<pages.Stages />} />
            <Route path="/picklists" element={<pages.Picklists />} />
            <Route path="/custom-fields" element={<pages.CustomFields />} />
            <Route path="/audit" element={<pages.Audit />} />
            <Route path="/document-templates" element={<pages.Templates />} />
            <Route path="/webhooks/new" element={<pages.NewWebhook />} />
            <Route path="/:noun" element={<OfNoun page="list" />} />
            <Route path="/:noun/new" element={<OfNoun page="create" />} />
            <Route path="/:noun/:id" element={<OfNoun page="record" />} />
            <Route path="*" element={<Nowhere />} />
          </Routes>
        </Suspense>
      </Boundary>
      <Suspense>
        {isSearching && <Palette onClose={() => setSearching(false)} />}
        {isHelping && <Help onClose={() => setHelping(false)} />}
      </Suspense>
    </Shell>
  );
}

function useGoKeys(): void {
  const go = useNavigate();
  useKey("home", () => void go(GO.home));
  useKey("deals", () => void go(GO.deals));
  useKey("orders", () => void go(GO.orders));
  useKey("leads", () => void go(GO.leads));
  useKey("contacts", () => void go(GO.contacts));
  useKey("customers", () => void go(GO.customers));
  useKey("reports", () => void go(GO.reports));
  useKey("board", () => void go(GO.board));
}

function OfNoun({ page }: { page: "list" | "create" | "record" }) {
  const { noun } = useParams();
  const may = useMay();
  if (!isNoun(noun)) return <Nowhere />;
  if (page === "create") return <pages.Create key={noun} nounKey={noun} />;
  if (page === "record") return <pages.Record key={noun} nounKey={noun} extras={extrasOf(noun)} />;
  const switcher = noun === "opportunities" && may("sales.pipeline:read") ? <Switcher /> : undefined;
  return <pages.List key={noun} nounKey={noun} switcher={switcher} />;
}

function Nowhere() {
  return <Refused reason={new Problem(404, {})} onRetry={() => undefined} />;
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <Center mih={300}>
      <Loader size="sm" aria-label={t("loading")} />
    </Center>
  );
}

/** A page that breaks leaves the rail and the bar standing, and can be tried again. */
class Fence extends Component<{ children: ReactNode; onReset: () => void }, { reason: unknown }> {
  override state = { reason: null as unknown };

  static getDerivedStateFromError(reason: unknown) {
    return { reason };
  }

  override render() {
    if (!this.state.reason) return this.props.children;
    const again = () => {
      this.props.onReset();
      this.setState({ reason: null });
    };
    return <Refused reason={this.state.reason} onRetry={again} />;
  }
}

function Boundary({ children }: { children: ReactNode }) {
  return <QueryErrorResetBoundary>{({ reset }) => <Fence onReset={reset}>{children}</Fence>}</QueryErrorResetBoundary>;
}
