import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HONEST_FILES, type SourceFiles, writeWorkspace } from './small-workspace.js';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const configFile = join(root, '.dependency-cruiser.cjs');
const cruiser = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const config = createRequire(import.meta.url)(configFile) as { forbidden: { name: string; severity: string }[] };

interface Violation {
  rule: string;
  from: string;
}

/** Rule to the file that breaks it. Other rules may object to the same file. */
const DELIBERATE: Record<string, { file: string; text: string; also?: SourceFiles }> = {
  'services-stay-apart': { file: 'services/cache/src/a.service.ts', text: `export { engines } from '@docmind/inference';` },
  'libs-know-no-service': { file: 'libs/errors/src/b.ts', text: `export { CacheModule } from '@docmind/cache';` },
  'contracts-import-zod-only': { file: 'libs/contracts/src/c.ts', text: `export { codes } from '@docmind/errors';` },
  'cross-project-through-the-index': {
    file: 'services/cache/src/d.ts',
    text: `export { schema } from '../../../libs/contracts/src/schema.js';`,
  },
  'cross-project-by-package-name': { file: 'services/cache/src/e.ts', text: `export { codes } from '../../../libs/errors/src/index.js';` },
  'policies-import-no-framework': { file: 'services/cache/src/f.policy.ts', text: `export { default } from '@nestjs/common';` },
  'policies-do-no-io': { file: 'services/cache/src/g.policy.ts', text: `export { readFileSync } from 'node:fs';` },
  'controllers-import-no-adapter': {
    file: 'services/cache/src/h.controller.ts',
    text: `export { SqliteStore } from './stores/sqlite.store.js';`,
  },
  'only-modules-import-adapters': {
    file: 'services/cache/src/i.service.ts',
    text: `export { SqliteStore } from './stores/sqlite.store.js';`,
  },
  'nats-only-in-messaging': { file: 'services/cache/src/j.service.ts', text: `export { default } from '@nats-io/transport-node';` },
  'drivers-only-in-stores-and-repositories': { file: 'services/cache/src/k.service.ts', text: `export { default } from 'better-sqlite3';` },
  'vendor-sdks-only-in-engines': { file: 'services/inference/src/l.service.ts', text: `export { default } from 'onnxruntime-node';` },
  'no-cycles': {
    file: 'services/cache/src/m.ts',
    text: `import { n } from './n.js';\nexport const m = () => n;`,
    also: { 'services/cache/src/n.ts': `import { m } from './m.js';\nexport const n = () => m;` },
  },
  'no-orphans': { file: 'services/cache/src/o.ts', text: `export const nobodyWantsMe = 1;` },
  'production-imports-no-tests': { file: 'services/cache/src/p.service.ts', text: `export { fake } from '@docmind/testing';` },
  'no-unresolvable': { file: 'services/cache/src/q.ts', text: `export { schema } from '@docmind/contracts/src/schema.js';` },
};

function cruise(files: SourceFiles): Violation[] {
  const workspace = writeWorkspace(files);
  try {
    const args = [cruiser, '--config', configFile, '--output-type', 'json', 'libs', 'services'];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: workspace.dir, encoding: 'utf8', maxBuffer: 1 << 26 });
    if (stdout === '') throw new Error(`dependency-cruiser printed no report: ${stderr}`);
    const report = JSON.parse(stdout) as { summary: { violations: { rule: { name: string }; from: string }[] } };
    return report.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
  } finally {
    workspace.remove();
  }
}

describe('the import rules', () => {
  it('leave an honest workspace alone', () => {
    expect(cruise(HONEST_FILES)).toEqual([]);
  });

  it('are all errors, and each has a deliberate violation below', () => {
    expect(config.forbidden.map(({ name }) => name).sort()).toEqual(Object.keys(DELIBERATE).sort());
    expect(config.forbidden.every(({ severity }) => severity === 'error')).toBe(true);
  });

  describe('refuse a deliberate violation', () => {
    let violations: Violation[] = [];
    beforeAll(() => {
      const deliberate = Object.values(DELIBERATE).map(({ file, text, also }) => ({ [file]: text, ...also }));
      violations = cruise(Object.assign({}, HONEST_FILES, ...deliberate) as SourceFiles);
    });

    it.each(Object.entries(DELIBERATE))('%s', (rule, { file }) => {
      expect(violations).toContainEqual({ rule, from: file });
    });

    afterAll(() => {
      const honest = violations.filter(({ from }) => from in HONEST_FILES);
      expect(honest).toEqual([]);
    });
  });
});
