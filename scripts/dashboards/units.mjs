// Values in the units that our dashboards name, as Grafana shows them.

const SCALES = {
  bytes: [
    [2 ** 30, ' GiB'],
    [2 ** 20, ' MiB'],
    [2 ** 10, ' KiB'],
  ],
  s: [
    [86_400, ' d'],
    [3_600, ' h'],
    [60, ' min'],
    [1, ' s'],
    [1e-3, ' ms'],
    [1e-6, ' µs'],
  ],
  short: [
    [1e9, ' Bil'],
    [1e6, ' Mil'],
    [1e3, ' K'],
  ],
};

export function shown(value, unit) {
  if (value === undefined) return '';
  if (unit === 'percentunit') return `${rounded(value * 100)}%`;
  if (unit === 'opm') return `${rounded(value)}/min`;
  const [factor, sign] = (SCALES[unit] ?? SCALES.short).find(([least]) => Math.abs(value) >= least) ?? [1, ''];
  return `${rounded(value / factor)}${sign}`;
}

const rounded = (value) => String(Number(value.toPrecision(3)));
