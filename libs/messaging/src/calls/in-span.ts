import { toAppError } from '@docmind/errors';
import type { RequestContext } from './request-context.js';
import type { Span, SpanStart } from './spans.port.js';

/** Does the work as one span of the request's trace, where there is one. What the work throws is its error. */
export async function inSpan<T>(
  context: RequestContext,
  start: () => SpanStart,
  work: (context: RequestContext, span?: Span) => Promise<T>,
): Promise<T> {
  const { spans } = context;
  if (spans === undefined) return work(context);
  const span = spans.start(start(), context.traceparent);
  try {
    return await work({ ...context, traceparent: span.traceparent }, span);
  } catch (thrown) {
    span.fail(toAppError(thrown).code);
    throw thrown;
  } finally {
    span.end();
  }
}
