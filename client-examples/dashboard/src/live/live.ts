// The one server that this page watches.
import { useEffect, useReducer } from "preact/hooks";

import { getServerInfo } from "../api/call";
import type { ServerInfo } from "../api/json";
import { type Connection, watch } from "../api/watch";
import { Frames } from "./frames";
import { LiveTable } from "./table";

export const table = new LiveTable();
export const frames = new Frames();
export const server: { connection: Connection; info?: ServerInfo; interruptions: number } = {
  connection: { state: "connecting" },
  interruptions: 0,
};

export function startWatching(): void {
  watch({
    onEvent(event) {
      table.apply(event);
      frames.mark();
    },
    onConnection(connection) {
      const before = server.connection.state;
      server.connection = connection;
      if (connection.state === "reconnecting" && before === "live") server.interruptions += 1;
      // Perhaps it is another server now.
      if (connection.state === "live" && before !== "live") void describe();
      if (connection.state !== before || connection.state === "reconnecting") frames.mark();
    },
  });
  // Durations go on, whether anything comes or not.
  setInterval(() => {
    if (!document.hidden) frames.mark();
  }, 1_000);
}

async function describe(): Promise<void> {
  try {
    server.info = await getServerInfo();
    table.keptFits = server.info.keptFits ?? table.keptFits;
    frames.mark();
  } catch {
    // Asked again with the next connection.
  }
}

// Draws the component again in each frame in which something has changed.
export function useLive(): LiveTable {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => frames.subscribe(() => draw(undefined)), []);
  return table;
}

// Milliseconds by the server's clock.
export function serverNow(): number {
  return Date.now() + table.clockOffset;
}
