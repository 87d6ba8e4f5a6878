// A workspace of the same shape as this repository, small enough to hold one deliberate violation of each rule.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Path inside the workspace to its text. */
export type SourceFiles = Record<string, string>;

const PROJECTS = [
  'libs/contracts',
  'libs/errors',
  'libs/messaging',
  'libs/sqlite',
  'libs/testing',
  'services/cache',
  'services/inference',
  'services/stack',
];
const PACKAGES = [
  'zod',
  '@nestjs/common',
  '@nats-io/transport-node',
  'better-sqlite3',
  'onnxruntime-node',
  '@modelcontextprotocol/sdk',
  '@opentelemetry/api',
];

/** Keeps every rule: what is found in it is a rule that is too strict. */
export const HONEST_FILES: SourceFiles = {
  'libs/contracts/src/index.ts': `export { schema } from './schema.js';`,
  'libs/contracts/src/schema.ts': `import zod from 'zod';\nexport const schema = zod;`,
  'libs/errors/src/index.ts': `import { schema } from '@docmind/contracts';\nexport const codes = schema;`,
  'libs/messaging/src/index.ts': `export { transport } from './nats/transport.js';`,
  'libs/messaging/src/nats/transport.ts': `import nats from '@nats-io/transport-node';\nexport const transport = nats;`,
  'libs/sqlite/src/index.ts': `import driver from 'better-sqlite3';\nexport const openSqlite = driver;`,
  'libs/testing/src/index.ts': `import { transport } from '@docmind/messaging';\nexport const fake = transport;`,
  'services/cache/src/index.ts': `export { CacheModule } from './cache.module.js';`,
  'services/cache/src/main.ts': `import { CacheModule } from './index.js';\nnew CacheModule();`,
  'services/cache/src/cache.module.ts':
    `import { CacheController } from './cache.controller.js';\nimport { SqliteStore } from './stores/sqlite.store.js';\n` +
    `export class CacheModule {\n  parts = [CacheController, SqliteStore];\n}`,
  'services/cache/src/cache.controller.ts': `import nest from '@nestjs/common';\nimport { CacheService } from './cache.service.js';\nexport class CacheController {\n  parts = [nest, CacheService];\n}`,
  'services/cache/src/cache.service.ts':
    `import { codes } from '@docmind/errors';\nimport { transport } from '@docmind/messaging';\nimport { admit } from './admission.policy.js';\n` +
    `import { Store } from './store.port.js';\nexport class CacheService {\n  parts = [codes, transport, admit, Store];\n}`,
  'services/cache/src/cache.service.spec.ts':
    `import { fake } from '@docmind/testing';\nimport { CacheService } from './cache.service.js';\nimport { SqliteStore } from './stores/sqlite.store.js';\n` +
    `export const parts = [fake, CacheService, SqliteStore];`,
  'services/cache/src/admission.policy.ts': `import { createHash } from 'node:crypto';\nexport const admit = createHash;`,
  'services/cache/src/store.port.ts': `export abstract class Store {}`,
  'services/cache/src/stores/sqlite.store.ts':
    `import { openSqlite } from '@docmind/sqlite';\nimport { Store } from '../store.port.js';\nimport { rowOf } from './row.js';\n` +
    `export class SqliteStore extends Store {\n  parts = [openSqlite, rowOf];\n}`,
  'services/cache/src/stores/row.ts': `export const rowOf = 1;`,
  'services/inference/src/index.ts': `export { engines } from './inference.module.js';`,
  'services/inference/src/inference.module.ts': `import { engine } from './engines/onnx.engine.js';\nexport const engines = [engine];`,
  'services/inference/src/engines/onnx.engine.ts': `import onnx from 'onnxruntime-node';\nexport const engine = onnx;`,
  'services/stack/src/index.ts': `import { CacheModule } from '@docmind/cache';\nimport { engines } from '@docmind/inference';\nexport const host = [CacheModule, engines];`,
};

/** Writes the workspace into a temporary folder; `remove` deletes it. */
export function writeWorkspace(files: SourceFiles): { dir: string; remove: () => void } {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'docmind-boundaries-')));
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), `${text}\n`);
  };
  write('package.json', JSON.stringify({ name: 'small', type: 'module', private: true, workspaces: ['libs/*', 'services/*'] }));
  write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'NodeNext', moduleResolution: 'NodeNext', target: 'ES2023' } }));
  for (const project of PROJECTS) {
    const name = `@docmind/${project.split('/')[1]}`;
    const exports = { '.': { types: './src/index.ts', default: './dist/index.js' } };
    write(`${project}/package.json`, JSON.stringify({ name, version: '0.1.0', type: 'module', exports }));
    mkdirSync(join(dir, 'node_modules/@docmind'), { recursive: true });
    symlinkSync(join(dir, project), join(dir, 'node_modules', name));
  }
  for (const name of PACKAGES) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', type: 'module', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, 'export default 1;');
  }
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}
