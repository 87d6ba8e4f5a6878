import { readEvents } from '@docmind/openai-wire';
import { loadConfig } from '@docmind/config';
import { InProcessTransport } from '@docmind/messaging';
import { FakeServices, startFakeServices, temporaryFolder } from '@docmind/testing';
import type { RunningService } from '@docmind/bootstrap';
import { onTestFinished } from 'vitest';
import { orchestratorConfigSchema } from './config/config.js';
import { startOrchestrator } from './start-orchestrator.js';

export const BACKUPS = 'Daily snapshots are kept 35 days; weekly a year. Restores are tested every quarter by the platform team.';

/** The real orchestrator over HTTP, and fakes of the services behind it on the same transport. Ends with the test. */
export async function orchestratorWithFakes(
  environment: Record<string, string> = {},
): Promise<{ service: RunningService; fakes: FakeServices }> {
  const folder = temporaryFolder();
  const transport = new InProcessTransport();
  const fakes = new FakeServices();
  const stopFakes = await startFakeServices(fakes, transport);
  const config = loadConfig(orchestratorConfigSchema, {
    ORCHESTRATOR_PORT: '0',
    DOCMIND_DATA_DIR: folder,
    LOG_LEVEL: 'error',
    DRAIN_TIMEOUT_MS: '200',
    ...environment,
  });
  const service = await startOrchestrator(config, transport);
  onTestFinished(async () => {
    await service.close();
    await stopFakes();
  });
  return { service, fakes };
}

export function post(url: string, body: unknown, init: RequestInit = {}): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(url, { method: 'POST', body: text, ...init, headers: { 'content-type': 'application/json', ...init.headers } });
}

export interface SseEvent {
  event: string;
  data: unknown;
}

export function eventsIn(text: string): SseEvent[] {
  return readEvents(text).map(({ event = 'message', data }) => ({ event, data: JSON.parse(data) as unknown }));
}

/** The events of a reply as they come. */
export async function* readStream(response: Response): AsyncGenerator<SseEvent, undefined> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes as Uint8Array, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      yield* eventsIn(text.slice(0, end + 2));
      text = text.slice(end + 2);
    }
  }
  return undefined;
}
