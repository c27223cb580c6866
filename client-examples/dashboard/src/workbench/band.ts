// The band of a curve by the delta method: the variance of f(x; p) is g' C g, with C the covariance of the
// free parameters and g the derivatives of f by them.

// `jacobian`: a row for each x, a column for each parameter; `columns`: those of the free parameters, in
// the covariance's order. Returns `factor` standard errors at each x.
export function bandHalfWidth(
  jacobian: readonly (readonly number[])[],
  columns: readonly number[],
  covariance: readonly (readonly number[])[],
  factor: number,
): number[] {
  return jacobian.map((row) => {
    const g = columns.map((column) => row[column] ?? 0);
    let variance = 0;
    for (let i = 0; i < g.length; ++i) {
      for (let j = 0; j < g.length; ++j) {
        variance += (g[i] as number) * (covariance[i]?.[j] ?? 0) * (g[j] as number);
      }
    }
    return factor * Math.sqrt(Math.max(0, variance));
  });
}
