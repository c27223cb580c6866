// Several series, each with abscissae of its own, over the common abscissae that uPlot wants.

export interface Curve {
  x: readonly number[];
  // Each as long as x.
  columns: readonly (readonly number[])[];
}

// All abscissae, ascending, equal ones kept; every column with null where its curve has no point.
export function merge(curves: readonly Curve[]): { x: number[]; columns: (number | null)[][] } {
  const points = curves.flatMap(({ x }, curve) => x.map((at, index) => ({ at, curve, index })));
  points.sort((a, b) => a.at - b.at);
  const columns = curves.flatMap(({ columns }, curve) =>
    columns.map((column) =>
      points.map((point) => (point.curve === curve ? (column[point.index] ?? null) : null)),
    ),
  );
  return { x: points.map(({ at }) => at), columns };
}
