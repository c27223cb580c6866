import { useState } from "preact/hooks";

import { type Theme, setTheme, theme } from "../theme";

const kNext: Record<Theme, Theme> = { system: "light", light: "dark", dark: "system" };
const kPaths: Record<Theme, string> = {
  system: "M4 5h16v11H4zM9 20h6M12 16v4",
  light:
    "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.400 1.400M17.600 17.600L19 19M5 19l1.400-1.400M17.600 6.400L19 5",
  dark: "M20 14.500A8 8 0 0 1 9.500 4a8 8 0 1 0 10.500 10.500z",
};

export function ThemeToggle() {
  const [now, setNow] = useState(theme);
  const next = () => {
    setTheme(kNext[now]);
    setNow(kNext[now]);
  };
  return (
    <button
      type="button"
      class="icon-button"
      onClick={next}
      aria-label={`Theme: ${now}. Change to ${kNext[now]}`}
      title={`Theme: ${now}`}
    >
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" class="icon">
        <path d={kPaths[now]} />
      </svg>
    </button>
  );
}
