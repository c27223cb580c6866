import { defineConfig } from "vite";

// `npm run dev` shows the sources in this folder, with the server of DASHBOARD_SERVER behind them.
const server = process.env.DASHBOARD_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    target: "es2022",
    // The server allows no inline script and no data: font.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: "127.0.0.1",
    proxy: {
      // The server takes calls only from its own origin.
      "/events": { target: server, changeOrigin: true },
      "/api": { target: server, changeOrigin: true, headers: { origin: server } },
    },
  },
});
