import type { Bounds, Figure, Selector } from './lists/gate.types.js';

/** The figure over a window such as `1h`, for Prometheus. */
export function promqlOf(figure: Figure, window: string): string {
  const grown = (selector: Selector, suffix = '') => `sum(increase(${selected(selector, suffix)}[${window}]))`;
  switch (figure.kind) {
    case 'quantile':
      return `histogram_quantile(${figure.quantile}, sum by (le) (increase(${selected(figure.of, '_bucket')}[${window}])))`;
    case 'share':
      return `${grown(figure.part)} / ${grown(figure.of)}`;
    case 'rest':
      return `1 - ${grown(figure.part)} / ${grown(figure.of)}`;
    case 'mean':
      return `${grown(figure.sum)} / ${grown(figure.count)}`;
    case 'increase':
      return grown(figure.of);
    case 'highest':
      return `max(max_over_time(${selected(figure.of)}[${window}]))`;
    case 'present':
      return `max(${selected(figure.of)})`;
    case 'average':
      // Of all readings, so that a series that was there for less of the window says less.
      return `sum(sum_over_time(${selected(figure.of)}[${window}])) / sum(count_over_time(${selected(figure.of)}[${window}]))`;
    case 'total':
      return `sum(${selected(figure.of)})`;
    case 'balance':
      // Nothing of nothing is no value: NaN would be a fail.
      return `sum(${selected(figure.part)}) / (sum(${selected(figure.of)}) > 0)`;
  }
}

/** How many samples the figure rests on. */
export function samplesPromqlOf(figure: Figure, window: string): string {
  const grown = (selector: Selector, suffix = '') => `sum(increase(${selected(selector, suffix)}[${window}]))`;
  switch (figure.kind) {
    case 'quantile':
      return grown(figure.of, '_count');
    case 'share':
    case 'rest':
      return grown(figure.of);
    case 'mean':
    case 'increase':
      return grown(figure.samples);
    case 'highest':
    case 'average':
      return `sum(count_over_time(${selected(figure.of)}[${window}]))`;
    case 'present':
    case 'total':
    case 'balance':
      return `count(${selected(figure.of)})`;
  }
}

/** 1 where the value is inside the bounds, else 0; no value where there is none. */
export function passPromqlOf(value: string, { above, below, atLeast, atMost }: Bounds): string {
  const sides = [
    above === undefined ? [] : [`(${value} > bool ${above})`],
    below === undefined ? [] : [`(${value} < bool ${below})`],
    atLeast === undefined ? [] : [`(${value} >= bool ${atLeast})`],
    atMost === undefined ? [] : [`(${value} <= bool ${atMost})`],
  ].flat();
  return sides.join(' * ');
}

function selected({ metric, where = {} }: Selector, suffix = ''): string {
  const labels = Object.entries(where).map(([label, pattern]) => `${label}${/^[\w-]*$/.test(pattern) ? '=' : '=~'}"${pattern}"`);
  return `${metric}${suffix}${labels.length > 0 ? `{${labels.join(', ')}}` : ''}`;
}
