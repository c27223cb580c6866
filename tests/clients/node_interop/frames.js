// Reads HTTP/2 frames out of one direction of a connection.

export const HEADERS = 1;
export const PING = 6;
export const ACK = 1;

const PREFACE_BYTES = 24; // what a client sends before its first frame
const HEADER_BYTES = 9; // length (3), type (1), flags (1), stream (4)

export class FrameReader {
  #pending = Buffer.alloc(0);
  #skip;

  constructor(fromClient) {
    this.#skip = fromClient ? PREFACE_BYTES : 0;
  }

  /** The type and flags of each frame whose header ends in these bytes. */
  read(bytes) {
    const frames = [];
    this.#pending = Buffer.concat([this.#pending, bytes]);
    for (;;) {
      const skipped = Math.min(this.#skip, this.#pending.length);
      this.#pending = this.#pending.subarray(skipped);
      this.#skip -= skipped;
      if (this.#skip > 0 || this.#pending.length < HEADER_BYTES) return frames;
      frames.push({ type: this.#pending[3], flags: this.#pending[4] });
      this.#skip = HEADER_BYTES + this.#pending.readUIntBE(0, 3);
    }
  }
}
