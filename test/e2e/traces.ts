// One question, one trace: what a collector is sent of it by five processes.
import { randomBytes } from 'node:crypto';
import { type OtlpReceiver, type ReceivedSpan, until } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { Door } from './door.js';
import { SERVICES, type StackProcess } from './stack-process.js';

/** Words that no other test uses. */
const DOCUMENT = '# The beacon of Arnholm\n\nThe beacon of Arnholm is lit by 12 lamps. Its keeper is called Tilda Brockmann.\n';
const QUESTION = 'How many lamps light the beacon of Arnholm, and what is its keeper called?';

export function describeTraces(stackOf: () => StackProcess, receiverOf: () => OtlpReceiver): void {
  describe('traces', () => {
    /**
     * Asks under a trace of its own, and waits until it came: each service sends its spans when it likes.
     * @param services that must have sent some
     * @param leaves names that must be there, or how they begin: a span without children is missed by nobody
     * @returns its spans, and the caller's
     */
    async function traced(
      body: object,
      services: readonly string[],
      leaves: readonly string[],
    ): Promise<{ spans: ReceivedSpan[]; caller: string; root: ReceivedSpan }> {
      const [trace, caller] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
      const response = await fetch(`${stackOf().url('orchestrator')}/query`, {
        method: 'POST',
        body: JSON.stringify({ cache: 'bypass', ...body }),
        headers: { 'content-type': 'application/json', traceparent: `00-${trace}-${caller}-01` },
      });
      expect(response.status, await response.text()).toBe(200);
      const spans = () => receiverOf().spansOf(trace);
      const isWhole = () => {
        const ids = new Set([caller, ...spans().map(({ spanId }) => spanId)]);
        const names = spans().map(({ name }) => name);
        const hasEnd = ['POST /query', 'metrics.performance.recorded', ...leaves].every((name) =>
          names.some((found) => found.startsWith(name)),
        );
        const senders = new Set(spans().map(({ service }) => service));
        return (
          hasEnd && services.every((service) => senders.has(service)) && spans().every(({ parentSpanId = '' }) => ids.has(parentSpanId))
        );
      };
      await until(isWhole, 'the whole trace');
      const root = spans().find(({ name }) => name === 'POST /query');
      if (!root) throw new Error('no root');
      return { spans: spans(), caller, root };
    }

    async function usage(): Promise<Record<'input' | 'output', number>> {
      const text = await (await new Door(stackOf()).get('/metrics', 'inference')).text();
      const sumOf = (type: string) =>
        [...text.matchAll(/^gen_ai_client_token_usage_sum\{([^}]*)\} (\S+)$/gm)]
          .filter(([, labels = '']) => labels.includes(`gen_ai_token_type="${type}"`))
          .reduce((sum, [, , value]) => sum + Number(value), 0);
      return { input: sumOf('input'), output: sumOf('output') };
    }

    const tokensOf = (spans: readonly ReceivedSpan[], type: string) =>
      spans.reduce((sum, { attributes }) => sum + Number(attributes[`gen_ai.usage.${type}_tokens`] ?? 0), 0);

    it('show one question as one trace across five processes, below the span of whoever asked, and no text of it', async () => {
      await new Door(stackOf()).upload('beacon.md', DOCUMENT);
      const { spans, caller, root } = await traced({ question: QUESTION }, SERVICES, ['embeddings ', 'chat ']);
      expect(root.parentSpanId).toBe(caller);
      expect(new Set(spans.map(({ service }) => service))).toEqual(new Set(SERVICES));
      const names = spans.map(({ name }) => name.replace(/ (?:bge|smollm2)\S*$/, ' MODEL'));
      for (const name of ['invoke_agent query_router', 'invoke_agent query_planner', 'plan query_planner', 'invoke_agent retrieval_expert'])
        expect(names).toContain(name);
      for (const name of [
        'execute_tool search_documents',
        'retrieval documents',
        'embeddings MODEL',
        'chat MODEL',
        'persistence.document.search',
      ])
        expect(names).toContain(name);
      expect(receiverOf().bodies.join()).not.toMatch(/Arnholm|Brockmann/);
    });

    it('add up to the tokens that the engine counted', async () => {
      const before = await usage();
      const { spans } = await traced(
        { question: 'Write a story about a lighthouse and those who live in it.', maxTokens: 8 },
        ['inference'],
        ['chat '],
      );
      const after = await usage();
      for (const type of ['input', 'output'] as const) {
        expect(tokensOf(spans, type)).toBeGreaterThan(0);
        expect(tokensOf(spans, type)).toBe(after[type] - before[type]);
      }
    });
  });
}
