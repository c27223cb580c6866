// The call in other languages: tabs, with the arrow keys moving between them.
import { useRef, useState } from "preact/hooks";

import { Copy } from "../parts/copy";
import type { Bench } from "./bench";
import { type Language, kLanguages, snippet } from "./snippets";

// Characters shown; all are copied.
const kShown = 4_000;

export function SnippetPanel({ bench }: { bench: Bench }) {
  const [language, setLanguage] = useState<Language>("python");
  const tabs = useRef<HTMLDivElement>(null);
  if (!bench.ready) return null;
  const text = snippet(bench, language);
  const press = (event: KeyboardEvent) => {
    const at = kLanguages.findIndex((one) => one.language === language);
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const next = (at + step + kLanguages.length) % kLanguages.length;
    setLanguage((kLanguages[next] as { language: Language }).language);
    (tabs.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <section class="card" aria-labelledby="snippet-title">
      <div class="card-head">
        <h2 id="snippet-title">The same as a call</h2>
        <Copy name="Copy" text={() => text} />
      </div>
      <div class="tabs" role="tablist" aria-label="Language" ref={tabs} onKeyDown={press}>
        {kLanguages.map((one) => (
          <button
            key={one.language}
            type="button"
            role="tab"
            id={`tab-${one.language}`}
            aria-selected={one.language === language}
            aria-controls="snippet"
            tabIndex={one.language === language ? 0 : -1}
            onClick={() => setLanguage(one.language)}
          >
            {one.name}
          </button>
        ))}
      </div>
      <pre class="snippet" id="snippet" role="tabpanel" aria-labelledby={`tab-${language}`} tabIndex={0}>
        {text.length > kShown ? `${text.slice(0, kShown)}\n…` : text}
      </pre>
    </section>
  );
}
