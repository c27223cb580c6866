// fitd as a child process, from its first line to its exit.

import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { createInterface } from "node:readline";

export class Fitd {
  #process;
  #log = new EventEmitter().setMaxListeners(0);
  #lines = [];

  /** Starts the program that the environment's FITD names, on a free loopback port. */
  static async start(...flags) {
    const fitd = new Fitd();
    fitd.#process = spawn(process.env.FITD, ["--listen=127.0.0.1:0", ...flags], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    process.once("exit", () => fitd.#process.kill("SIGKILL"));
    for (const input of [fitd.#process.stdout, fitd.#process.stderr]) {
      createInterface({ input }).on("line", (line) => {
        fitd.#lines.push(line);
        fitd.#log.emit("line", line);
      });
    }
    const line = await fitd.logged(/listening on 127\.0\.0\.1:\d+/);
    fitd.address = line.match(/127\.0\.0\.1:\d+/)[0];
    return fitd;
  }

  /** The first line of its output, past or to come, that matches. */
  async logged(pattern) {
    for (;;) {
      const line = this.#lines.find((each) => pattern.test(each));
      if (line !== undefined) return line;
      // Several lines may come before this goes on: all are looked at again.
      await once(this.#log, "line");
    }
  }

  /** The exit code, after SIGTERM. */
  async stop() {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    const [code] = await ended;
    return code;
  }
}
