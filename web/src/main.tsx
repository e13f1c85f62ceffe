import "@/app/mantine.css";
import "@mantine/notifications/styles.layer.css";
import "@/app/theme.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "@/app/App";
import { begin } from "@/app/begin";
import { startLanguages } from "@/i18n";

begin();
await startLanguages();
const root = document.getElementById("root");
if (root)
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
