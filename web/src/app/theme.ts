/** What Mantine's components look like here; colours and sizes themselves are in theme.css, as the content policy wants. */
import { createTheme } from "@mantine/core";

const control = "var(--control)";

interface Sized {
  size?: unknown;
}

/** Components are named, not imported: what a page does not use is not loaded with it. */
export const theme = createTheme({
  primaryColor: "teal",
  defaultRadius: "sm",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: {
      vars: (_: unknown, { size }: Sized) =>
        String(size ?? "").startsWith("compact")
          ? { root: {} }
          : { root: { "--button-height": control, "--button-fz": "13px" } },
    },
    ActionIcon: {
      defaultProps: { variant: "subtle", color: "gray" },
      vars: (_: unknown, { size }: Sized) => ({
        root: { "--ai-size": typeof size === "number" ? `${size}px` : control },
      }),
    },
    Input: { vars: () => ({ wrapper: { "--input-height": control, "--input-fz": "13px" } }) },
    Select: { defaultProps: { comboboxProps: { shadow: "md", transitionProps: { duration: 80 } } } },
    Checkbox: { defaultProps: { size: "xs" } },
    // Locking the page's scroll writes a style element, which the content policy refuses.
    Modal: { defaultProps: { lockScroll: false, centered: true, transitionProps: { duration: 100 } } },
    Drawer: { defaultProps: { lockScroll: false, transitionProps: { duration: 120 } } },
    Menu: { defaultProps: { shadow: "md", transitionProps: { duration: 80 } } },
    Popover: { defaultProps: { shadow: "md" } },
  },
});
