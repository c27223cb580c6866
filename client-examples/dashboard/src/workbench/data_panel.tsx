// Where data come in, and which column is what.
import { useRef, useState } from "preact/hooks";

import { count, number, plural } from "../text/numbers";
import type { Bench } from "./bench";
import type { Table } from "./csv";
import { kSamples } from "./samples";

// Rows of the preview.
const kRows = 3;

export function DataPanel({ bench }: { bench: Bench }) {
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const take = async (file: File | undefined | null) => {
    if (file) bench.setText(await file.text(), file.name);
  };
  const sample = (name: string) => {
    const found = kSamples.find((one) => one.name === name);
    if (!found) return;
    bench.setText(found.text, `${found.name.toLowerCase()}.csv`);
    const model = bench.models.find((one) => one.name === found.model);
    if (model && !bench.byFormula) bench.setModel(model);
  };
  return (
    <section class="card" aria-labelledby="data-title">
      <div class="card-head">
        <h2 id="data-title">Data</h2>
        <div class="card-note">{bench.table ? plural(bench.y.length, "point") : "CSV, in columns"}</div>
      </div>
      <div
        class={over ? "drop over" : "drop"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          void take(event.dataTransfer?.files[0]);
        }}
      >
        {bench.editing && bench.editable ? (
          <textarea
            class="input data-text"
            rows={4}
            spellcheck={false}
            aria-label="Data as text, in columns"
            placeholder={"Paste columns here, or drop a file\n\nx,y,sigma\n1.0,2.31,0.1"}
            value={bench.text}
            onInput={(event) => bench.setText(event.currentTarget.value)}
            onPaste={(event) => {
              if (event.currentTarget.value === "") requestAnimationFrame(() => bench.fold());
            }}
          />
        ) : (
          <p class="data-file">
            <span>{bench.fileName || "Pasted data"}</span>
            {bench.editable && (
              <button type="button" class="button small" onClick={() => bench.unfold()}>
                Edit
              </button>
            )}
          </p>
        )}
      </div>
      <div class="row">
        <input
          ref={picker}
          type="file"
          class="unseen"
          tabIndex={-1}
          aria-hidden="true"
          accept=".csv,.tsv,.txt,.dat,text/*"
          onChange={(event) => {
            void take(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
        <button type="button" class="button small" onClick={() => picker.current?.click()}>
          Open a file
        </button>
        <select class="input small" aria-label="Data measured at NIST" value="" onChange={(event) => sample(event.currentTarget.value)}>
          <option value="">Sample data …</option>
          {kSamples.map(({ name, note }) => (
            <option key={name} value={name}>
              {name}: {note}
            </option>
          ))}
        </select>
        {bench.text !== "" && (
          <button type="button" class="button small" onClick={() => bench.setText("")}>
            Clear
          </button>
        )}
      </div>
      {bench.table && <Problems table={bench.table} />}
      {bench.table && bench.table.columns.length > 0 && <Columns bench={bench} table={bench.table} />}
    </section>
  );
}

function Problems({ table }: { table: Table }) {
  return (
    <div role="status">
      {table.skipped > 0 && (
        <div class="notice warn">
          {plural(table.skipped, "line was", "lines were")} left out:
          <ul>
            {table.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
            {table.skipped > table.problems.length && <li>…</li>}
          </ul>
        </div>
      )}
    </div>
  );
}

function Columns({ bench, table }: { bench: Bench; table: Table }) {
  const predictors = bench.model?.predictors ?? [{ name: "x" }];
  const { choice } = bench;
  return (
    <>
      <div class="columns">
        {predictors.map(({ name }, i) => (
          <ColumnChoice
            key={name}
            label={name}
            table={table}
            value={choice.predictors[i] ?? 0}
            onChange={(column) =>
              bench.choose({ predictors: predictors.map((_, k) => (k === i ? column : (choice.predictors[k] ?? 0))) })
            }
          />
        ))}
        <ColumnChoice label="y" table={table} value={choice.y} onChange={(y) => bench.choose({ y })} />
        <ColumnChoice label="sigma" table={table} value={choice.sigma} none onChange={(sigma) => bench.choose({ sigma })} />
      </div>
      <div class="scroll" tabIndex={0} role="region" aria-label="First rows">
        <table class="figures preview">
          <caption class="unseen">The first rows of {count(table.columns[0]?.length ?? 0)}</caption>
          <thead>
            <tr>
              {table.names.map((name, i) => (
                <th key={i} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: Math.min(kRows, table.columns[0]?.length ?? 0) }, (_, row) => (
              <tr key={row}>
                {table.columns.map((column, i) => (
                  <td key={i}>{number(column[row] ?? NaN, 7)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function ColumnChoice(props: {
  label: string;
  table: Table;
  value: number;
  none?: boolean;
  onChange: (column: number) => void;
}) {
  return (
    <label class="field">
      <span>{props.label}</span>
      <select class="input" value={props.value} onChange={(event) => props.onChange(Number(event.currentTarget.value))}>
        {props.none && <option value={-1}>none</option>}
        {props.table.names.map((name, i) => (
          <option key={i} value={i}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
