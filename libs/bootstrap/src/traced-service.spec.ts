import { InProcessTransport, newRequestContext } from '@docmind/messaging';
import { startOtlpReceiver } from '@docmind/testing';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { closeThings, findThing, start } from './thing-service.fixture.js';

afterEach(closeThings);

const TRACE = 'c'.repeat(32);
const SPAN = 'd'.repeat(16);
const traceparent = `00-${TRACE}-${SPAN}-01`;

describe('a service with a collector of traces', () => {
  it('sends a span for each request and message below what the caller names, and none for health and figures', async () => {
    const receiver = await startOtlpReceiver();
    onTestFinished(() => receiver.stop());
    const transport = new InProcessTransport();
    const { url } = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint }, 0, transport);
    await (await fetch(`${url}/whoami`, { headers: { traceparent, 'x-request-id': 'r1' } })).json();
    await (await fetch(`${url}/crash`, { headers: { traceparent } })).json();
    for (const path of ['/health/live', '/health/ready', '/metrics', '/nowhere']) await (await fetch(`${url}${path}`)).text();
    await transport.client.call(findThing, {}, newRequestContext({ traceparent })).catch(() => undefined);
    await transport.client.call(findThing, {}, newRequestContext()).catch(() => undefined);
    await closeThings();
    const below = { service: 'thing', traceId: TRACE, kind: 2 };
    expect(receiver.spans).toEqual([
      expect.objectContaining({ ...below, name: 'GET /whoami', parentSpanId: SPAN, isError: false }),
      expect.objectContaining({ ...below, name: 'GET /crash', parentSpanId: SPAN, isError: true }),
      expect.objectContaining({ ...below, name: findThing.subject, isError: true }),
    ]);
    expect(receiver.spans[0]?.attributes).toMatchObject({ 'http.response.status_code': 200, 'docmind.request.id': 'r1' });
    expect(receiver.spans[1]?.attributes).toMatchObject({ 'http.response.status_code': 500, 'error.type': '500' });
  });
});
