// Targets are written as people write them, '< 0.4' or '>= 4500', and judged here.
const FORM = /^(<=|>=|<|>|=) (-?\d+(?:\.\d+)?)$/;

const holds = {
  '<': (figure, limit) => figure < limit,
  '<=': (figure, limit) => figure <= limit,
  '>': (figure, limit) => figure > limit,
  '>=': (figure, limit) => figure >= limit,
  '=': (figure, limit) => figure === limit,
};

/** @throws Error for a target in no known form */
export function isReached(figure, target) {
  const [, comparison, limit] = FORM.exec(target) ?? [];
  if (comparison === undefined) throw new Error(`a target must look like "< 0.4" or ">= 4500", not "${target}"`);
  return Number.isFinite(figure) && holds[comparison](figure, Number(limit));
}

/**
 * The targets that were not reached; a figure that is missing without a reason is one of them.
 * @param {Record<string, number | boolean>} figures
 * @param {Record<string, string>} targets
 * @param {Record<string, string>} notMeasured reasons by key
 */
export function missesOf(figures, targets, notMeasured = {}) {
  return Object.entries(targets)
    .filter(([key]) => notMeasured[key] === undefined)
    .filter(([key, target]) => !isReached(numberOf(figures[key]), target))
    .map(([key, target]) => ({ key, figure: figures[key], target }));
}

const numberOf = (figure) => (typeof figure === 'boolean' ? Number(figure) : figure);
