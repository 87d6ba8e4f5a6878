import { openClient, type StackOptions } from '../client/open-client.js';
import { formatAnswer, milliseconds, say } from './terminal.js';

export interface AskOptions extends StackOptions {
  readonly session?: string;
  readonly cache?: boolean;
  readonly json?: boolean;
}

export async function ask(question: string, { url, key, session, cache, json }: AskOptions): Promise<void> {
  const client = openClient({ url, key });
  const reply = await client.query({ question, sessionId: session, cache: cache === false ? 'bypass' : 'use' });
  if (json) return say(JSON.stringify(reply, null, 2));
  say(formatAnswer(reply));
  say(`Time:   ${milliseconds(reply.timings.timeToFirstTokenMs)} to the first token, ${milliseconds(reply.timings.totalMs)} in all`);
}
