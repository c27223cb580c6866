// Columns of numbers from text: separated by semicolons, tabs, commas or spaces, under a header or without
// one; # begins a comment; with semicolons, tabs or spaces a comma may be the decimal mark.

export interface Table {
  names: string[];
  // By column; equally long.
  columns: number[][];
  // What could not be read, in words; the first few.
  problems: string[];
  // Lines that were left out.
  skipped: number;
  separator: Separator;
  decimalComma: boolean;
  // Lines before the first number, comments among them, for those who read the file otherwise.
  headLines: number;
}

type Separator = "," | ";" | "\t" | " ";

const kProblems = 4;

export function parseCsv(text: string): Table {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  const kept = lines
    .map((line, i) => ({ text: line.replace(/#.*$/, "").trim(), at: i + 1 }))
    .filter((line) => line.text !== "");
  const separator = findSeparator(kept.slice(0, 20).map((line) => line.text));
  const cells = kept.map((line) => ({ cells: split(line.text, separator), at: line.at }));
  const decimalComma = separator !== "," && usesDecimalComma(cells.map((row) => row.cells));
  const toNumber = (cell: string) => parseNumber(decimalComma ? cell.replace(",", ".") : cell);

  const first = cells[0]?.cells ?? [];
  const header = first.some((cell) => /\p{L}/u.test(cell) && Number.isNaN(toNumber(cell)) && !isMissing(cell));
  const data = header ? cells.slice(1) : cells;
  const width = header ? first.length : (data[0]?.cells.length ?? 0);
  const table: Table = {
    names: Array.from({ length: width }, (_, i) => (header && first[i] ? (first[i] as string) : `column ${i + 1}`)),
    columns: Array.from({ length: width }, () => []),
    problems: [],
    skipped: 0,
    separator,
    decimalComma,
    headLines: (data[0]?.at ?? 1) - 1,
  };
  for (const row of data) takeRow(table, row.cells.map(toNumber), row.cells, row.at);
  return table;
}

function takeRow(table: Table, values: number[], cells: string[], at: number): void {
  const width = table.columns.length;
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (values.length === width && bad < 0) {
    values.forEach((value, i) => table.columns[i]?.push(value));
    return;
  }
  table.skipped += 1;
  if (table.problems.length >= kProblems) return;
  table.problems.push(
    values.length !== width
      ? `line ${at}: ${values.length} columns instead of ${width}`
      : `line ${at}: ‘${cells[bad] ?? ""}’ is no finite number`,
  );
}

function findSeparator(lines: readonly string[]): Separator {
  for (const separator of [";", "\t", ","] as const) {
    if (lines.length > 0 && lines.every((line) => line.includes(separator))) return separator;
  }
  const some = lines.find((line) => /[;\t,]/.test(line));
  if (some?.includes(";")) return ";";
  if (some?.includes("\t")) return "\t";
  return some?.includes(",") && !/\s\S/.test(some.replaceAll(/,\s+/g, ",")) ? "," : " ";
}

function split(line: string, separator: Separator): string[] {
  if (separator === " ") return line.split(/\s+/);
  const cells = line.match(separator === "\t" ? kTabCells : separator === ";" ? kSemicolonCells : kCommaCells) ?? [];
  return cells.map((cell) => cell.trim().replace(/^"(.*)"$/, "$1").replaceAll('""', '"').trim());
}

// A cell, quoted or not, after the line's beginning or a separator.
const kCommaCells = /(?<=^|,)(?:\s*"(?:[^"]|"")*"\s*|[^,]*)(?=,|$)/g;
const kSemicolonCells = /(?<=^|;)(?:\s*"(?:[^"]|"")*"\s*|[^;]*)(?=;|$)/g;
const kTabCells = /(?<=^|\t)(?: *"(?:[^"]|"")*" *|[^\t]*)(?=\t|$)/g;

function usesDecimalComma(rows: readonly string[][]): boolean {
  const cells = rows.slice(0, 50).flat();
  return cells.some((cell) => /^[+-]?\d*,\d+/.test(cell)) && !cells.some((cell) => /^[+-]?\d*\.\d/.test(cell));
}

function parseNumber(cell: string): number {
  // Fortran writes D exponents.
  const text = cell.replace(/^([+-]?[\d.]+)[dD]([+-]?\d+)$/, "$1e$2");
  return text === "" || /^[+-]?0[xob]/i.test(text) ? NaN : Number(text);
}

function isMissing(cell: string): boolean {
  return /^(na|nan|null|-|inf|-inf)$/i.test(cell);
}

export interface Choice {
  predictors: number[];
  y: number;
  // -1: none.
  sigma: number;
}

// Which columns are likely what.
export function guessColumns(table: Table, predictors: readonly string[]): Choice {
  const width = table.columns.length;
  const names = table.names.map((name) => name.toLowerCase().trim());
  const taken = new Set<number>();
  const take = (i: number) => {
    taken.add(i);
    return i;
  };
  const sigma = names.findIndex((name) => /^(sigma|error|err|std|stdev|uncertainty|dy|y_?err|yerror|sd)$/.test(name));
  if (sigma > 0) taken.add(sigma);
  const named = names.findIndex((name) => name === "y");
  if (named >= 0) taken.add(named);
  const next = () => {
    const free = names.findIndex((_, i) => !taken.has(i));
    return take(free < 0 ? Math.max(0, width - 1) : free);
  };
  const found = predictors.map((predictor) => {
    const i = names.indexOf(predictor.toLowerCase());
    return i >= 0 && !taken.has(i) ? take(i) : -1;
  });
  const chosen = found.map((i) => (i >= 0 ? i : next()));
  const y = named >= 0 ? named : next();
  return { predictors: chosen, y, sigma: sigma > 0 && sigma !== y ? sigma : -1 };
}
