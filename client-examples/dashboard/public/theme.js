// Before anything is drawn, so that nobody who chose dark is shown white. See src/theme.ts.
try {
  const theme = localStorage.getItem("fitd-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // No storage: the system's theme.
}
