import { afterAll, beforeAll, expect, it, vi } from 'vitest';

let problemOf: typeof import('./problem-words.js').problemOf;
let language: typeof import('../words/words.js').language;
let DoorError: typeof import('../door/door.js').DoorError;

beforeAll(async () => {
  // What the words need of a browser, before they are read.
  vi.stubGlobal('localStorage', { getItem: () => null });
  vi.stubGlobal('navigator', { languages: [] });
  vi.stubGlobal('document', { documentElement: {} });
  ({ language } = await import('../words/words.js'));
  ({ DoorError } = await import('../door/door.js'));
  ({ problemOf } = await import('./problem-words.js'));
});
afterAll(() => {
  language.value = 'en';
  vi.unstubAllGlobals();
});

it('says in German what kind of refusal it is, before the words of the door', () => {
  const refusal = new DoorError('NOT_FOUND', 'There is no document "x"');
  language.value = 'en';
  expect(problemOf(refusal)).toEqual({ said: undefined, told: 'There is no document "x"' });
  language.value = 'de';
  expect(problemOf(refusal)).toEqual({ said: 'Das gibt es nicht.', told: 'There is no document "x"' });
});

it('says that something is kept only where a connection broke in the middle of an answer', () => {
  language.value = 'en';
  expect(problemOf(new DoorError('CUT', 'stream cut')).said).toContain('is kept');
  expect(problemOf(new DoorError('UNREACHABLE', 'Failed to fetch'))).toEqual({ said: 'DocMind does not answer. Try again when it runs.' });
});

it('tells a fault of the page as what it is', () => {
  expect(problemOf(new Error('x is undefined'))).toEqual({ said: 'This page failed.', told: 'x is undefined' });
});
