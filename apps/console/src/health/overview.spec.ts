import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { overview, watchOverview } from './overview.js';

const TOLD = { backends: [], resources: null, gates: null, grafana: null };
let answer: () => Promise<Response>;

beforeEach(() => {
  answer = async () => Response.json(TOLD);
  vi.stubGlobal('document', { visibilityState: 'visible' });
  vi.stubGlobal('fetch', () => answer());
});
afterEach(() => void vi.unstubAllGlobals());

it('is forgotten when the page is left: who signs in next may not see it', async () => {
  const stop = watchOverview();
  await vi.waitFor(() => expect(overview.value).toEqual(TOLD));
  stop();
  expect(overview.value).toBeUndefined();
});

it('does not come back with a reply that is late', async () => {
  let reply: (response: Response) => void = () => undefined;
  answer = () => new Promise((resolve) => (reply = resolve));
  const stop = watchOverview();
  stop();
  const late = Response.json(TOLD);
  const read = vi.spyOn(late, 'json');
  reply(late);
  await vi.waitFor(() => expect(read).toHaveBeenCalled());
  await read.mock.results[0]?.value;
  await new Promise(setImmediate);
  expect(overview.value).toBeUndefined();
});
