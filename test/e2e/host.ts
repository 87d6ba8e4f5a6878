// What `docmind verify-host` says of a stack on a CPU.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { docmind, type StackProcess } from './stack-process.js';

interface Report {
  readonly engine: string;
  readonly checks: readonly { readonly id: string; readonly verdict: string; readonly value: number | null }[];
  readonly answers: Readonly<Record<string, boolean>>;
}

export function describeHost(stackOf: () => StackProcess): void {
  describe('docmind verify-host', () => {
    it('measures the engine and tries documents, and judges nothing that was set for a card', async () => {
      const file = join(temporaryFolder(), 'report.json');
      const work = ['--only', 'speed,documents,questions', '--contexts', '64', '--concurrency', '1,2', '--questions', '2'];
      const { stdout } = await docmind(['verify-host', ...work, '--json', file], stackOf().environment);
      expect(stdout).toMatch(/a fact of a document is answered, grounded +pass +yes +yes/);
      const { engine, checks, answers } = JSON.parse(readFileSync(file, 'utf8')) as Report;
      expect(engine).toBe('llama-embedded');
      const of = (id: string) => checks.find((check) => check.id === id);
      for (const id of ['decode-64x1', 'prefill-64x1', 'decode-64x2', 'all-answers-64x2']) {
        expect(of(id), id).toMatchObject({ verdict: 'figure' });
        expect(of(id)?.value, id).toBeGreaterThan(0);
      }
      for (const id of ['answer', 'repeated', 'deleted']) expect(of(id), id).toMatchObject({ verdict: 'pass' });
      expect(of('gpu')).toMatchObject({ verdict: 'no data', value: null });
      expect(Object.keys(answers)).toHaveLength(2);
    });

    it('says what is not there', async () => {
      const { code, stderr } = await docmind(['verify-host', '--engine-url', 'http://127.0.0.1:1'], {});
      expect(code).toBe(1);
      expect(stderr).toMatch(/Nothing answers at http:\/\/127\.0\.0\.1:1/);
      const refused = await docmind(['verify-host', '--concurrency', '1,100000'], {});
      expect(refused.stderr).toMatch(/At most 16 whole numbers from 1 to 256 are right/);
    });
  });
}
