// What a person does with a stack that works, whatever shape it runs in.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performanceSnapshotSchema, queryReplySchema } from '@docmind/contracts';
import { repositoryRoot, temporaryFolder, until } from '@docmind/testing';
import Database from 'better-sqlite3';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { describeCounters } from './counters.js';
import { allOf, Door, eventsOf, exampleAbout, holdsAll } from './door.js';
import { describeFollowUps, describeLargeValues, describeSessions } from './session-journeys.js';
import { docmind, SERVICES, type StackProcess } from './stack-process.js';

const snapshots = exampleAbout('retention-policy.md');
const disks = exampleAbout('hardware-handbook.pdf');
const updates = exampleAbout('release-notes.txt');

export function describeJourneys(stackOf: () => StackProcess): void {
  const door = () => new Door(stackOf());
  describeDoors(stackOf, door);
  describeQuestions(stackOf, door);
  describeOpenAi(door);
  describeSessions(door);
  describeFollowUps(door);
  describeLargeValues(door);
  describeChanges(door);
  describeFigures(stackOf, door);
  describeCounters(door);
  describeLogs(stackOf);
}

function describeDoors(stackOf: () => StackProcess, door: () => Door): void {
  describe('its doors', () => {
    it.each(SERVICES)('%s is live and ready, and shows its figures to Prometheus', async (service) => {
      expect((await door().get('/health/live', service)).status).toBe(200);
      const ready = await door().get('/health/ready', service);
      expect(await ready.json()).toMatchObject({ status: 'ok', details: { messaging: { status: 'up' } } });
      const metrics = await door().get('/metrics', service);
      expect(metrics.headers.get('content-type')).toMatch(/^text\/plain; version=/);
      expect(await metrics.text()).toMatch(new RegExp(`^process_cpu_seconds_total\\{service="${service}"\\} `, 'm'));
    });

    it('describes its API', async () => {
      expect(await (await door().get('/docs')).text()).toContain('DocMind API');
      const described = (await (await door().get('/docs/json')).json()) as { openapi: string; paths: Record<string, object> };
      expect(described.openapi).toMatch(/^3\.1/);
      expect(Object.keys(described.paths)).toEqual(
        expect.arrayContaining(['/query', '/documents', '/documents/{id}', '/sessions', '/v1/chat/completions']),
      );
    });

    it('is ready in the words of `docmind status`', async () => {
      const { code, stdout } = await docmind(['status'], stackOf().environment);
      expect(stdout.match(/\bready\b/g)).toHaveLength(SERVICES.length);
      expect(code).toBe(0);
    });
  });
}

function describeQuestions(stackOf: () => StackProcess, door: () => Door): void {
  describe('documents and questions about them', () => {
    it('reads a folder of documents in, a PDF too', async () => {
      const folder = join(repositoryRoot(), 'examples/documents');
      const { code, stdout } = await docmind(['ingest', folder, '--url', stackOf().url('orchestrator')], stackOf().environment);
      expect(stdout.match(/: created, \d+ passages in /g)).toHaveLength(7);
      expect(stdout).toContain('hardware-handbook.pdf: created');
      expect(code).toBe(0);
    });

    it.each([snapshots, disks, updates])('answers "$question" right, with its source', async ({ question, mustContain, document }) => {
      const reply = await door().ask(question);
      expect(reply.cache.result).toBe('miss');
      expect(reply.answer).toSatisfy((answer: string) => holdsAll(answer, mustContain));
      expect(reply.sources.map(({ documentName }) => documentName)).toContain(document);
      expect(reply.agents.map(({ agent }) => agent)).toEqual(
        expect.arrayContaining(['query_router', 'retrieval_expert', 'result_synthesizer', 'response_validator']),
      );
    });

    it('names the page of a PDF', async () => {
      const { sources } = await door().ask(disks.question);
      expect(sources).toContainEqual(expect.objectContaining({ documentName: disks.document, page: expect.any(Number) as number }));
    });

    it('answers the same question from the cache', async () => {
      const { cache, sources, answer } = await door().ask(`  ${snapshots.question.toLowerCase()} `);
      expect(cache).toMatchObject({ result: 'exact', similarity: 1 });
      expect(sources.map(({ documentName }) => documentName)).toContain(snapshots.document);
      expect(answer).toSatisfy((text: string) => holdsAll(text, snapshots.mustContain));
    });

    it('answers it in other words from the cache too, and says why', async () => {
      const response = await door().post('/query', { question: snapshots.paraphrase });
      expect(response.headers.get('x-docmind-cache')).toBe('semantic');
      expect(Number(response.headers.get('x-docmind-cache-similarity'))).toBeGreaterThan(0.8);
      const { cache, answer } = queryReplySchema.parse(await response.json());
      expect(cache.why).toContain(`"${snapshots.question}" asks the same thing`);
      expect(answer).toSatisfy((text: string) => holdsAll(text, snapshots.mustContain));
    });

    it('does not take the answer of a question that differs in one word', async () => {
      const { cache } = await door().ask(snapshots.question.replace('daily', 'weekly'));
      expect(cache.result).toBe('miss');
    });

    it('tells a person on a terminal', async () => {
      const { code, stdout } = await docmind(['ask', snapshots.question, '--url', stackOf().url('orchestrator')], stackOf().environment);
      expect(stdout).toMatch(/35 days[\s\S]*Sources:\s+\[1\] retention-policy\.md: [\s\S]*Cache: {2}exact/);
      expect(code).toBe(0);
    });

    it('streams an answer with its sources', async () => {
      const response = await door().post('/query', { question: snapshots.question, stream: true });
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      const events = await allOf(eventsOf(response));
      expect(events.slice(-2).map(({ event }) => event)).toEqual(['sources', 'done']);
      const text = events.filter(({ event }) => event === 'delta').map(({ data }) => (data as { text: string }).text);
      const { answer } = queryReplySchema.parse(events.at(-1)?.data);
      expect(text.join('')).toBe(answer);
    });
  });
}

function describeOpenAi(door: () => Door): void {
  describe("OpenAI's own client", () => {
    const client = () => new OpenAI({ baseURL: door().openAiUrl, apiKey: 'none', maxRetries: 0 });
    const asked = { model: 'docmind', messages: [{ role: 'user' as const, content: snapshots.question }] };

    it('gets an answer', async () => {
      const completion = await client().chat.completions.create(asked);
      expect(completion.choices[0]).toMatchObject({ finish_reason: 'stop', message: { role: 'assistant' } });
      expect(completion.choices[0]?.message.content).toSatisfy((text: string) => holdsAll(text, snapshots.mustContain));
      expect(completion).toMatchObject({ model: 'docmind', docmind: { sources: [{ documentName: snapshots.document }] } });
    });

    it('gets it as a stream, token by token where the model writes freely', async () => {
      const messages = [{ role: 'user' as const, content: 'Write two sentences about the sea.' }];
      const stream = await client().chat.completions.create({
        model: 'docmind',
        messages,
        stream: true,
        stream_options: { include_usage: true },
        max_tokens: 40,
      });
      const chunks = await allOf(stream);
      const pieces = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').filter((text) => text !== '');
      expect(pieces.length).toBeGreaterThan(3);
      expect(chunks.at(-1)?.usage?.completion_tokens).toBeGreaterThan(3);
      expect(chunks.at(-2)?.choices[0]?.finish_reason).toMatch(/stop|length/);
    });

    it('finds the one model', async () => {
      expect((await client().models.list()).data.map(({ id }) => id)).toEqual(['docmind']);
    });
  });
}

function describeChanges(door: () => Door): void {
  describe('a document that changes', () => {
    const question = 'What is the colour of the north gate?';
    const text = (colour: string) => `# The north gate\n\nThe colour of the north gate is ${colour}. It was painted in spring.\n`;
    let id = '';

    it('is answered from the cache while it stays as it is', async () => {
      const { document, outcome } = await door().upload('north-gate.md', text('green'));
      expect(outcome).toBe('created');
      id = document.id;
      expect((await door().ask(question)).answer).toContain('green');
      expect((await door().ask(question)).cache.result).toBe('exact');
      expect((await door().upload('north-gate.md', text('green'))).outcome).toBe('unchanged');
      expect((await door().ask(question)).cache.result).toBe('exact');
    });

    it('takes its cached answers along before the call that replaces it returns', async () => {
      expect(await door().upload('north-gate.md', text('orange'))).toMatchObject({ outcome: 'replaced', document: { id } });
      const { cache, answer } = await door().ask(question);
      expect(cache.result).toBe('miss');
      expect(answer).toContain('orange');
      expect(answer).not.toContain('green');
    });

    it('takes them along when it is deleted', async () => {
      expect((await door().ask(question)).cache.result).toBe('exact');
      expect((await door().delete(`/documents/${id}`)).status).toBe(200);
      const { cache, answer, sources } = await door().ask(question);
      expect(cache.result).toBe('miss');
      expect(answer).not.toContain('orange');
      expect(sources.map(({ documentName }) => documentName)).not.toContain('north-gate.md');
    });
  });
}

function describeFigures(stackOf: () => StackProcess, door: () => Door): void {
  describe('its figures', () => {
    it('follow the schema of a performance snapshot', async () => {
      const { inference, resources, errors } = performanceSnapshotSchema.parse(await (await door().get('/performance', 'metrics')).json());
      expect(inference.tokens_generated).toBeGreaterThan(0);
      expect(inference.decode_tokens_per_second).toBeGreaterThan(0);
      expect(inference.time_to_first_token).toBeGreaterThan(0);
      expect(resources.ram_used).toBeGreaterThan(0);
      expect(errors.count).toBe(0);
    });

    it('are kept as rows of performance_logs', async () => {
      const database = new Database(join(stackOf().dataDir, 'docmind.db'), { readonly: true });
      const operations = () =>
        database
          .prepare<[], { operation: string }>('SELECT DISTINCT operation FROM performance_logs')
          .all()
          .map(({ operation }) => operation);
      await until(
        () => ['query', 'generation', 'ingestion'].every((operation) => operations().includes(operation)),
        'the rows of three operations',
      );
      database.close();
    });
  });
}

function describeLogs(stackOf: () => StackProcess): void {
  it('writes what it did for a request, and `docmind logs` follows it across the services', async () => {
    const { environment, running } = stackOf();
    const url = stackOf().url('orchestrator');
    const headers = { 'content-type': 'application/json', 'x-request-id': 'followed-1' };
    const question = JSON.stringify({ question: snapshots.question, cache: 'bypass' });
    expect((await fetch(`${url}/query`, { method: 'POST', headers, body: question })).status).toBe(200);
    const log = join(temporaryFolder(), 'up.log');
    await until(() => /request over requestId=followed-1/.test(running.stderr), 'the last line');
    writeFileSync(log, running.stderr);
    const { code, stdout } = await docmind(['logs', '--request', 'followed-1', log], environment);
    expect(code).toBe(0);
    for (const service of ['cache', 'persistence']) expect(stdout).toMatch(new RegExp(` debug ${service}: message handled `));
    expect(stdout).toMatch(/ orchestrator: question answered .*[^]* orchestrator: request over .*route=POST \/query status=200/);
    expect((await docmind(['logs', '--request', 'followed-2', log], environment)).code).toBe(1);
  });
}
