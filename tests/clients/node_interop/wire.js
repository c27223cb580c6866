// A relay of TCP between a client and fitd that counts what passes, and can cut connections.

import { EventEmitter, once } from "node:events";
import { connect, createServer } from "node:net";

import { ACK, FrameReader, HEADERS, PING } from "./frames.js";

export class Wire {
  connections = 0;
  bytesToServer = 0;
  pings = 0; // of the client's own; its answers to the server's are not counted
  headers = 0; // that the server sent: one or two for each call's answer
  #passed = new EventEmitter();
  #server;

  /** Relays to `target`; the first `cuts` connections end once the client has sent a call. */
  static async open(target, cuts = 0) {
    const wire = new Wire();
    const [host, port] = target.split(":");
    wire.#server = createServer((client) => {
      wire.connections += 1;
      wire.#relay(client, connect(Number(port), host), wire.connections <= cuts);
    });
    wire.#server.listen(0, "127.0.0.1");
    await once(wire.#server, "listening");
    wire.address = `127.0.0.1:${wire.#server.address().port}`;
    return wire;
  }

  /** Waits until `condition` holds, which may change with every frame. */
  async until(condition) {
    while (!condition()) await once(this.#passed, "frames");
  }

  close() {
    this.#server.close();
  }

  #relay(client, server, cut) {
    const sent = new FrameReader(true);
    const received = new FrameReader(false);
    client.on("data", (bytes) => {
      const frames = sent.read(bytes);
      this.bytesToServer += bytes.length;
      this.pings += frames.filter(({ type, flags }) => type === PING && !(flags & ACK)).length;
      if (cut && frames.some(({ type }) => type === HEADERS)) client.destroy();
      else server.write(bytes);
      this.#passed.emit("frames");
    });
    server.on("data", (bytes) => {
      this.headers += received.read(bytes).filter(({ type }) => type === HEADERS).length;
      client.write(bytes);
      this.#passed.emit("frames");
    });
    client.on("error", () => server.destroy()).on("close", () => server.destroy());
    server.on("error", () => client.destroy()).on("close", () => client.destroy());
  }
}
