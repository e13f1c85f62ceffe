import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const MADE = "const el = document.createElement('style');";

/**
 * The board's library writes style elements, which a strict content policy refuses. Style sheets that a script constructs
 * are allowed, so its one call that makes an element is given something that looks the same and is such a sheet.
 */
function constructedSheets(): Plugin {
  return {
    name: "constructed-sheets",
    transform(code, id) {
      if (!id.includes("@hello-pangea/dnd")) return null;
      if (!code.includes(MADE))
        this.error("@hello-pangea/dnd no longer makes its style element as this plugin knows it");
      const module = fileURLToPath(new URL("./src/components/sheet.ts", import.meta.url));
      const replaced = code
        .replace(MADE, "const el = constructedSheet();")
        .replaceAll("getHead().appendChild(", "adopt(")
        .replaceAll("getHead().removeChild(", "abandon(");
      return {
        code: `import { abandon, adopt, constructedSheet } from ${JSON.stringify(module)};\n${replaced}`,
        map: null,
      };
    },
  };
}

export default defineConfig({
  plugins: [react(), constructedSheets()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    assetsDir: "assets",
    sourcemap: false,
    chunkSizeWarningLimit: 900,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "first", tags: ["$initial"] }] } } },
  },
  optimizeDeps: { exclude: ["@hello-pangea/dnd"] },
  server: { proxy: { "/v1": process.env.TENON_GATEWAY ?? "http://127.0.0.1:8080" } },
});
