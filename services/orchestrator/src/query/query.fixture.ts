// What the specs of POST /query share: a service that knows one document, and a question to it.
import type { QueryReply } from '@docmind/contracts';
import { expect } from 'vitest';
import { BACKUPS, orchestratorWithFakes, post } from '../orchestrator.fixture.js';

export const QUESTION = 'How long are daily snapshots kept?';

export async function withBackups(environment: Record<string, string> = {}) {
  const started = await orchestratorWithFakes(environment);
  started.fakes.know({ name: 'backups.md', text: BACKUPS });
  started.fakes.answer = ['Daily snapshots are ', 'kept for 35 days.'];
  return started;
}

export async function ask(url: string, body: Record<string, unknown> = {}): Promise<QueryReply> {
  const response = await post(`${url}/query`, { question: QUESTION, ...body });
  expect(response.status).toBe(200);
  return (await response.json()) as QueryReply;
}

export async function* pieces(text: string): AsyncGenerator<string> {
  yield text;
}
