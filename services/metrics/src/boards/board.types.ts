export interface PanelQuery {
  /** PromQL; `$__rate_interval` is Grafana's. */
  readonly expr: string;
  /** Of one series; `{{label}}` is its value. */
  readonly legend: string;
}

export interface Panel {
  readonly title: string;
  readonly kind: 'timeseries' | 'stat' | 'table';
  /** Grafana's name of it. */
  readonly unit: string;
  readonly queries: readonly PanelQuery[];
  /** What must be there before the panel shows anything. */
  readonly needs?: 'a GPU' | 'an engine with figures of its own' | 'a switch of backends' | 'verdicts on cache hits';
}

export interface Board {
  /** Also the name of its file. */
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A panel over time with one query for each legend. */
export function lines(title: string, unit: string, queries: Readonly<Record<string, string>>, needs?: Panel['needs']): Panel {
  return panel('timeseries', title, unit, queries, needs);
}

/** The latest values, large. */
export function stat(title: string, unit: string, queries: Readonly<Record<string, string>>, needs?: Panel['needs']): Panel {
  return panel('stat', title, unit, queries, needs);
}

export function tableOf(title: string, unit: string, queries: Readonly<Record<string, string>>): Panel {
  return panel('table', title, unit, queries);
}

/** Of a histogram, over the time that fits the picture. */
export function quantile(share: number, metric: string, by: readonly string[] = []): string {
  return `histogram_quantile(${share}, sum by (${['le', ...by].join(', ')}) (rate(${metric}_bucket[$__rate_interval])))`;
}

export function perSecond(metric: string, by: readonly string[] = []): string {
  return `sum${by.length > 0 ? ` by (${by.join(', ')})` : ''} (rate(${metric}[$__rate_interval]))`;
}

export function perMinute(metric: string, by: readonly string[] = []): string {
  return `${perSecond(metric, by)} * 60`;
}

function panel(kind: Panel['kind'], title: string, unit: string, queries: Readonly<Record<string, string>>, needs?: Panel['needs']): Panel {
  const asked = Object.entries(queries).map(([legend, expr]) => ({ legend, expr }));
  return { kind, title, unit, queries: asked, ...(needs === undefined ? {} : { needs }) };
}
