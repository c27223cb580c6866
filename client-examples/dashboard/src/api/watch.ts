// The connection to /events: opened, resumed after interruptions, closed while nobody looks.
import { int } from "./numbers";
import type { ServerEvent } from "./json";
import { sentEvents } from "./sse";

export type Connection =
  | { state: "connecting" }
  | { state: "live" }
  // Interrupted; the next attempt is at `retryAt` (as Date.now()).
  | { state: "reconnecting"; retryAt: number; reason: string };

// Milliseconds.
const kFirstPause = 500;
const kLongestPause = 8_000;
// The server sends its load every second: silence for so long is a dead connection.
const kSilence = 15_000;
// A page that nobody sees gives its connection back after so long.
const kHidden = 60_000;

export interface Watch {
  onEvent(event: ServerEvent): void;
  onConnection(connection: Connection): void;
}

export function watch(target: Watch): void {
  let token = "";
  let failures = 0;
  let wake = () => {};

  async function connect(): Promise<void> {
    const abort = new AbortController();
    let silence = setTimeout(() => abort.abort("silent"), kSilence);
    const alive = () => {
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort("silent"), kSilence);
    };
    const hide = onceHidden(() => abort.abort("hidden"));
    try {
      const headers: Record<string, string> = { Accept: "text/event-stream" };
      if (token !== "") headers["Last-Event-ID"] = token;
      const response = await fetch("/events", { headers, cache: "no-store", signal: abort.signal });
      if (!response.ok) throw new Error(refusal(response.status));
      for await (const sent of sentEvents(response, alive)) {
        if (sent.event !== "message") continue;
        const event = JSON.parse(sent.data) as ServerEvent;
        token = event.resumeToken ?? sent.id;
        failures = 0;
        target.onEvent(event);
        target.onConnection({ state: "live" });
        await breathe();
      }
      throw new Error("the server closed the connection");
    } catch (error) {
      if (abort.signal.reason === "silent") throw new Error("the server has fallen silent");
      if (abort.signal.reason !== "hidden") throw error;
    } finally {
      clearTimeout(silence);
      hide();
      abort.abort("over");
    }
  }

  async function pause(reason: string): Promise<void> {
    const length = Math.min(kLongestPause, kFirstPause * 2 ** failures) * (0.75 + Math.random() / 2);
    failures += 1;
    target.onConnection({ state: "reconnecting", retryAt: Date.now() + length, reason });
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, length);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function forever(): Promise<never> {
    target.onConnection({ state: "connecting" });
    for (;;) {
      try {
        await untilVisible();
        await connect();
      } catch (error) {
        await pause(error instanceof TypeError ? "the server does not answer" : String((error as Error).message));
      }
    }
  }

  addEventListener("online", () => wake());
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) wake();
  });
  void forever();
}

// Milliseconds of work after which the browser may draw and take input.
const kSlice = 8;
let sliceStart = 0;

// What has been received already would else be read to its end before anything is drawn.
async function breathe(): Promise<void> {
  if (performance.now() - sliceStart < kSlice) return;
  await new Promise((resolve) => setTimeout(resolve));
  sliceStart = performance.now();
}

function refusal(status: number): string {
  if (status === 429 || status === 503) return "the server is busy, or about to end";
  return `the server answered with HTTP status ${int(status)}`;
}

function untilVisible(): Promise<void> {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (document.hidden) return;
      document.removeEventListener("visibilitychange", look);
      resolve();
    };
    document.addEventListener("visibilitychange", look);
  });
}

// Calls `then` when the page has been hidden for long. Returns what ends the wait.
function onceHidden(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(then, kHidden);
  };
  look();
  document.addEventListener("visibilitychange", look);
  return () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", look);
  };
}
