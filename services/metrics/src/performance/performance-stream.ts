import { StreamReply } from '@docmind/bootstrap';
import { sseEvent } from '@docmind/openai-wire';
import type { FastifyReply } from 'fastify';
import type { PerformanceService } from './performance.service.js';

/** The figures as they are now, and again each `intervalMs`, until the client leaves or the door closes. A reader too slow for that is let go. */
export function streamPerformance(performance: PerformanceService, intervalMs: number, signal: AbortSignal, reply: FastifyReply): void {
  const sse = StreamReply.open(reply);
  const write = async () => sse.write(sseEvent(await performance.snapshot()));
  const next = () => void write().catch(end);
  const timer = setInterval(next, intervalMs);
  const stopWaiting = sse.onDraining(end);
  function end() {
    clearInterval(timer);
    stopWaiting();
    sse.end();
  }
  signal.addEventListener('abort', end, { once: true });
  next();
}
