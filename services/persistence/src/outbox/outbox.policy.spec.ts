import { describe, expect, it } from 'vitest';
import { retryDelayMs, toInvalidations } from './outbox.policy.js';

describe('toInvalidations', () => {
  it('makes one message a tenant with each document once and the newest epoch', () => {
    const rows = [
      { id: 1, tenant: 'a', documentId: 'x', epoch: 1 },
      { id: 2, tenant: 'b', documentId: 'z', epoch: 7 },
      { id: 3, tenant: 'a', documentId: 'x', epoch: 3 },
      { id: 4, tenant: 'a', documentId: 'y', epoch: 2 },
    ];
    expect(toInvalidations(rows)).toEqual([
      { tenant: 'a', documentIds: ['x', 'y'], everything: false, epoch: 3, rows: [1, 3, 4] },
      { tenant: 'b', documentIds: ['z'], everything: false, epoch: 7, rows: [2] },
    ]);
  });

  it('forgets every answer of a tenant whose documents were restored', () => {
    const rows = [
      { id: 1, tenant: 'a', documentId: '', epoch: 9 },
      { id: 2, tenant: 'a', documentId: 'x', epoch: 8 },
    ];
    expect(toInvalidations(rows)).toEqual([{ tenant: 'a', documentIds: ['x'], everything: true, epoch: 9, rows: [1, 2] }]);
  });
});

describe('retryDelayMs', () => {
  it('doubles and stops at the longest pause', () => {
    expect([1, 2, 3, 4, 100].map((failures) => retryDelayMs(failures, 1_500))).toEqual([250, 500, 1_000, 1_500, 1_500]);
  });
});
