import { startOtlpReceiver, until } from '@docmind/testing';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { executeToolSpan, generationResult, generationSpan } from './gen-ai.policy.js';
import { TellingExporter } from './telling-exporter.js';
import { startTracing } from './tracing.js';

type ExportResult = Parameters<Parameters<TellingExporter['export']>[1]>[0];

const CALLER = { trace: 'a'.repeat(32), span: 'b'.repeat(16) };
const TRACEPARENT = `00-${CALLER.trace}-${CALLER.span}-01`;
const options = { service: 'inference', instance: 'inference-1', withText: false, tracesPerSecond: 10_000 };

async function tracingTo(endpoint: string, warnings: object[] = [], more: Partial<typeof options> = {}) {
  const tracing = await startTracing({ ...options, ...more, endpoint, logger: { warn: (line) => void warnings.push(line) } });
  if (!tracing) throw new Error('no tracing in spite of an endpoint');
  return tracing;
}

describe('startTracing', () => {
  it('makes nothing without an endpoint', async () => {
    expect(await startTracing({ ...options, endpoint: undefined, logger: { warn: () => undefined } })).toBeUndefined();
  });

  it('sends spans below the one that the caller names, with the attributes of the conventions', async () => {
    const receiver = await startOtlpReceiver();
    onTestFinished(() => receiver.stop());
    const { spans, close } = await tracingTo(receiver.endpoint);
    const tool = spans.start(executeToolSpan('search_documents'), TRACEPARENT);
    const chat = spans.start(generationSpan('chat', 'smollm2'), tool.traceparent);
    const usage = { prompt_tokens: 7, completion_tokens: 3 };
    chat.set(generationResult({ engine: 'llama', model: 'smollm2', usage, timeToFirstTokenMs: 250 }));
    chat.end();
    tool.fail('UNAVAILABLE');
    tool.end();
    await close();
    const [sentChat, sentTool] = receiver.spans;
    expect(sentTool).toMatchObject({
      ...{ service: 'inference', name: 'execute_tool search_documents', kind: 1, isError: true },
      ...{ traceId: CALLER.trace, parentSpanId: CALLER.span },
      attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'search_documents', 'error.type': 'UNAVAILABLE' },
    });
    expect(sentChat).toMatchObject({
      ...{ name: 'chat smollm2', kind: 3, isError: false, traceId: CALLER.trace, parentSpanId: sentTool?.spanId },
      attributes: {
        ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'smollm2', 'gen_ai.provider.name': 'llama' },
        ...{ 'gen_ai.usage.input_tokens': 7, 'gen_ai.usage.output_tokens': 3, 'gen_ai.response.time_to_first_chunk': 0.25 },
      },
    });
  });

  it('begins a trace where the caller names none that can be read, and keeps one that nobody records', async () => {
    const receiver = await startOtlpReceiver();
    onTestFinished(() => receiver.stop());
    const { spans, close } = await tracingTo(receiver.endpoint);
    for (const parent of [undefined, 'nonsense', `00-${'0'.repeat(32)}-${CALLER.span}-01`]) spans.start(executeToolSpan('x'), parent).end();
    const unrecorded = spans.start(executeToolSpan('y'), `00-${CALLER.trace}-${CALLER.span}-00`);
    expect(unrecorded.traceparent).toMatch(new RegExp(`^00-${CALLER.trace}-[0-9a-f]{16}-00$`));
    unrecorded.end();
    await close();
    expect(receiver.spans.map(({ name, parentSpanId }) => [name, parentSpanId ?? ''])).toEqual(Array(3).fill(['execute_tool x', '']));
    expect(new Set(receiver.spans.map(({ traceId }) => traceId)).size).toBe(3);
  });

  it('records so many new traces a second, each whole, and whatever a caller records', async () => {
    const receiver = await startOtlpReceiver();
    onTestFinished(() => receiver.stop());
    const { spans, close } = await tracingTo(receiver.endpoint, [], { tracesPerSecond: 3 });
    for (let trace = 0; trace < 500; trace += 1) {
      const door = spans.start(executeToolSpan('door'), undefined);
      spans.start(executeToolSpan('within'), door.traceparent).end();
      door.set({ x: 1 });
      door.end();
    }
    for (let asked = 0; asked < 5; asked += 1) spans.start(executeToolSpan('asked for'), TRACEPARENT).end();
    await close();
    const namesOf = (id: string) => receiver.spans.filter(({ traceId }) => traceId === id).map(({ name }) => name);
    expect(namesOf(CALLER.trace)).toHaveLength(5);
    const begun = new Set(receiver.spans.map(({ traceId }) => traceId));
    begun.delete(CALLER.trace);
    expect(begun.size).toBeGreaterThanOrEqual(3);
    expect(begun.size).toBeLessThan(50);
    for (const id of begun) expect(namesOf(id).sort()).toEqual(['execute_tool door', 'execute_tool within']);
  });

  it('says in the log that a collector does not take them', async () => {
    const receiver = await startOtlpReceiver();
    onTestFinished(() => receiver.stop());
    const warnings: object[] = [];
    const { spans, close } = await tracingTo(`${receiver.endpoint}/elsewhere`, warnings);
    spans.start(executeToolSpan('x'), undefined).end();
    await close();
    await until(() => warnings.length > 0, 'the warning');
    expect(warnings).toEqual([expect.objectContaining({ msg: 'spans could not be sent and are lost', spans: 1 })]);
  });

  it('keeps fewer of them waiting where they may hold prompts and answers', async () => {
    const receiver = await startOtlpReceiver();
    onTestFinished(() => receiver.stop());
    for (const [withText, kept] of [[false, 3_000] as const, [true, 1_024] as const]) {
      const before = receiver.spans.length;
      const { spans, close } = await tracingTo(receiver.endpoint, [], { withText });
      // 512 of them are on their way at once.
      for (let count = 0; count < 3_000; count += 1) spans.start(executeToolSpan('x'), undefined).end();
      await close();
      expect(receiver.spans.length - before).toBe(kept);
    }
  });
});

describe('TellingExporter', () => {
  it('asks a collector that is away no more once it ends, and one that takes spans to the last', () => {
    const results: ExportResult[] = [];
    const collector = { export: vi.fn((_spans: unknown, done: (result: ExportResult) => void) => done(results.at(-1) as ExportResult)) };
    const exporter = new TellingExporter(
      { ...collector, shutdown: () => Promise.resolve() },
      { warn: () => undefined },
      'http://collector',
    );
    const send = (): ExportResult | undefined => {
      let told: ExportResult | undefined;
      exporter.export([], (result) => (told = result));
      return told;
    };
    const [taken, refused] = [{ code: 0 }, { code: 1, error: new Error('away') }];
    results.push(refused);
    expect([send(), send(), exporter.end(), send(), send()]).toEqual([refused, refused, false, refused, refused]);
    expect(collector.export).toHaveBeenCalledTimes(2);
    const other = new TellingExporter({ ...collector, shutdown: () => Promise.resolve() }, { warn: () => undefined }, 'http://collector');
    results.push(taken);
    expect(other.end()).toBe(true);
    other.export([], () => undefined);
    expect(collector.export).toHaveBeenCalledTimes(3);
  });
});
