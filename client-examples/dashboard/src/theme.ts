// Light, dark, or what the system prefers. public/theme.js does the same before the first frame.
import { frames } from "./live/live";

export type Theme = "system" | "light" | "dark";

const kKey = "fitd-theme";
const listeners = new Set<() => void>();

export function theme(): Theme {
  const set = document.documentElement.dataset["theme"];
  return set === "light" || set === "dark" ? set : "system";
}

export function setTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
  try {
    if (theme === "system") localStorage.removeItem(kKey);
    else localStorage.setItem(kKey, theme);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  changed();
}

function changed(): void {
  for (const listener of listeners) listener();
  frames.mark();
}

matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);

// For what is drawn on a canvas.
export function onTheme(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

// A colour of tokens.css as a canvas takes it.
export function colour(name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
