// A searchable list of the catalogue: a combobox as the ARIA Authoring Practices describe it.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import type { Model } from "../api/json";
import type { Bench } from "./bench";

// Fits a search: the name first, then aliases, then what is said of it.
export function findModels(models: readonly Model[], text: string): Model[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...models];
  const rank = (model: Model): number => {
    const name = model.name.toLowerCase();
    const names = [name, ...(model.aliases ?? [])].join(" ").toLowerCase();
    const all = [names, model.group, model.description, model.formula].join(" ").toLowerCase();
    if (!words.every((word) => all.includes(word))) return 0;
    if (name === words.join("_") || name === words.join("")) return 4;
    if (name.startsWith(words[0] as string)) return 3;
    return words.every((word) => names.includes(word)) ? 2 : 1;
  };
  return models
    .map((model, i) => ({ model, i, rank: rank(model) }))
    .filter((one) => one.rank > 0)
    .sort((a, b) => b.rank - a.rank || a.i - b.i)
    .map((one) => one.model);
}

export function ModelPicker({ bench }: { bench: Bench }) {
  const chosen = bench.model && !bench.byFormula ? bench.model.name : "";
  const [text, setText] = useState<string | undefined>();
  const [active, setActive] = useState(-1);
  const list = useRef<HTMLUListElement>(null);
  const open = text !== undefined;
  const found = useMemo(() => (open ? findModels(bench.models, text) : []), [open, text, bench.models]);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active]);

  const close = () => {
    setText(undefined);
    setActive(-1);
  };
  const take = (model: Model | undefined) => {
    if (model) bench.setModel(model);
    close();
  };
  const press = (event: KeyboardEvent) => {
    const move = (to: number) => {
      event.preventDefault();
      if (!open) setText("");
      setActive(Math.max(0, Math.min(found.length - 1, to)));
    };
    if (event.key === "ArrowDown") move(active + 1);
    else if (event.key === "ArrowUp") move(active - 1);
    else if (event.key === "PageDown") move(active + 8);
    else if (event.key === "PageUp") move(active - 8);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && open) {
      event.preventDefault();
      take(found[Math.max(0, active)]);
    }
  };
  return (
    <div class="picker">
      <input
        type="text"
        class="input"
        role="combobox"
        aria-label="Model"
        aria-expanded={open}
        aria-controls="models"
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? `model-${active}` : undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder={bench.models.length > 0 ? `Search ${bench.models.length} models` : "Asking for the catalogue …"}
        value={text ?? chosen}
        onFocus={(event) => event.currentTarget.select()}
        onClick={() => !open && setText("")}
        onInput={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={press}
        onBlur={close}
      />
      {open && (
        <ul class="picker-list" id="models" role="listbox" aria-label="Models" ref={list}>
          {found.map((model, i) => (
            <li
              key={model.name}
              id={`model-${i}`}
              role="option"
              aria-selected={i === active}
              // The press would take the focus away, and close the list before the click.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => take(model)}
            >
              <span class="picker-name">
                {model.name} <span class="label">{model.group?.replaceAll("_", " ")}</span>
              </span>
              <span class="picker-formula">{model.formula}</span>
            </li>
          ))}
          {found.length === 0 && <li class="hint">No model is like this. A formula of your own may do.</li>}
        </ul>
      )}
    </div>
  );
}
