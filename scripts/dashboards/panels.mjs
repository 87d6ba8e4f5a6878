// What a dashboard's panels ask, answered by Prometheus' own API as Grafana would ask it.

const POINTS = 120;
const RATE_S = 30;

/**
 * @returns for each panel the series its queries found, each `{legend, points: [seconds, value][]}`, or for a table `{labels, value}`
 * @throws Error with Prometheus' words for a query that it doesn't take
 */
export function askPanels({ panels }, prometheus, { from, to }) {
  const step = Math.max(1, Math.round((to - from) / POINTS));
  return Promise.all(
    panels.map(async ({ targets = [], type }) => {
      const found = targets.map(async ({ expr, legendFormat }) => {
        const query = expr.replaceAll('$__rate_interval', `${RATE_S}s`);
        if (type === 'table') return (await ask(prometheus, 'query', { query, time: to })).map(rowOf);
        const result = await ask(prometheus, 'query_range', { query, start: from, end: to, step });
        return result.map(({ metric, values }) => ({ legend: legendOf(legendFormat, metric), points: pointsOf(values) }));
      });
      return (await Promise.all(found)).flat();
    }),
  );
}

async function ask(prometheus, what, parameters) {
  const response = await fetch(`${prometheus}/api/v1/${what}?${new URLSearchParams(parameters)}`);
  const { status, error, data } = await response.json();
  if (status !== 'success') throw new Error(`${parameters.query}: ${error}`);
  return data.result;
}

const pointsOf = (values) => values.map(([at, value]) => [at, Number(value)]).filter(([, value]) => Number.isFinite(value));
const rowOf = ({ metric: { __name__: _name, job: _job, instance: _instance, ...labels }, value: [, value] }) => ({ labels, value });

/** `{{label}}` is its value; none is what it is counted by. */
function legendOf(format, labels) {
  const legend = format.replace(/\{\{ *(\w+) *\}\}/g, (_, name) => labels[name] ?? '').trim();
  return legend === '' ? 'without' : legend;
}
