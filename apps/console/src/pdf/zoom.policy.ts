/** Of the width that there is: 1 fits it. */
const LEAST = 0.5;
const MOST = 6;
const STEP = 1.25;

export function zoomed(zoom: number, direction: 'in' | 'out'): number {
  const next = direction === 'in' ? zoom * STEP : zoom / STEP;
  const bounded = Math.min(MOST, Math.max(LEAST, next));
  // In and out again is where it was.
  return Math.abs(bounded - 1) < 0.01 ? 1 : bounded;
}

export type Step = { readonly page: number } | { readonly zoom: number };

/** What a key means; undefined where it means nothing here. */
export function stepOf(key: string, { page, pages, zoom }: { page: number; pages: number; zoom: number }): Step | undefined {
  switch (key) {
    case 'PageDown':
      return { page: Math.min(pages, page + 1) };
    case 'PageUp':
      return { page: Math.max(1, page - 1) };
    case 'Home':
      return { page: 1 };
    case 'End':
      return { page: pages };
    case '+':
    case '=':
      return { zoom: zoomed(zoom, 'in') };
    case '-':
      return { zoom: zoomed(zoom, 'out') };
    case '0':
      return { zoom: 1 };
    default:
      return undefined;
  }
}
