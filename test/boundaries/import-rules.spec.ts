import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CONFIG_FILES, cruise, rulesOf } from './cruise.js';
import { repositoryFiles } from './repository-files.js';
import { HONEST_FILES, type SourceFiles, writeWorkspace } from './small-workspace.js';

const rules = CONFIG_FILES.flatMap(rulesOf);

interface Violation {
  rule: string;
  from: string;
}

/**
 * Rule to the files, or the folder, that break it: `file` and those in `too`; `also` is what they need. Other rules may object to the same
 * files.
 */
const DELIBERATE: Record<string, { file: string; text?: string; too?: SourceFiles; also?: SourceFiles }> = {
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
  'drivers-only-in-stores-and-repositories': {
    file: 'services/cache/src/k.service.ts',
    text: `export { default } from 'better-sqlite3';`,
    too: { 'services/cache/src/r.service.ts': `export { openSqlite } from '@docmind/sqlite';` },
  },
  'sqlite-opened-in-one-place': { file: 'services/cache/src/stores/s.store.ts', text: `export { default } from 'better-sqlite3';` },
  'vendor-sdks-only-in-engines': { file: 'services/inference/src/l.service.ts', text: `export { default } from 'onnxruntime-node';` },
  'loaded-on-demand': {
    file: 'libs/bootstrap/src/r.ts',
    text: `export { openDocs } from './openapi/docs-app.js';`,
    also: { 'libs/bootstrap/src/openapi/docs-app.ts': `export const openDocs = 1;` },
  },
  'opentelemetry-only-in-tracing': { file: 'libs/bootstrap/src/v.ts', text: `export { trace } from '@opentelemetry/api';` },
  'mcp-sdk-only-in-its-door': {
    file: 'services/orchestrator/src/t.service.ts',
    text: `export { default } from '@modelcontextprotocol/sdk';`,
  },
  'no-cycles': {
    file: 'services/cache/src/m.ts',
    text: `import { n } from './n.js';\nexport const m = () => n;`,
    also: { 'services/cache/src/n.ts': `import { m } from './m.js';\nexport const n = () => m;` },
  },
  'no-orphans': { file: 'services/cache/src/o.ts', text: `export const nobodyWantsMe = 1;` },
  'production-imports-no-tests': { file: 'services/cache/src/p.service.ts', text: `export { fake } from '@docmind/testing';` },
  'no-folder-circles': {
    file: 'services/stack/src/r',
    also: {
      'services/stack/src/r/1.ts': `export { two } from '../s/2.js';`,
      'services/stack/src/s/2.ts': `export const two = 2;`,
      'services/stack/src/s/3.ts': `export { four } from '../r/4.js';`,
      'services/stack/src/r/4.ts': `export const four = 4;`,
    },
  },
  'no-unresolvable': { file: 'services/cache/src/q.ts', text: `export { schema } from '@docmind/contracts/src/schema.js';` },
};

function violationsOf(files: SourceFiles): Violation[] {
  const workspace = writeWorkspace(files);
  try {
    const reports = CONFIG_FILES.map((configFile) => cruise(workspace.dir, configFile));
    return reports.flatMap(({ summary }) => summary.violations).map(({ rule, from }) => ({ rule: rule.name, from }));
  } finally {
    workspace.remove();
  }
}

/** Every package that a package.json of ours names. */
function packageNames(): string[] {
  const manifests = repositoryFiles().filter((path) => basename(path) === 'package.json');
  return manifests.flatMap((path) => {
    const text = readFileSync(join(repositoryRoot(), path), 'utf8');
    const { dependencies, devDependencies } = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
    return Object.keys({ ...dependencies, ...devDependencies });
  });
}

describe('the import rules', () => {
  it('leave an honest workspace alone', () => {
    expect(violationsOf(HONEST_FILES)).toEqual([]);
  });

  it('are all errors, and each has a deliberate violation below', () => {
    expect(rules.map(({ name }) => name).sort()).toEqual(Object.keys(DELIBERATE).sort());
    expect(rules.every(({ severity }) => severity === 'error')).toBe(true);
  });

  it('name only packages that something here installs', () => {
    const installed = packageNames();
    const named = rules.flatMap(({ to }) => [/node_modules\/\(([^)]*)\)/.exec(String(to.path))?.[1]?.split('|') ?? []].flat());
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !installed.some((known) => known === name || known.startsWith(`${name}/`)))).toEqual([]);
  });

  describe('refuse a deliberate violation', () => {
    let violations: Violation[] = [];
    beforeAll(() => {
      const deliberate = Object.values(DELIBERATE).map(({ file, text, too, also }) => ({ ...(text && { [file]: text }), ...too, ...also }));
      violations = violationsOf(Object.assign({}, HONEST_FILES, ...deliberate) as SourceFiles);
    });

    it.each(Object.entries(DELIBERATE))('%s', (rule, { file, too }) => {
      for (const from of [file, ...Object.keys(too ?? {})]) expect(violations).toContainEqual({ rule, from });
    });

    afterAll(() => {
      const honest = violations.filter(({ from }) => from in HONEST_FILES);
      expect(honest).toEqual([]);
    });
  });
});
