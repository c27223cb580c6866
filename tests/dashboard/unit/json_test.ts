// The names in api/json*.ts are those of the .proto files.
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const kSource = process.env["TEST_SOURCE"] ?? "../..";

// Fields of every message, in lower camel case, by the message's name.
function protoFields(): Map<string, Set<string>> {
  const messages = new Map<string, Set<string>>();
  for (const file of readdirSync(`${kSource}/proto/fitd/v1`)) {
    const open: string[] = [];
    for (const line of readFileSync(`${kSource}/proto/fitd/v1/${file}`, "utf8").split("\n")) {
      const text = line.replace(/\/\/.*/, "");
      const block = /^\s*(message|enum|oneof|service|rpc)\s+(\w+).*\{/.exec(text);
      if (block) open.push(block[1] === "message" ? (block[2] as string) : "");
      const field = /^\s*(?:repeated |optional )?(?:map<[^>]*>|[\w.]+)\s+(\w+)\s*=\s*\d+/.exec(text);
      const message = open.filter(Boolean).at(-1);
      if (field && message) {
        const name = (field[1] as string).replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
        messages.set(message, (messages.get(message) ?? new Set()).add(name));
      }
      if (/^\s*\}/.test(text) || /\{.*\}\s*$/.test(text)) open.pop();
    }
  }
  return messages;
}

// An interface whose message has another name.
const kMessages: Record<string, string> = { ArrayJson: "Array", DoublesJson: "Doubles" };

test("every field that the dashboard reads is one of the messages'", () => {
  const messages = protoFields();
  const folder = `${kSource}/client-examples/dashboard/src/api`;
  const source = ["json", "json_model", "json_monitor"]
    .map((name) => readFileSync(`${folder}/${name}.ts`, "utf8"))
    .join("\n");
  let fields = 0;
  for (const [, name, body] of source.matchAll(/export interface (\w+) \{([^}]*)\}/g)) {
    const message = kMessages[name as string] ?? (name as string);
    const known = messages.get(message);
    assert.ok(known, `there is no message ${message}`);
    for (const [, field] of (body as string).matchAll(/^ {2}(\w+)\??:/gm)) {
      assert.ok(known.has(field as string), `${message} has no field ${field}`);
      fields += 1;
    }
  }
  assert.ok(fields > 100);
});
