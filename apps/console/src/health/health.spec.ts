import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fault, reach } from '../door/door.js';
import { health, watchHealth } from './health.js';

let isUp: boolean;
let looks: number;
let stop: () => void;

beforeEach(async () => {
  isUp = true;
  looks = 0;
  vi.stubGlobal('document', { visibilityState: 'visible' });
  vi.stubGlobal('fetch', (path: string) => {
    if (path === '/health/ready') looks += 1;
    return isUp ? Promise.resolve(Response.json({ status: 'ok', details: {} })) : Promise.reject(new TypeError('Failed to fetch'));
  });
  stop = watchHealth();
  await vi.waitFor(() => expect(health.value.state).toBe('up'));
});
afterEach(() => {
  stop();
  vi.unstubAllGlobals();
});

it('looks again as soon as a request says another thing than the sign', async () => {
  isUp = false;
  await expect(reach('/query')).rejects.toThrow('Failed to fetch');
  await vi.waitFor(() => expect(health.value.state).toBe('unreachable'));
  isUp = true;
  await reach('/documents');
  await vi.waitFor(() => expect(health.value.state).toBe('up'));
});

it('does not for a request that says the same, or only something of itself', async () => {
  await reach('/documents');
  fault('NOT_FOUND', 'no such document');
  expect(looks).toBe(1);
});
