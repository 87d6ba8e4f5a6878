import { StreamReply } from '@docmind/bootstrap';
import { sseEvent } from '@docmind/openai-wire';
import type { FastifyReply } from 'fastify';
import type { BackendManager } from '../../backends/backend-manager.js';

/** The backends as they are, then each change. A reader too slow for a handful of events a switch is let go. */
export function followBackends(backends: BackendManager, signal: AbortSignal, reply: FastifyReply): void {
  const sse = StreamReply.open(reply);
  const write = (value: object) => {
    try {
      Promise.resolve(sse.write(sseEvent(value))).catch(end);
    } catch {
      end();
    }
  };
  const stops = [backends.events.listen(write, end), sse.onDraining(end)];
  function end() {
    for (const stop of stops) stop();
    sse.end();
  }
  signal.addEventListener('abort', end, { once: true });
  write({ backends: backends.list() });
}
