import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '@docmind/testing';
import { afterEach, expect, it, vi } from 'vitest';
import { createProgram } from '../../program.js';

afterEach(() => vi.restoreAllMocks());

async function printed(...args: string[]): Promise<string> {
  let text = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((part) => ((text += String(part)), true));
  await createProgram().parseAsync(['node', 'docmind', 'logs', ...args]);
  return text;
}

function logOf(service: string, ...lines: readonly (readonly [second: number, requestId: string])[]): string {
  const file = join(temporaryFolder(), `${service}.log`);
  const text = lines.map(([second, requestId]) =>
    JSON.stringify({ time: `2026-03-01T10:00:0${second}.000Z`, level: 'debug', service, msg: 'message handled', requestId }),
  );
  writeFileSync(file, `${text.join('\n')}\n`);
  return file;
}

it('follows one request through the logs of several services', async () => {
  const files = [logOf('orchestrator', [1, 'r-1'], [4, 'r-1'], [2, 'r-2']), logOf('cache', [2, 'r-1'], [3, 'r-3'])];
  expect((await printed('--request', 'r-1', ...files)).split('\n').map((line) => line.slice(11, 50).trim())).toEqual([
    '10:00:01.000Z debug orchestrator: messa',
    '10:00:02.000Z debug cache: message hand',
    '10:00:04.000Z debug orchestrator: messa',
    '',
  ]);
});

it('says where no line has it, and what is no log', async () => {
  await expect(printed('--request', 'r-9', logOf('cache', [1, 'r-1']))).rejects.toThrow(
    'No line has the request r-9. With LOG_LEVEL=debug',
  );
  await expect(printed('--request', 'r-9', join(temporaryFolder(), 'none.log'))).rejects.toThrow(/none\.log cannot be read \(ENOENT\)/);
});
