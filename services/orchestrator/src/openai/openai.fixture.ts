import OpenAI from 'openai';
import { BACKUPS, orchestratorWithFakes } from '../orchestrator.fixture.js';

export const user = (content: string) => ({ role: 'user' as const, content });

/** The official client of an orchestrator that knows one document. */
export async function client() {
  const { service, fakes } = await orchestratorWithFakes();
  fakes.know({ name: 'backups.md', text: BACKUPS });
  fakes.answer = ['Daily snapshots are ', 'kept for 35 days.'];
  return { openai: new OpenAI({ baseURL: `${service.url}/v1`, apiKey: 'none', maxRetries: 0 }), fakes, url: service.url };
}
