// Which curve: a model of the catalogue, or a formula.
import type { Bench } from "./bench";
import { ModelPicker } from "./model_picker";

export function ModelPanel({ bench }: { bench: Bench }) {
  return (
    <section class="card" aria-labelledby="model-title">
      <div class="card-head">
        <h2 id="model-title">Model</h2>
        <fieldset class="segments">
          <legend class="unseen">Where the model comes from</legend>
          {[false, true].map((byFormula) => (
            <label key={String(byFormula)}>
              <input
                type="radio"
                name="model-source"
                checked={bench.byFormula === byFormula}
                onChange={() => bench.setByFormula(byFormula)}
              />
              <span>{byFormula ? "Formula" : "Catalogue"}</span>
            </label>
          ))}
        </fieldset>
      </div>
      {bench.byFormula ? <FormulaField bench={bench} /> : <ModelPicker bench={bench} />}
      {bench.modelsError && <p class="notice bad">{bench.modelsError}</p>}
      {!bench.byFormula && bench.model && (
        <div class="model-about">
          <p class="formula">
            {bench.model.predictors?.length === 1 ? "y" : `y(${bench.model.predictors?.map(({ name }) => name).join(", ")})`} ={" "}
            {bench.model.formula}
          </p>
          <p class="hint">
            {bench.model.description} <span class="label">{bench.model.group?.replaceAll("_", " ")}</span>
          </p>
        </div>
      )}
    </section>
  );
}

// What is wrong, then the formula with a caret under the place.
function Mistake({ text }: { text: string }) {
  const [what, ...place] = text.split("\n");
  return (
    <div class="notice bad">
      <p>{what}</p>
      {place.length > 0 && <pre class="caret">{place.join("\n")}</pre>}
    </div>
  );
}

function FormulaField({ bench }: { bench: Bench }) {
  return (
    <>
      <textarea
        class="input formula formula-text"
        rows={2}
        spellcheck={false}
        autocapitalize="off"
        aria-label="Formula"
        aria-invalid={bench.formulaError !== ""}
        aria-describedby="formula-error"
        placeholder="a*exp(-b*x) + c"
        value={bench.formula}
        onInput={(event) => bench.setFormula(event.currentTarget.value)}
      />
      <div id="formula-error" role="status">
        {bench.formulaError !== "" && <Mistake text={bench.formulaError} />}
      </div>
      <p class="hint">
        <code>x</code> and the data's columns are data, other names parameters. Models are functions:{" "}
        <code>gaussian(prefix="p_") + linear(prefix="bg_")</code>.
      </p>
    </>
  );
}
