// A plot on a canvas, with its summary in words for those who do not see it.
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

import { number } from "../text/numbers";
import { onTheme } from "../theme";
import { type PlotShape, drawErrors, drawZero, plotData, plotOptions, signature } from "./plot_options";

export interface PlotProps {
  // What is seen, in a sentence.
  summary: string;
  x: readonly number[];
  shape: PlotShape;
  // CSS pixels.
  height?: number;
  legend?: boolean;
}

export function Plot({ summary, x, shape, height = 240, legend = false }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLParagraphElement>(null);
  const plot = useRef<uPlot>();
  const latest = useRef({ x, shape });
  latest.current = { x, shape };

  useEffect(() => {
    const target = place.current;
    if (!target) return;
    const build = () => {
      plot.current?.destroy();
      const size = { width: Math.max(target.clientWidth, 80), height };
      const { x, shape } = latest.current;
      const hooks = {
        drawAxes: [(u: uPlot) => latest.current.shape.zeroLine && drawZero(u)],
        draw: [
          (u: uPlot) => {
            const { errors, series } = latest.current.shape;
            if (errors) drawErrors(u, errors, series[0]?.colour ?? "text");
          },
        ],
        setCursor: [(u: uPlot) => readOut(u, readout.current, latest.current.shape)],
      } as uPlot.Hooks.Arrays;
      plot.current = new uPlot(plotOptions(shape, size, hooks), plotData(x, shape), target);
    };
    build();
    const resized = new ResizeObserver(() => {
      const width = Math.max(target.clientWidth, 80);
      if (plot.current && plot.current.width !== width) plot.current.setSize({ width, height });
    });
    resized.observe(target);
    const forget = onTheme(build);
    return () => {
      forget();
      resized.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [signature(shape), height]);

  useEffect(() => {
    plot.current?.setData(plotData(x, shape));
  }, [x, shape]);

  return (
    <figure class="plot">
      <div class="plot-canvas" role="img" aria-label={summary} style={{ height: `${height}px` }} ref={place} />
      <figcaption class="plot-foot">
        {legend &&
          shape.series
            .filter(({ kind, values }) => kind !== "edge" && values.some((value) => value !== null))
            .map(({ name, kind, colour }) => (
              <span class="key" key={name}>
                <i class={`swatch ${kind} ${colour}`} aria-hidden="true" />
                {name}
              </span>
            ))}
        {legend && shape.band && shape.series[shape.band[0]]?.values.some((value) => value !== null) && (
          <span class="key">
            <i class="swatch band" aria-hidden="true" />
            {shape.series[shape.band[0]]?.name}
          </span>
        )}
        <span class="plot-readout" ref={readout} aria-hidden="true" />
      </figcaption>
    </figure>
  );
}

// The values under the pointer.
function readOut(u: uPlot, target: HTMLElement | null, shape: PlotShape): void {
  if (!target) return;
  const i = u.cursor.idx;
  if (i === null || i === undefined || (u.cursor.left ?? -1) < 0) {
    target.textContent = "";
    return;
  }
  const at = u.data[0][i] as number;
  const x = shape.time ? new Date(at * 1e3).toLocaleTimeString("en-GB") : number(at, 5);
  const shown = shape.axisNumber ?? ((value: number) => number(value, 5));
  const y = shape.series.flatMap(({ name, kind }, k) => {
    const value = u.data[k + 1]?.[i];
    return value === null || value === undefined || kind === "edge" ? [] : [`${name} ${shown(value)}`];
  });
  target.textContent = [shape.time ? x : `${shape.xLabel} ${x}`, ...y].join(" · ");
}
