import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { AuditLog } from './audit-log.js';

function auditAt(time: string, folder = join(temporaryFolder(), 'audit'), maxBytes = 1_000_000) {
  const clock = { now: Date.parse(time) };
  const failures: object[] = [];
  const logger = { error: (message: unknown) => void failures.push(message as object) };
  const audit = new AuditLog({ folder, service: 'thing', retentionDays: 30, maxBytes, logger, now: () => clock.now });
  const lines = (day: string) =>
    readFileSync(join(folder, `thing-${day}.jsonl`), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  return { audit, clock, folder, failures, lines };
}

describe('AuditLog', () => {
  it('appends a line an event, in order, to the file of its day, which only its owner reads', async () => {
    const { audit, clock, folder, lines } = auditAt('2026-03-01T23:59:59Z');
    audit.record({ event: 'operated', route: 'POST /cache/purge' });
    audit.record({ event: 'refused', reason: 'a\nb' });
    clock.now += 2_000;
    audit.record({ event: 'refused' });
    await audit.close();
    expect(lines('2026-03-01')).toMatchObject([
      { service: 'thing', event: 'operated', time: '2026-03-01T23:59:59.000Z' },
      { reason: 'a\nb' },
    ]);
    expect(lines('2026-03-02')).toHaveLength(1);
    expect([statSync(folder).mode & 0o777, statSync(join(folder, 'thing-2026-03-02.jsonl')).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it('goes on in a file that is there, and removes its own files beyond the retention', async () => {
    const folder = temporaryFolder();
    for (const name of ['thing-2026-03-01.jsonl', 'thing-2026-01-29.jsonl', 'thing-2026-01-31.jsonl', 'other-2020-01-01.jsonl'])
      writeFileSync(join(folder, name), '{}\n');
    const { audit, lines } = auditAt('2026-03-01T12:00:00Z', folder);
    audit.record({ event: 'operated' });
    await audit.close();
    expect(readdirSync(folder).sort()).toEqual(['other-2020-01-01.jsonl', 'thing-2026-01-31.jsonl', 'thing-2026-03-01.jsonl']);
    expect(lines('2026-03-01')).toHaveLength(2);
  });

  it('keeps no more bytes than it may, and what it keeps is the newest', async () => {
    const { audit, clock, folder } = auditAt('2026-03-01T12:00:00Z', undefined, 4_000);
    const sizeOf = (name: string): number => statSync(join(folder, name)).size;
    for (let number = 1; number <= 100; number += 1) {
      if (number === 90) clock.now += 24 * 3_600_000;
      audit.record({ event: 'operated', number });
      await audit.close();
      expect(readdirSync(folder).reduce((sum, name) => sum + sizeOf(name), 0)).toBeLessThanOrEqual(4_200);
    }
    const kept = readdirSync(folder).flatMap((name) => readFileSync(join(folder, name), 'utf8').trimEnd().split('\n'));
    const numbers = kept.map((line) => (JSON.parse(line) as { number: number }).number).sort((one, other) => one - other);
    expect(numbers.length).toBeGreaterThan(25);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => 101 - numbers.length + index));
  });

  it('leaves a flood out, and says how much', async () => {
    const { audit, clock, lines } = auditAt('2026-03-01T12:00:00Z');
    for (let time = 0; time < 1_000; time++) audit.record({ event: 'refused' });
    clock.now += 60_000;
    audit.record({ event: 'operated' });
    await audit.close();
    expect(lines('2026-03-01')).toHaveLength(602);
    expect(lines('2026-03-01').at(-2)).toMatchObject({ event: 'left out', count: 400 });
  });

  it('tells the log what it could not write, and holds nobody up', async () => {
    const folder = join(temporaryFolder(), 'file');
    writeFileSync(folder, '');
    const { audit, failures } = auditAt('2026-03-01T12:00:00Z', folder);
    audit.record({ event: 'operated' });
    await audit.close();
    expect(failures).toMatchObject([{ msg: 'the audit log cannot be written', lost: { event: 'operated' } }]);
  });
});
