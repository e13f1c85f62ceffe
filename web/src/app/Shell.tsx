/** The frame of every screen: the rail left (a drawer on a phone), the bar on top, the page. */
import { ActionIcon, UnstyledButton } from "@mantine/core";
import { useDisclosure, useLocalStorage } from "@mantine/hooks";
import { IconLayoutSidebarLeftCollapse, IconLayoutSidebarLeftExpand, IconMenu2 } from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router";
import { Mark } from "@/components/Mark";
import { Rail } from "./Rail";
import classes from "./shell.module.css";

const RailDrawer = lazy(() => import("./RailDrawer"));

export function Shell({ bar, children }: { bar: ReactNode; children: ReactNode }) {
  const { t } = useTranslation();
  const [isNarrow, setNarrow] = useLocalStorage({
    key: "tenon.rail",
    defaultValue: false,
    getInitialValueInEffect: false,
  });
  const [isOpen, drawer] = useDisclosure(false);
  const { pathname } = useLocation();
  const fold = isNarrow ? t("rail_open") : t("rail_close");

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page begins at its top
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [pathname]);

  return (
    <div className={classes.shell} data-narrow={isNarrow || undefined}>
      <a href="#page" className={classes.skip}>
        {t("skip_to_page")}
      </a>
      <aside className={classes.rail}>
        <div className={classes.brand}>
          <Mark isSmall={isNarrow} />
        </div>
        <Rail isNarrow={isNarrow} />
        <UnstyledButton className={classes.fold} onClick={() => setNarrow(!isNarrow)} aria-label={fold} title={fold}>
          {isNarrow ? (
            <IconLayoutSidebarLeftExpand size={17} stroke={1.7} />
          ) : (
            <IconLayoutSidebarLeftCollapse size={17} stroke={1.7} />
          )}
        </UnstyledButton>
      </aside>
      <Suspense>{isOpen && <RailDrawer onClose={drawer.close} />}</Suspense>
      <header className={classes.bar}>
        <ActionIcon className={classes.burger} onClick={drawer.open} aria-label={t("navigation")}>
          <IconMenu2 size={19} />
        </ActionIcon>
        {bar}
      </header>
      <main id="page" className={classes.page} tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
