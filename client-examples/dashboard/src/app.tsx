// The frame around every page.
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

import { server, useLive } from "./live/live";
import { BatchesPage } from "./pages/batches";
import { FitPage } from "./pages/fit";
import { FitsPage } from "./pages/fits";
import { ServerPage } from "./pages/server";
import { ThemeToggle } from "./parts/theme_toggle";
import { type Route, useRoute } from "./route";
import { WorkbenchPage } from "./workbench/page";

const kPages: { page: string; name: string; component: ComponentType }[] = [
  { page: "fits", name: "Fits", component: FitsPage },
  { page: "batches", name: "Batches", component: BatchesPage },
  { page: "server", name: "Server", component: ServerPage },
  { page: "workbench", name: "Workbench", component: WorkbenchPage },
];

export function App() {
  const route = useRoute();
  const main = useMainFocus(route);
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => skip(event, main.current)}>
        Skip to content
      </a>
      <header class="top">
        <a class="brand" href="#/">
          <img src="/icon.svg" alt="" width="26" height="26" />
          <span>fitd</span>
        </a>
        <nav class="nav" aria-label="Pages">
          {kPages.map(({ page, name }) => (
            <a key={page} href={`#/${page}`} aria-current={page === route.page ? "page" : undefined}>
              {name}
            </a>
          ))}
        </nav>
        <div class="top-end">
          <ConnectionState />
          <ThemeToggle />
        </div>
      </header>
      <main id="main" tabIndex={-1} ref={main}>
        <Page route={route} />
      </main>
    </>
  );
}

function Page({ route }: { route: Route }) {
  if (route.page === "fits" && route.item !== "") return <FitPage key={route.item} id={route.item} />;
  const Found = kPages.find(({ page }) => page === route.page)?.component;
  if (Found) return <Found />;
  return (
    <div class="page">
      <h1>There is no such page</h1>
      <p>
        <a href="#/">All fits</a>
      </p>
    </div>
  );
}

// A screen reader hears the new page's heading; the first page is left as the browser reads it.
function useMainFocus(route: Route) {
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useEffect(() => {
    const heading = main.current?.querySelector("h1");
    document.title = `${heading?.textContent ?? "fitd"} · fitd`;
    if (first.current) {
      first.current = false;
      return;
    }
    scrollTo(0, 0);
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }, [route.page, route.item]);
  return main;
}

// The hash is the router's, so the browser's own jump will not do.
function skip(event: Event, main: HTMLElement | null): void {
  event.preventDefault();
  main?.focus();
}

function ConnectionState() {
  useLive();
  const { connection } = server;
  const [said, say] = useState("");
  // Spoken when the state changes, not with each second of the count-down.
  useEffect(() => {
    if (connection.state === "reconnecting") say("Connection to the server lost. Reconnecting.");
    else if (connection.state === "live" && server.interruptions > 0) say("Connected again.");
  }, [connection.state]);
  return (
    <div class={`connection ${connection.state}`}>
      <span class="dot" aria-hidden="true" />
      <span class="connection-text">{connectionText()}</span>
      <span class="unseen" role="status">
        {said}
      </span>
    </div>
  );
}

function connectionText(): string {
  const { connection } = server;
  if (connection.state === "connecting") return "connecting";
  if (connection.state === "live") return "live";
  return "reconnecting";
}
