import { setTimeout as delay } from 'node:timers/promises';
import { StreamReply } from '@docmind/bootstrap';
import type { DocumentView } from '@docmind/contracts';
import { toAppError } from '@docmind/errors';
import { sseEvent } from '@docmind/openai-wire';
import type { FastifyReply } from 'fastify';

/** Any replica may be asked, so what is written down is looked at, as often as it changes. */
const LOOK_EVERY_MS = 500;

/** `progress` whenever the document is farther, then `done`; `error` where it can't be looked at any more. */
export async function streamDocument(first: DocumentView, again: () => Promise<DocumentView>, reply: FastifyReply): Promise<void> {
  const stream = StreamReply.open(reply);
  let last = '';
  try {
    let told = '';
    for (let view = first; ; view = await again()) {
      if (view.state !== 'working') {
        last = sseEvent(view, 'done');
        return;
      }
      if (JSON.stringify(view) !== told) await stream.write(sseEvent(view, 'progress'));
      told = JSON.stringify(view);
      await delay(LOOK_EVERY_MS);
    }
  } catch (thrown) {
    last = sseEvent({ error: toAppError(thrown).toWire() }, 'error');
  } finally {
    stream.end(last);
  }
}
