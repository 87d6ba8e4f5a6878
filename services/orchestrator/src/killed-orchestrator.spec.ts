import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { QueryReply } from '@docmind/contracts';
import { runSource, temporaryFolder, until } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { post } from './orchestrator.fixture.js';

const PROGRAM = new URL('./killed-orchestrator.fixture.ts', import.meta.url);
const QUESTION = { question: 'How long are daily snapshots kept and who tests restores?', sessionId: 's1', cache: 'use' };
const FIRST = 'Daily snapshots are kept for 35 days.';
const SECOND = 'Daily snapshots are kept 35 days.';
const RESUMED_WITHIN_MS = 5_000;

interface Life {
  readonly url: string;
  readonly called: string[];
  kill(): Promise<void>;
}

async function live(folder: string, held?: string): Promise<Life> {
  const child = runSource(PROGRAM, [folder, ...(held === undefined ? [] : [held])]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const called: string[] = [];
  let [url, complaint] = ['', ''];
  child.stderr.on('data', (text) => (complaint += String(text)));
  createInterface(child.stdout).on('line', (line) => {
    const [what, value = ''] = line.split(' ');
    if (what === 'listens') url = value;
    if (what === 'called') called.push(value);
  });
  const exited = once(child, 'exit');
  await until(() => url !== '' || child.exitCode !== null, 'the orchestrator to listen', 60_000);
  if (url === '') throw new Error(`the orchestrator ended by itself: ${complaint}`);
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await exited;
  };
  return { url, called, kill };
}

describe('after kill -9', () => {
  // The step that is killed, what its second life asks again, what it does not, and whose answer it gives.
  it.each([
    ['while it searches', 'persistence.document.search', ['persistence.document.search'], [], SECOND],
    ['while it weighs the evidence', 'cache.texts.align', ['inference.chat.stream'], ['persistence.document.search'], SECOND],
    ['while the model writes', 'inference.chat.stream', ['inference.chat.stream'], ['persistence.document.search'], SECOND],
    ['after the check', 'cache.semantic.store', [], ['persistence.document.search', 'inference.chat.stream'], FIRST],
    ['while it keeps the turn', 'persistence.chat.append', [], ['persistence.document.search', 'inference.chat.stream'], FIRST],
  ])('%s the same request goes on there and is answered once', async (_when, held, again, notAgain, words) => {
    const folder = temporaryFolder();
    const asked = (url: string) => post(`${url}/query`, QUESTION, { headers: { 'x-request-id': 'r1' } });
    const first = await live(folder, held);
    const lost = asked(first.url).catch((error: unknown) => error);
    await until(() => first.called.includes(held), `the call of ${held}`);
    await first.kill();
    expect(await lost).toBeInstanceOf(Error);

    const second = await live(folder);
    const startedAt = performance.now();
    const response = await asked(second.url);
    expect(performance.now() - startedAt).toBeLessThan(RESUMED_WITHIN_MS);
    const reply = (await response.json()) as QueryReply;
    expect(reply.answer).toContain(words);
    expect(second.called).toEqual(expect.arrayContaining(again));
    for (const subject of notAgain) expect(second.called).not.toContain(subject);
    // Asked a third time it is the same answer, not another one.
    expect(await (await asked(second.url)).json()).toEqual(reply);
    expect(readFileSync(join(folder, 'turns'), 'utf8').split('\n').filter(Boolean).at(-1)).toBe('second life');
  });
});
