import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from '@docmind/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningStack } from './running-stack.js';
import { ServiceManager } from './service-manager.js';

let server: Server;
let alive = true;
let stack: RunningStack;
let told: string[] = [];
const tell = async (state: readonly string[]) => void told.push(...state);

beforeEach(async () => {
  alive = true;
  told = [];
  server = createServer((_request, response) => response.writeHead(alive ? 200 : 503).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const urls = { orchestrator: url, inference: url, cache: url, persistence: url, metrics: url };
  stack = { shape: 'one process', urls, endsWithinMs: 1, close: async () => undefined };
});
afterEach(() => server.close());

describe('under systemd', () => {
  it('says that it is up, feeds the watchdog while every service answers, and says that it ends', async () => {
    const manager = new ServiceManager({ NOTIFY_SOCKET: '/run/x', WATCHDOG_USEC: '40000' }, tell);
    await manager.up(stack);
    expect(told[0]).toBe('READY=1');
    await until(() => told.includes('WATCHDOG=1'), 'the watchdog to be fed');
    alive = false;
    await until(() => told.some((state) => state.startsWith('STATUS=No answer from')), 'the silence to be told');
    const fed = told.lastIndexOf('WATCHDOG=1');
    const silent = told.length;
    await until(() => told.length > silent + 3, 'more beats');
    expect(told.lastIndexOf('WATCHDOG=1')).toBe(fed);
    await manager.stopping();
    expect(told).toContain('STOPPING=1');
  });

  it('goes on where the message does not get through', async () => {
    const manager = new ServiceManager({ NOTIFY_SOCKET: '/run/x' }, () => Promise.reject(new Error('no such socket')));
    await expect(manager.up(stack)).resolves.toBeUndefined();
  });
});

it('is silent elsewhere', async () => {
  const manager = new ServiceManager({ WATCHDOG_USEC: '1000' }, tell);
  await manager.up(stack);
  await manager.stopping();
  expect(told).toEqual([]);
});
