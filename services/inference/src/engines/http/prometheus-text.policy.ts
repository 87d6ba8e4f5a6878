/** The samples of a Prometheus exposition by name, summed over their labels: one engine's replicas and models count together. */
export function readPrometheus(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    const match = /^([a-zA-Z_:][\w:]*)(?:\{.*\})? (\S+)/.exec(line);
    const value = Number(match?.[2]);
    if (match?.[1] && !Number.isNaN(value)) samples.set(match[1], (samples.get(match[1]) ?? 0) + value);
  }
  return samples;
}
