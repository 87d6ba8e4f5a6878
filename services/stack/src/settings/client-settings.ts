import { envPort, loadConfig } from '@docmind/config';
import { z } from 'zod';

/** What the commands read that ask a running stack. Kept apart from the services' schemas: `ask` need not wait until five services are loaded. */
export const clientSettingsShape = {
  DOCMIND_HOST: z.string().min(1).default('127.0.0.1'),
  ORCHESTRATOR_PORT: envPort(8_080),
  INFERENCE_PORT: envPort(8_001),
  METRICS_PORT: envPort(9_090),
  DOCMIND_DATA_DIR: z.string().min(1).default('.docmind'),
  DOCMIND_API_KEY: z.string().min(1).optional().describe('The key that the commands send, where the stack asks for one.'),
};

/** @throws ConfigError for a port that is none, as `up` would say it */
export function clientSettings() {
  return loadConfig(z.object(clientSettingsShape));
}

/** Where a door answers that is bound to `host`. One that is bound to every address answers on loopback, too. */
export function doorUrl(host: string, port: number): string {
  const loopback: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' };
  return `http://${loopback[host] ?? (host.includes(':') ? `[${host}]` : host)}:${port}`;
}

export function questionDoor(): string {
  const { DOCMIND_HOST, ORCHESTRATOR_PORT } = clientSettings();
  return doorUrl(DOCMIND_HOST, ORCHESTRATOR_PORT);
}

export function engineDoor(): string {
  const { DOCMIND_HOST, INFERENCE_PORT } = clientSettings();
  return doorUrl(DOCMIND_HOST, INFERENCE_PORT);
}

export function metricsDoor(): string {
  const { DOCMIND_HOST, METRICS_PORT } = clientSettings();
  return doorUrl(DOCMIND_HOST, METRICS_PORT);
}
