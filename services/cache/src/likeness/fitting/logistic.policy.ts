/** One observation: numbers that may explain, what it turned out to be, and how many others it stands for. */
export interface Observation {
  readonly features: readonly number[];
  readonly is: boolean;
  readonly weight: number;
}
export interface LogisticModel {
  readonly intercept: number;
  /** On the features as they are, not standardised. */
  readonly coefficients: readonly number[];
}

/** Newton's method doubles its digits each round: it is done long before this. */
const MAX_ROUNDS = 40;
const SMALL_STEP = 1e-8;

/**
 * Ridge-regularised logistic regression by Newton's method. Features are standardised for the fit, so that one penalty suits all; the
 * intercept isn't penalised. Deterministic.
 * @param penalty the ridge: a larger one trusts the observations less
 */
export function fitLogistic(observations: readonly Observation[], penalty: number): LogisticModel {
  const scales = scalesOf(observations);
  const rows = observations.map(({ features }) =>
    Float64Array.of(1, ...features.map((value, at) => (value - scales.mean(at)) / scales.deviation(at))),
  );
  let weights = new Array<number>(rows[0]?.length ?? 1).fill(0);
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const step = newtonStep(rows, observations, weights, penalty);
    weights = weights.map((value, at) => value + (step[at] ?? 0));
    if (Math.max(...step.map(Math.abs)) < SMALL_STEP) break;
  }
  const coefficients = weights.slice(1).map((value, at) => value / scales.deviation(at));
  const shift = coefficients.reduce((sum, value, at) => sum + value * scales.mean(at), 0);
  return { intercept: (weights[0] ?? 0) - shift, coefficients };
}

function scalesOf(observations: readonly Observation[]): { mean: (at: number) => number; deviation: (at: number) => number } {
  const total = observations.reduce((sum, { weight }) => sum + weight, 0) || 1;
  const count = observations[0]?.features.length ?? 0;
  const average = (of: (observation: Observation) => number): number =>
    observations.reduce((sum, observation) => sum + observation.weight * of(observation), 0) / total;
  const means = Array.from({ length: count }, (_, at) => average(({ features }) => features[at] ?? 0));
  const deviations = means.map((mean, at) => Math.sqrt(average(({ features }) => ((features[at] ?? 0) - mean) ** 2)) || 1);
  return { mean: (at) => means[at] ?? 0, deviation: (at) => deviations[at] ?? 1 };
}

function newtonStep(
  rows: readonly Float64Array[],
  observations: readonly Observation[],
  weights: readonly number[],
  penalty: number,
): number[] {
  // A trace of a ridge on the intercept too, for observations that are all alike.
  const ridge = weights.map((_, at) => (at === 0 ? 1e-9 : penalty));
  const gradient = Float64Array.from(weights, (value, at) => -valueAt(ridge, at) * value);
  const curvature = weights.map((_, row) => Float64Array.from(weights, (__, column) => (row === column ? valueAt(ridge, row) : 0)));
  observations.forEach(({ is, weight }, index) => {
    const row = rows[index] as Float64Array;
    const likely = 1 / (1 + Math.exp(-dot(row, weights)));
    addScaled(gradient, row, weight * ((is ? 1 : 0) - likely));
    curvature.forEach((line, at) => addScaled(line, row, weight * likely * (1 - likely) * valueAt(row, at)));
  });
  return solved(curvature, gradient);
}

function valueAt(values: ArrayLike<number>, at: number): number {
  return values[at] as number;
}

function dot(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += valueAt(left, at) * valueAt(right, at);
  return sum;
}

function addScaled(to: Float64Array, from: ArrayLike<number>, factor: number): void {
  for (let at = 0; at < to.length; at += 1) to[at] = valueAt(to, at) + factor * valueAt(from, at);
}

/** Gauss with pivots; the ridge keeps the matrix regular. */
function solved(matrix: readonly Float64Array[], right: Float64Array): number[] {
  const rows = matrix.map((row, at) => Float64Array.of(...row, valueAt(right, at)));
  rows.forEach((_, column) => eliminate(rows, column));
  const solution = new Float64Array(rows.length);
  for (let row = rows.length - 1; row >= 0; row -= 1) {
    const line = rows[row] as Float64Array;
    solution[row] = (valueAt(line, rows.length) - dot(solution, line)) / valueAt(line, row);
  }
  return [...solution];
}

function eliminate(rows: Float64Array[], column: number): void {
  const sizes = rows.map((row, at) => (at < column ? -1 : Math.abs(valueAt(row, column))));
  const pivot = sizes.indexOf(Math.max(...sizes));
  [rows[column], rows[pivot]] = [rows[pivot] as Float64Array, rows[column] as Float64Array];
  const top = rows[column] as Float64Array;
  for (const row of rows.slice(column + 1)) addScaled(row, top, -valueAt(row, column) / valueAt(top, column));
}
