import { render } from "preact";

import { App } from "./app";
import { startWatching } from "./live/live";
import "./style/tokens.css";
import "./style/base.css";
import "./style/shell.css";
import "./style/parts.css";
import "./style/plots.css";
import "./style/tables.css";
import "./style/pages.css";
import "./style/batches.css";
import "./style/workbench_forms.css";
import "./style/workbench.css";

const root = document.getElementById("app");
if (root) {
  root.replaceChildren();
  render(<App />, root);
  startWatching();
}
