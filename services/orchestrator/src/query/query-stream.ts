import { sseEvent } from '@docmind/openai-wire';
import type { AnswerForm } from './event-stream.js';

/** `delta` {text}, then `sources`, then `done` with the whole reply; `error` instead where it fails midway. */
export const QUERY_FORM: AnswerForm = {
  of: (event) => {
    if (event.type === 'delta') return sseEvent({ text: event.text }, 'delta');
    const { reply } = event.outcome;
    return sseEvent({ sources: reply.sources }, 'sources') + sseEvent(reply, 'done');
  },
  failing: (error) => sseEvent({ error: error.toWire() }, 'error'),
};
