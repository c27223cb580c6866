// Which fits a search means.
import type { BatchInfo, FitInfo } from "../api/json";

// All words must be in the identifier, model, request's identifier, client, or in a label as key=value.
export function matches(work: FitInfo | BatchInfo, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const id = "fitId" in work ? work.fitId : work.batchId;
  const labels = Object.entries(work.labels ?? {}).map(([key, value]) => `${key}=${value}`);
  const text = [id, work.model, work.requestId, work.client, ...labels].join("\n").toLowerCase();
  return words.every((word) => text.includes(word));
}

export function toWords(text: string): string[] {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}
