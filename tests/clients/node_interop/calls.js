// fitd's services as one version of @grpc/grpc-js calls them.

import { fileURLToPath } from "node:url";

import { loadFileDescriptorSetFromBuffer, loadSync } from "@grpc/proto-loader";

const OPTIONS = { longs: Number, enums: String, defaults: true, oneofs: true };
const REFLECTION = "@grpc/reflection/build/proto/grpc/reflection/v1alpha/reflection.proto";

const files = loadSync(["fitd/v1/fit_service.proto", "fitd/v1/model_service.proto"], {
  ...OPTIONS,
  includeDirs: [process.env.PROTO],
});
const reflectionFile = loadSync(
  fileURLToPath(new URL(`node_modules/${REFLECTION}`, import.meta.url)),
  OPTIONS,
);

export class Calls {
  #open = [];

  /** `grpc` is a version of @grpc/grpc-js. */
  constructor(grpc) {
    this.grpc = grpc;
  }

  fits(address, options) {
    return this.#client(files, ["fitd", "v1", "FitService"], address, options);
  }

  models(address, options) {
    return this.#client(files, ["fitd", "v1", "ModelService"], address, options);
  }

  reflection(address) {
    const path = ["grpc", "reflection", "v1alpha", "ServerReflection"];
    return this.#client(reflectionFile, path, address);
  }

  /** A client made of serialized FileDescriptorProtos, in any order. */
  described(descriptors, path, address) {
    // A FileDescriptorSet holds the files as its field 1.
    const set = Buffer.concat(descriptors.flatMap((file) => [prefix(file.length), file]));
    return this.#client(loadFileDescriptorSetFromBuffer(set, OPTIONS), path, address);
  }

  close() {
    for (const client of this.#open) client.close();
  }

  #client(definition, path, address, options) {
    let node = this.grpc.loadPackageDefinition(definition);
    for (const name of path) node = node[name];
    const client = new node(address, this.grpc.credentials.createInsecure(), {
      // Channels of equal options are shared otherwise, and a test counts its connections.
      "grpc.use_local_subchannel_pool": 1,
      ...options,
    });
    this.#open.push(client);
    return client;
  }
}

/** The tag of field 1, length-delimited, and the length as a varint. */
function prefix(length) {
  const bytes = [0x0a];
  for (; length > 0x7f; length >>>= 7) bytes.push((length & 0x7f) | 0x80);
  return Buffer.from([...bytes, length]);
}

/** The answer of a unary call. */
export function ask(client, method, request) {
  return new Promise((resolve, reject) => {
    client[method](request, (error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

/** A call that streams, to its end: its events; rejects with its status where that is not OK. */
export function drain(call) {
  return new Promise((resolve, reject) => {
    const events = [];
    call.on("data", (event) => events.push(event));
    call.on("error", reject);
    call.on("end", () => resolve(events));
  });
}

export function f64(values) {
  return { f64Le: new Uint8Array(Float64Array.from(values).buffer) };
}

export function numbers(array) {
  const bytes = Uint8Array.from(array.f64Le); // aligned
  return new Float64Array(bytes.buffer);
}
