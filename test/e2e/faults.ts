// What happens when something is wrong: the request, the client, or a part of the stack that dies while it is needed.
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { descendantsOf, isRunning, until } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { allOf, Door, eventsOf, messageOf } from './door.js';
import type { Shape } from './shapes.js';
import { environmentOf, RunningCommand, type StackProcess, START_LIMIT_MS } from './stack-process.js';

const KIBIBYTE = 1_024;
const user = (content: string) => ({ role: 'user', content });

export function describeFaults(shape: Shape, stackOf: () => StackProcess): void {
  const door = () => new Door(stackOf());
  describeBadInput(door);
  describeLeavingClient(door);
  describeEngine(stackOf, door);
  describeSecond(shape, stackOf, door);
  describeCrashes(shape, stackOf, door);
}

function describeBadInput(door: () => Door): void {
  describe('a request that is wrong is answered with what is wrong', () => {
    it.each([
      ['an unknown model', { model: 'gpt-x', messages: [user('Hi')] }, 404, /gpt-x.*docmind/],
      ['no messages', { model: 'docmind', messages: [] }, 400, /messages: needs at least one/],
      ['an empty message', { model: 'docmind', messages: [user('  ')] }, 400, /messages: .*must not be empty/],
      ['a prompt of 1 MB', { model: 'docmind', messages: [user('x'.repeat(KIBIBYTE * KIBIBYTE))] }, 400, /messages/],
      ['a body that is not JSON', '{"model": "docmind", ', 400, /JSON/],
    ])('%s', async (_what, body, status, says) => {
      const response = await door().post('/v1/chat/completions', body);
      expect(response.status).toBe(status);
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({ error: { type: 'invalid_request_error', message: expect.stringMatching(says) as string } });
      expect(text).not.toMatch(/\bat .*\.js/);
      expect(text.length).toBeLessThan(KIBIBYTE);
    });

    it.each([
      ['a question of 1 MB', { question: 'x'.repeat(KIBIBYTE * KIBIBYTE) }, /question/],
      ['an unknown field', { question: 'Hi', streem: true }, /streem/],
    ])('%s', async (_what, body, says) => {
      const response = await door().post('/query', body);
      expect(response.status).toBe(400);
      expect(await messageOf(response)).toMatch(says);
    });

    it.each([
      ['a program sent as a PDF', 'report.pdf', Buffer.from('\x7fELF\0\0\0\x01', 'latin1'), /no PDF/],
      ['a PDF that breaks off', 'half.pdf', Buffer.from('%PDF-1.7\n1 0 obj <<'), /half\.pdf/],
      ['a program sent as text', 'notes.txt', Buffer.from('\x7fELF\0\0\0\x01', 'latin1'), /content is binary/],
      ['a kind that is not read', 'film.mp4', Buffer.from('\0\0\0\x18ftypmp42', 'latin1'), /film\.mp4.* xlsx/],
      ['an empty file', 'empty.md', Buffer.alloc(0), /is empty/],
    ])('%s', async (_what, name, content, says) => {
      const response = await door().send(name, content);
      expect(response.status).toBe(400);
      expect(await messageOf(response)).toMatch(says);
      expect(await door().passagesOf(name)).toBeUndefined();
    });
  });
}

function describeLeavingClient(door: () => Door): void {
  it('stops generating within 100 ms when the client closes its stream', async () => {
    const figures = async () => ({
      aborted: await door().figure('docmind_inference_aborted_total', 'inference'),
      seconds: await door().figure('docmind_inference_last_abort_seconds', 'inference'),
    });
    // The figure is the engine's own; of three the best, because another program may take the core at that moment.
    const seconds: number[] = [];
    for (let time = 0; time < 3 && !seconds.some((one) => one < 0.1); time++) {
      const { aborted } = await figures();
      const leaving = new AbortController();
      await eventsOf(await door().tellAStory(400, leaving.signal)).next();
      leaving.abort();
      await until(async () => (await figures()).aborted > aborted, 'the generation to stop');
      seconds.push((await figures()).seconds);
    }
    expect(Math.min(...seconds)).toBeLessThan(0.1);
    expect(await door().figure('docmind_inference_running', 'inference')).toBe(0);
  });
}

function describeEngine(stackOf: () => StackProcess, door: () => Door): void {
  it('ends a stream with an error when the engine is killed, and answers the next request', async () => {
    const events = eventsOf(await door().tellAStory(400));
    await events.next();
    const [engine = 0] = stackOf().pidsOf(/llama-child\.mjs$/);
    process.kill(engine, 'SIGKILL');
    const rest = await allOf(events);
    expect(rest.at(-1)).toMatchObject({ event: 'error', data: { error: { code: 'UNAVAILABLE', retryable: true } } });
    expect(rest.map(({ event }) => event)).not.toContain('done');
    const next = await allOf(eventsOf(await door().tellAStory(8)));
    expect(next.at(-1)?.event).toBe('done');
    expect(stackOf().pidsOf(/llama-child\.mjs$/)).not.toContain(engine);
  });
}

function describeSecond(shape: Shape, stackOf: () => StackProcess, door: () => Door): void {
  it.each([
    [
      'stack',
      ['up', ...shape.options],
      undefined,
      /^The data folder (\S+) is held by a stack \(.* process(?:es)?\), process \d+ on .*--data-dir/m,
    ],
    [
      'persistence alone',
      [],
      'services/persistence/dist/main.js',
      /^persistence: The database file (\S+)\/docmind\.db is held by persistence, process \d+ on /m,
    ],
  ])('refuses a second %s on its data, on other ports, and goes on', async (_what, args, program, says) => {
    const { dataDir } = stackOf();
    const second = new RunningCommand(args, { ...(await environmentOf(dataDir)), LOG_LEVEL: 'info' }, program);
    onTestFinished(() => second.killAtOnce());
    expect(await second.ended).toBe(1);
    expect(says.exec(second.stderr)?.[1]).toBe(realpathSync(dataDir));
    expect(second.stderr).not.toMatch(/\bat .*\.js/);
    expect((await door().get('/health/ready')).status).toBe(200);
  });
}

function describeCrashes(shape: Shape, stackOf: () => StackProcess, door: () => Door): void {
  const handbook = Array.from(
    { length: 200 },
    (_, n) => `## Rule ${n}\n\nThe locker ${n} in the hall opens with the code ${n * 7 + 1000}.\n`,
  ).join('\n');

  it('has a document whole or not at all when a service is killed while it is read', async () => {
    const before = await door().passagesOf('lockers.md');
    const upload = door()
      .send('lockers.md', handbook)
      .then(
        ({ ok }) => ok,
        () => false,
      );
    await until(() => isSpooled(stackOf(), Buffer.byteLength(handbook)), 'the upload to be there');
    await shape.kill(stackOf(), 'cache');
    const accepted = await upload;
    await shape.recover(stackOf());
    const after = await door().passagesOf('lockers.md');
    const { outcome, document } = await door().upload('lockers.md', handbook);
    expect(before).toBeUndefined();
    expect([undefined, document.chunkCount]).toContain(after);
    if (accepted) expect(after).toBe(document.chunkCount);
    expect(outcome).toBe(after === undefined ? 'created' : 'unchanged');
  });

  it('works again after persistence was killed, and has lost nothing', async () => {
    const documents = await (await door().get('/documents?limit=1000')).json();
    await shape.kill(stackOf(), 'persistence');
    await shape.recover(stackOf());
    expect(await (await door().get('/documents?limit=1000')).json()).toEqual(documents);
    const { answer, sources } = await door().ask('With which code does locker 7 in the hall open?', { sessionId: 'e2e-after' });
    expect(answer).not.toBe('');
    expect(sources.map(({ documentName }) => documentName)).toContain('lockers.md');
    expect((await door().get('/sessions/e2e-after')).status).toBe(200);
  });
}

/** Ctrl-C, at the very end: the stack is gone afterwards. */
export function describeEnd(stackOf: () => StackProcess): void {
  it('finishes a running stream on Ctrl-C, exits with 0 and leaves nobody behind', async () => {
    const { running } = stackOf();
    const below = descendantsOf(running.pid);
    const events = eventsOf(await new Door(stackOf()).tellAStory(40));
    await events.next();
    running.interrupt();
    expect((await allOf(events)).at(-1)?.event).toBe('done');
    expect(await running.ended).toBe(0);
    expect(running.stdout).toMatch(/Stopped\.\n$/);
    expect(below.length).toBeGreaterThan(0);
    await until(() => below.every(({ pid }) => !isRunning(pid)), 'everybody below to be gone', START_LIMIT_MS);
  });
}

function isSpooled({ dataDir }: StackProcess, bytes: number): boolean {
  const folder = join(dataDir, 'uploads');
  if (!existsSync(folder)) return false;
  return readdirSync(folder).some((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.size === bytes);
}
