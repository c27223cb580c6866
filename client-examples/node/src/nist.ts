// Files of NIST's Statistical Reference Datasets for nonlinear regression, with one predictor.

import { readFileSync } from "node:fs";

export interface NistParameter {
  name: string;
  start: number;
  certified: number;
  /** The certified standard deviation. */
  deviation: number;
}

export interface NistSet {
  name: string;
  /** The catalogue's name of the set's model. */
  model: string;
  parameters: NistParameter[];
  x: number[];
  y: number[];
}

export function readNist(path: string): NistSet {
  const text = readFileSync(path, "utf8");
  const name = /^Dataset Name:\s+(\S+)/m.exec(text)?.[1];
  const columns = /^Data:\s+y\s+x\s*$/m.exec(text);
  if (name === undefined || columns === null) {
    throw new Error(`${path}: not a NIST file of one predictor`);
  }
  const rows = text
    .slice(columns.index + columns[0].length)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => numbers(line, path));
  return {
    name,
    model: `nist_${name.toLowerCase()}`,
    // b1 = start1 start2 certified deviation; start 1 is the farther one.
    parameters: [...text.matchAll(/^\s*(b\d+) =\s+(\S+)\s+\S+\s+(\S+)\s+(\S+)\s*$/gm)].map(
      ([, parameter, start, certified, deviation]) => ({
        name: String(parameter),
        start: Number(start),
        certified: Number(certified),
        deviation: Number(deviation),
      }),
    ),
    x: rows.map(([, x]) => x),
    y: rows.map(([y]) => y),
  };
}

function numbers(line: string, path: string): [number, number] {
  const [y, x, ...rest] = line.trim().split(/\s+/).map(Number);
  if (y === undefined || x === undefined || Number.isNaN(x + y) || rest.length > 0) {
    throw new Error(`${path}: '${line}' is not a row of data`);
  }
  return [y, x];
}
