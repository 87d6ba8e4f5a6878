import { AppError } from '@docmind/errors';
import { expect, it } from 'vitest';
import { AdmissionGate } from './admission-gate.js';

const { signal } = new AbortController();

it('leaves a place to other tenants, whoever came first, and gives it to nobody twice', async () => {
  const gate = new AdmissionGate({ maxConcurrent: 3, maxPerTenant: 2, queueLimit: 10, inside: 'documents are being read in' });
  const entered: string[] = [];
  const enter = async (tenant: string, name: string) => {
    const leave = await gate.enter(tenant, signal);
    entered.push(name);
    return leave;
  };
  const [first, second] = [await enter('acme', 'a1'), await enter('acme', 'a2')];
  const waiting = [enter('acme', 'a3'), enter('acme', 'a4')];
  const other = await enter('beta', 'b1');
  expect(entered).toEqual(['a1', 'a2', 'b1']);
  other();
  await new Promise(setImmediate);
  expect([entered.length, gate.depth]).toEqual([3, 2]);
  first();
  second();
  for (const leave of await Promise.all(waiting)) leave();
  expect(entered).toEqual(['a1', 'a2', 'b1', 'a3', 'a4']);
  const again = await Promise.all(['x', 'y', 'z'].map((tenant) => enter(tenant, tenant)));
  expect(again).toHaveLength(3);
});

it('lets nobody in, and lets nobody wait, who has left', async () => {
  const gate = new AdmissionGate({ maxConcurrent: 1, queueLimit: 2, inside: 'documents are being read in' });
  const leave = await gate.enter('acme', signal);
  const leaving = new AbortController();
  const waiting = gate.enter('acme', leaving.signal);
  leaving.abort(new AppError('UNAVAILABLE', 'stopping'));
  await expect(waiting).rejects.toThrow('stopping');
  await expect(gate.enter('acme', leaving.signal)).rejects.toThrow('stopping');
  expect(gate.depth).toBe(0);
  leave();
  await expect(gate.enter('acme', leaving.signal)).rejects.toThrow('stopping');
  (await gate.enter('acme', signal))();
});
