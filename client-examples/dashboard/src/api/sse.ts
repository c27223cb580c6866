// Server-sent events from the body of a response. Not EventSource, which can neither POST nor say how a
// request failed.

export interface SentEvent {
  event: string;
  // Of the last event that had one.
  id: string;
  data: string;
}

// Cuts text into events, wherever it was cut on its way. https://html.spec.whatwg.org (9.2.6)
export class EventParser {
  private rest = "";
  private event = "";
  private id = "";
  private data: string[] = [];

  *feed(text: string): Generator<SentEvent> {
    // A \r at the end may be half of a \r\n.
    let all = this.rest + text;
    const held = all.endsWith("\r") ? "\r" : "";
    all = all.slice(0, all.length - held.length);
    const lines = all.split(/\r\n|\n|\r/);
    this.rest = lines.pop() + held;
    for (const line of lines) {
      if (line !== "") {
        this.take(line);
      } else if (this.data.length > 0) {
        yield { event: this.event || "message", id: this.id, data: this.data.join("\n") };
        this.data = [];
        this.event = "";
      } else {
        this.event = "";
      }
    }
  }

  private take(line: string): void {
    const colon = line.indexOf(":");
    if (colon === 0) return; // a comment, which keeps the connection open
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.data.push(value);
    if (field === "event") this.event = value;
    if (field === "id") this.id = value;
  }
}

// The events of a response, until it ends. `alive` is called for whatever comes, comments too.
export async function* sentEvents(
  response: Response,
  alive: () => void = () => {},
): AsyncGenerator<SentEvent> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parser = new EventParser();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      alive();
      yield* parser.feed(decoder.decode(value, { stream: true }));
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
