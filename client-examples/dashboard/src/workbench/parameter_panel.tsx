// Starting values, by number and by slider; which are held; bounds.
import { useState } from "preact/hooks";

import type { Bench } from "./bench";
import { type Setting, editable, typed } from "./parameters";

export function ParameterPanel({ bench }: { bench: Bench }) {
  const [bounds, setBounds] = useState(false);
  const withData = bench.y.length > 0;
  return (
    <section class="card" aria-labelledby="parameters-title">
      <div class="card-head">
        <h2 id="parameters-title">Starting values</h2>
        <div class="row">
          <label class="check">
            <input type="checkbox" checked={bounds} onChange={() => setBounds(!bounds)} />
            Bounds
          </label>
          <button
            type="button"
            class="button small"
            disabled={!withData || bench.guessing || !bench.model?.canGuess}
            onClick={() => void bench.guess()}
          >
            Guess
          </button>
        </div>
      </div>
      {bench.settings.length === 0 && <p class="hint">Choose a model to see its parameters.</p>}
      <div role="status">{bench.note !== "" && <p class="notice warn">{bench.note}</p>}</div>
      <div class="settings">
        {bench.settings.map((setting, i) => (
          <Row key={setting.name} bench={bench} setting={setting} i={i} bounds={bounds} />
        ))}
      </div>
      <OptionsPanel bench={bench} />
    </section>
  );
}

function Row({ bench, setting, i, bounds }: { bench: Bench; setting: Setting; i: number; bounds: boolean }) {
  const { name, low, high } = setting;
  const id = `setting-${i}`;
  return (
    <div class={setting.fixed ? "setting held" : "setting"} role="group" aria-label={name}>
      <label class="setting-name" for={id} title={setting.description}>
        {name}
      </label>
      <NumberField
        id={id}
        value={editable(setting.value)}
        required
        onValue={(text) => {
          const value = typed(text);
          if (value !== undefined && Number.isFinite(value)) bench.set(i, { value });
        }}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={setting.fixed}
          aria-label={`Hold ${name} at this value`}
          onChange={() => bench.set(i, { fixed: !setting.fixed })}
        />
        hold
      </label>
      <input
        type="range"
        class="slider"
        aria-label={`${name}, by slider`}
        min={low}
        max={high}
        step={(high - low) / 400}
        value={setting.value}
        onInput={(event) => bench.set(i, { value: Number(event.currentTarget.value) })}
      />
      {bounds && !setting.fixed && (
        <div class="bounds">
          <NumberField label={`Smallest ${name}`} placeholder="no least" value={setting.min} onValue={(min) => bench.set(i, { min })} />
          <span aria-hidden="true">≤ {name} ≤</span>
          <NumberField label={`Largest ${name}`} placeholder="no most" value={setting.max} onValue={(max) => bench.set(i, { max })} />
        </div>
      )}
    </div>
  );
}

// A text of its own while it is edited, so that what is typed is not rewritten meanwhile.
function NumberField(props: {
  id?: string;
  label?: string;
  value: string;
  placeholder?: string;
  required?: boolean;
  onValue: (text: string) => void;
}) {
  const [text, setText] = useState<string | undefined>();
  const shown = text ?? props.value;
  const value = typed(shown);
  const wrong = value === undefined ? props.required === true : !Number.isFinite(value);
  return (
    <input
      type="text"
      inputMode="decimal"
      class="input number"
      {...(props.id ? { id: props.id } : {})}
      {...(props.label ? { "aria-label": props.label } : {})}
      aria-invalid={wrong}
      autocomplete="off"
      spellcheck={false}
      placeholder={props.placeholder}
      value={shown}
      onInput={(event) => {
        setText(event.currentTarget.value);
        props.onValue(event.currentTarget.value);
      }}
      onBlur={() => setText(undefined)}
    />
  );
}

function OptionsPanel({ bench }: { bench: Bench }) {
  const { options } = bench;
  const check = (key: "absoluteSigma" | "naturalBounds" | "reference", text: string, disabled = false) => (
    <label class="check">
      <input
        type="checkbox"
        checked={options[key]}
        disabled={disabled}
        onChange={() => bench.setOptions({ [key]: !options[key] })}
      />
      {text}
    </label>
  );
  return (
    <details class="options">
      <summary>Options</summary>
      <div class="options-list">
        {check("absoluteSigma", "sigma is in y's units", bench.sigma === undefined)}
        {check("naturalBounds", "the model's own bounds")}
        {check("reference", "MINPACK's arithmetic, to the bit")}
        <label class="field inline">
          <span>Most evaluations</span>
          <NumberField placeholder="default" value={options.maxfev} onValue={(maxfev) => bench.setOptions({ maxfev })} />
        </label>
      </div>
    </details>
  );
}
