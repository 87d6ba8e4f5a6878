import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { UploadSpool } from '../uploads/upload-spool.port.js';
import type { UploadLedger } from './upload-ledger.js';
import { UploadRecovery } from './upload-recovery.js';
import type { UploadService } from './upload.service.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function recovery(spooled: string[]) {
  const claims: (readonly string[])[] = [];
  const spool = { list: async () => spooled } as Partial<UploadSpool> as UploadSpool;
  const ledger = { claim: async (ids: readonly string[]) => (claims.push(ids), []) } as Partial<UploadLedger> as UploadLedger;
  const uploads = { isAtWork: (id: string) => id === 'busy' } as Partial<UploadService> as UploadService;
  const service = new UploadRecovery(spool, ledger, uploads, new Logger());
  return { service, claims };
}

it('claims what nobody here works on, and asks too where there is nothing: an upload whose replica is gone for good must end', async () => {
  const [full, empty] = [recovery(['idle', 'busy']), recovery([])];
  for (const { service } of [full, empty]) service.onApplicationBootstrap();
  await vi.advanceTimersByTimeAsync(10_000);
  for (const { service } of [full, empty]) service.onModuleDestroy();
  expect(full.claims).toEqual([['idle'], ['idle']]);
  expect(empty.claims).toEqual([[], []]);
});
