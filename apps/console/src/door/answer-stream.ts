import type { QueryReply, QueryRequest, WireError } from '@docmind/contracts';
import { createParser } from 'eventsource-parser';
import { DoorError, fault, reach } from './door.js';

export interface AnswerListener {
  /** A checked sentence, or a token where no document is asked. */
  readonly text: (text: string) => void;
}

/**
 * Asks, and tells each piece of the answer as it comes.
 * @throws DoorError also where the stream ends before the answer is whole
 */
export async function ask(request: QueryRequest, listener: AnswerListener, signal: AbortSignal): Promise<QueryReply> {
  const response = await reach('/query', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ ...request, stream: true }),
    signal,
  });
  let reply: QueryReply | undefined;
  let hasBegun = false;
  const cut = () => fault(hasBegun ? 'CUT' : 'UNREACHABLE', 'stream cut');
  const parser = createParser({
    onEvent: ({ event, data }) => {
      const told = JSON.parse(data) as unknown;
      if (event === 'delta') {
        hasBegun = true;
        listener.text((told as { text: string }).text);
      }
      if (event === 'done') reply = told as QueryReply;
      if (event === 'error') throw failureOf(told);
    },
  });
  await feed(response, (text) => parser.feed(text), signal, cut);
  if (reply === undefined) throw cut();
  return reply;
}

async function feed({ body }: Response, take: (text: string) => void, signal: AbortSignal, cut: () => DoorError): Promise<void> {
  if (!body) return;
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) take(next.value);
  } catch (thrown) {
    if (signal.aborted || thrown instanceof DoorError) throw thrown;
    throw cut();
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function failureOf(told: unknown): DoorError {
  const { code, message } = (told as { error: WireError }).error;
  return fault(code, message);
}
