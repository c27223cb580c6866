// A fit's trace, curve and data, asked for again while it runs.
import { useEffect, useRef, useState } from "preact/hooks";

import { getFit } from "../api/call";
import type { FitDetail } from "../api/json";
import { type FitRow, hasEnded } from "../live/table";

// Milliseconds between two questions.
const kInterval = 400;

export interface Found {
  detail: FitDetail | undefined;
  error: string;
}

export function useFitDetail(id: string, row: FitRow | undefined): Found {
  const [found, setFound] = useState<Found>({ detail: undefined, error: "" });
  const latest = useRef(row);
  latest.current = row;
  // What the last answer was about: when the list knows more, it is asked again.
  const state = row?.info.state;

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let seen = "";

    const ask = async (before: FitDetail | undefined): Promise<void> => {
      let detail = before;
      try {
        seen = mark(latest.current);
        const answer = await getFit({ fitId: id, omitData: before?.data !== undefined }, abort.signal);
        detail = { ...answer, ...(before?.data && !answer.data ? { data: before.data } : {}) };
        setFound({ detail, error: "" });
      } catch (error) {
        if (abort.signal.aborted) return;
        setFound((found) => ({ ...found, error: (error as Error).message }));
      }
      if (!detail?.info || !hasEnded(detail.info)) again(detail);
    };
    // When there is something new.
    const again = (detail: FitDetail | undefined) => {
      timer = setTimeout(() => {
        if (mark(latest.current) === seen || document.hidden) again(detail);
        else void ask(detail);
      }, kInterval);
    };

    void ask(found.detail);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [id, state]);
  return found;
}

function mark(row: FitRow | undefined): string {
  return row ? `${row.info.state} ${row.progress?.iteration ?? ""}` : "";
}
