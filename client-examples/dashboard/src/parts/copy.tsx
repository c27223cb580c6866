import { useEffect, useState } from "preact/hooks";

// A button that copies a text, and says so.
export function Copy({ text, name }: { text: () => string; name: string }) {
  const [state, setState] = useState<"" | "copied" | "not copied">("");
  useEffect(() => {
    if (state === "") return;
    const timer = setTimeout(() => setState(""), 2_000);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text());
      setState("copied");
    } catch {
      setState("not copied");
    }
  };
  return (
    <button type="button" class="button small copy" onClick={copy}>
      <span aria-hidden={state !== ""}>{state === "" ? name : state}</span>
      <span class="unseen" role="status">
        {state}
      </span>
    </button>
  );
}
