// A real Prometheus with the rules of deploy, which scrapes the services of a stack each second.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot, startPrometheusServer, until } from '@docmind/testing';

interface Reply {
  readonly status: string;
  readonly error?: string;
  readonly data?: {
    readonly result: readonly { readonly metric: Readonly<Record<string, string>>; readonly value: readonly [number, string] }[];
  };
}

export interface Prometheus {
  /** The series that a query finds. @throws Error with Prometheus' own words for one that it doesn't understand */
  query(promql: string): Promise<readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]>;
  stop(): Promise<void>;
}

/** @param ports of the services, which may start later
 * @param folder for its configuration */
export async function startPrometheus(ports: Readonly<Record<string, string>>, folder: string): Promise<Prometheus> {
  for (const name of ['alerts.yml', 'gates.yml']) cpSync(join(repositoryRoot(), 'deploy/prometheus', name), join(folder, name));
  const rules = join(folder, 'gates.yml');
  writeFileSync(rules, readFileSync(rules, 'utf8').replace('interval: 30s', 'interval: 1s'));
  const targets = Object.entries(ports).map(
    ([service, port]) => `      - targets: ['127.0.0.1:${port}']\n        labels: { service: ${service} }`,
  );
  const jobs = `scrape_configs:\n  - job_name: docmind\n    static_configs:\n${targets.join('\n')}\n`;
  const config = `global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }\nrule_files: [alerts.yml, gates.yml]\n${jobs}`;
  writeFileSync(join(folder, 'prometheus.yml'), config);
  const { url, stop } = await startPrometheusServer(join(folder, 'prometheus.yml'));
  // It listens before it has read its own files.
  await until(async () => (await fetch(`${url}/-/ready`)).ok, 'Prometheus to be ready');
  return { stop, query: (promql) => ask(url, promql) };
}

async function ask(url: string, promql: string) {
  const response = await fetch(`${url}/api/v1/query?query=${encodeURIComponent(promql)}`);
  const { status, error, data } = (await response.json()) as Reply;
  if (status !== 'success' || !data) throw new Error(`${promql}: ${error}`);
  return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
}
