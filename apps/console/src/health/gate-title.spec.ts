import { afterAll, beforeAll, expect, it, vi } from 'vitest';

const GATE = { id: 'repeated-hit-rate', title: '65 % of repeated questions are answered by the cache', target: { above: 0.65 } };
let gateTitle: typeof import('./gate-title.js').gateTitle;
let language: typeof import('../words/words.js').language;

beforeAll(async () => {
  // What the words need of a browser, before they are read.
  vi.stubGlobal('localStorage', { getItem: () => null });
  vi.stubGlobal('navigator', { languages: [] });
  vi.stubGlobal('document', { documentElement: {} });
  ({ language } = await import('../words/words.js'));
  ({ gateTitle } = await import('./gate-title.js'));
  language.value = 'de';
});
afterAll(() => {
  language.value = 'en';
  vi.unstubAllGlobals();
});

it('tells the bound that is set', () => {
  expect(gateTitle(GATE)).toEqual({ text: expect.stringMatching(/^65\s?% der wiederholten Fragen/u), lang: 'de' });
});

it('tells a gate that it does not know in English', () => {
  expect(gateTitle({ id: 'of-tomorrow', title: 'Something new', target: {} })).toEqual({ text: 'Something new', lang: 'en' });
});
