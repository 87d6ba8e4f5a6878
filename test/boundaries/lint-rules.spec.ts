import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { beforeAll, describe, expect, it } from 'vitest';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

// In CI the parser would read the file from disk instead of the text that it is given.
const parserOptions = { disallowAutomaticSingleRunInference: true };
const eslint = new ESLint({ cwd: root, overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions } } });

/** The real rules; the text is linted as if it stood in the named file of this repository, which must exist for its types. */
async function rulesBroken(filePath: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: `${root}/${filePath}` });
  return [...new Set(result?.messages.map(({ ruleId, message }) => ruleId ?? message))];
}

const ORDINARY_FILE = 'libs/errors/src/index.ts';
const CONFIG_FILE = 'libs/config/src/index.ts';

// The first text takes as long as TypeScript needs to load the projects, whatever else the machine does; every other one takes moments.
const LOADING_LIMIT_MS = 180_000;
beforeAll(() => rulesBroken(ORDINARY_FILE, 'export const one = 1;'), LOADING_LIMIT_MS);

describe('the lint rules', () => {
  it.each([
    ['process.env.HOME', 'export const home = process.env.HOME;', 'no-restricted-properties'],
    ['env of node:process', `import { env } from 'node:process';\nexport const home = env.HOME;`, 'no-restricted-syntax'],
    ['a destructured env', 'const { env } = process;\nexport const home = env.HOME;', 'no-restricted-properties'],
  ])('keep %s out of everything else', async (_name, text, rule) => {
    expect(await rulesBroken(ORDINARY_FILE, text)).toEqual([rule]);
  });

  it('let libs/config read the environment', async () => {
    const config = (await eslint.calculateConfigForFile(CONFIG_FILE)) as { rules: Record<string, [number]> };
    expect([config.rules['no-restricted-properties']?.[0], config.rules['no-restricted-syntax']?.[0]]).toEqual([0, 0]);
  });

  it('refuse a promise that nobody waits for', async () => {
    expect(await rulesBroken(ORDINARY_FILE, 'Promise.reject(new Error());')).toEqual(['@typescript-eslint/no-floating-promises']);
  });

  it('refuse a switch that forgets a case', async () => {
    const text = `export function f(code: 'a' | 'b'): number {\n  switch (code) {\n    case 'a':\n      return 1;\n  }\n  return 0;\n}`;
    expect(await rulesBroken(ORDINARY_FILE, text)).toEqual(['@typescript-eslint/switch-exhaustiveness-check']);
  });

  it('refuse any', async () => {
    expect(await rulesBroken(ORDINARY_FILE, 'export const x: any = 1;')).toEqual(['@typescript-eslint/no-explicit-any']);
  });

  it.each([
    ['the planner’s old "compare" pattern', String.raw`/compare\s+(.+)\s+and\s+(.+)\?/`, 'regexp/no-super-linear-backtracking'],
    ['white runs around words', String.raw`/\s*\S{1,600}\s*/`, 'regexp/no-super-linear-move'],
    ['a Markdown heading', String.raw`/^#+\s*(.*?)\s*$/m`, 'regexp/no-super-linear-backtracking'],
  ])('refuse a pattern that takes more than linear time: %s', async (_name, pattern, rule) => {
    expect(await rulesBroken(ORDINARY_FILE, `export const pattern = ${pattern};`)).toContain(rule);
  });

  it.each([
    ['a file of more than 250 lines', Array.from({ length: 251 }, (_, i) => `export const a${i} = 1;`).join('\n'), 'max-lines'],
    [
      'a constructor of six',
      `export class A {\n  constructor(a: 1, b: 1, c: 1, d: 1, e: 1, f: 1) {\n    void [a, b, c, d, e, f];\n  }\n}`,
      'max-params',
    ],
    [
      'nine ways through a function',
      `export const f = (a: number): boolean => ${Array.from({ length: 9 }, (_, i) => `a === ${i}`).join(' || ')};`,
      'complexity',
    ],
  ])('refuse %s', async (_name, text, rule) => {
    expect(await rulesBroken(ORDINARY_FILE, text)).toEqual([rule]);
  });
});
