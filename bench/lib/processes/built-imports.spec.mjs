// Some benchmarks reach into a built service. Nothing else would notice that a file or an export has moved until somebody measures.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../../scripts/steps/steps.mjs';

const IMPORTS = [
  /import \{([^}]+)\} from '([^']+\/dist\/[^']+)'/g,
  /\{([^{}]+)\} = await import\('([^']+\/dist\/[^']+)'\)/g,
  /()import\('([^']+\/dist\/[^']+)'\)/g,
];

const files = readdirSync(join(root, 'bench'), { recursive: true })
  .filter((name) => name.endsWith('.mjs') && !name.endsWith('.spec.mjs'))
  .map((name) => join(root, 'bench', name));

const reached = files.flatMap((file) =>
  IMPORTS.flatMap((pattern) =>
    [...readFileSync(file, 'utf8').matchAll(pattern)].map(([, names, path]) => ({
      by: relative(root, file),
      source: relative(root, join(dirname(file), path))
        .replace(/\/dist\/(?:bundle\/)?/, '/src/')
        .replace(/[.]js$/, '.ts'),
      names: names
        .split(',')
        .map((name) => name.trim())
        .filter(Boolean),
    })),
  ),
);

it.each(reached)('$by finds $names in $source', ({ source, names }) => {
  expect(existsSync(join(root, source)), source).toBe(true);
  const text = readFileSync(join(root, source), 'utf8');
  for (const name of names) expect(text).toMatch(new RegExp(`export .*\\b${name}\\b`));
});
