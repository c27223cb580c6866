// Data that tests fit.

// The same numbers each time.
export function noise(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
}

export function values(list) {
  return { values: { values: list } };
}

export function peak(seed = 1, points = 60) {
  const random = noise(seed);
  const x = Array.from({ length: points }, (_, i) => (10 * i) / (points - 1));
  const y = x.map((at) => 3 * Math.exp(-0.5 * ((at - 5) / 1.2) ** 2) + 0.3 * random());
  return { x, y };
}

export function peakRequest(seed, more = {}) {
  const { x, y } = peak(seed);
  return { model: "gaussian", predictors: { x: values(x) }, y: values(y), ...more };
}

// A fit that goes on for as long as anyone wants: many points, a valley that is nearly flat, no tolerance.
export function longRequest(more = {}) {
  const random = noise(7);
  const x = Array.from({ length: 200_000 }, (_, i) => 1 + i / 2_000);
  const y = x.map((at) => -30 - 10 * Math.log(at) + random());
  return {
    model: "b1*(b2+x)^(-1/b3)",
    predictors: { x: values(x) },
    y: values(y),
    parameters: [
      { name: "b1", start: -2000 },
      { name: "b2", start: 50 },
      { name: "b3", start: 0.8 },
    ],
    options: {
      ftol: 0,
      xtol: 0,
      maxfev: 1_000_000,
      jacobian: "JACOBIAN_FORWARD_DIFFERENCE",
    },
    ...more,
  };
}

// NIST's certified parameters of MGH17.
export const kMgh17 = {
  b1: 3.7541005211e-1,
  b2: 1.9358469127,
  b3: -1.4646871366,
  b4: 1.286753464e-2,
  b5: 2.2122699662e-2,
};
