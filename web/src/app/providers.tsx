import { createTheme, MantineProvider, mergeThemeOverrides } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { cache } from "@/api/queries";
import { theme } from "./theme";

export function Providers({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const worded = useMemo(() => {
    const words = { CloseButton: { defaultProps: { "aria-label": t("close") } } };
    return mergeThemeOverrides(theme, createTheme({ components: words }));
  }, [t]);
  return (
    <QueryClientProvider client={cache}>
      <MantineProvider theme={worded} defaultColorScheme="auto" withCssVariables={false} withGlobalClasses={false}>
        <Notifications position="bottom-left" autoClose={6000} limit={4} />
        {children}
      </MantineProvider>
    </QueryClientProvider>
  );
}
