// `node ../../scripts/bundle.mjs` in a service's folder, the last step of its build: what a start loads becomes a few files in dist/bundle, as finding and
// linking thousands took most of it. dist/main.js and dist/cli.js load those. What is found by its path (workers, child processes) or imported by another
// project stays as swc wrote it.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { rolldown } from 'rolldown';

/** Native parts lie beside their package, ioredis looks for its package.json, and decorators need one `Reflect` before all else. */
const OUTSIDE = /^(better-sqlite3|sqlite-vec|onnxruntime-node|@napi-rs\/canvas|reflect-metadata|ioredis)(\/|$)/;
/** What only names it in words or behind `typeof`, or as the place of a worker thread that is never started here. */
const HARMLESS = /\/node_modules\/(undici|@colors\/colors|pino|thread-stream)\//;
/** Nest and TypeORM look for many packages that nobody here uses. */
const EXPECTED = new Set(['UNRESOLVED_IMPORT', 'CIRCULAR_DEPENDENCY']);

const dist = join(process.cwd(), 'dist');
const bundle = join(dist, 'bundle');
const start = existsSync(join(dist, 'cli.js')) ? 'cli' : 'main';
/** What swc made of it, one file a module: for who measures inside a service. */
const unbundled = join(dist, 'unbundled.js');
// The stack's own exports too: the embedded host without the command around it.
const input = { [start]: unbundled, ...(start === 'cli' ? { index: join(dist, 'index.js') } : {}) };

/** A module still finds what lies beside it, and a stack names the line that was written. Packages have no map: it would be read at each start. */
const asWritten = {
  name: 'as-written',
  load(id) {
    if (!/\.[cm]?js$/.test(id) || !existsSync(id)) return null;
    const code = readFileSync(id, 'utf8');
    const isPackage = id.includes('/node_modules/');
    if (isPackage && !HARMLESS.test(id)) assertKnowsNoFolder(id, code);
    const map = isPackage || !existsSync(`${id}.map`) ? { mappings: '' } : withoutContent(JSON.parse(readFileSync(`${id}.map`, 'utf8')));
    return { code: code.replaceAll('import.meta.url', `new URL(${JSON.stringify(relative(bundle, id))}, import.meta.url).href`), map };
  },
};

function assertKnowsNoFolder(id, code) {
  const statements = code.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  if (/\b__(?:dirname|filename)\b/.test(statements))
    throw new Error(`${id} looks for files beside it, which a bundle has not: see OUTSIDE in scripts/bundle.mjs`);
}

const withoutContent = (map) => ({ ...map, sourcesContent: undefined });

rmSync(bundle, { recursive: true, force: true });
renameSync(join(dist, `${start}.js`), unbundled);
const made = await rolldown({
  input,
  platform: 'node',
  external: (id) => OUTSIDE.test(id),
  plugins: [asWritten],
  onLog(level, log) {
    if (!EXPECTED.has(log.code)) console.log(`${level}: ${log.message}`);
  },
});
// Nest and TypeORM tell classes by their names.
await made.write({ dir: bundle, format: 'esm', keepNames: true, sourcemap: true, chunkFileNames: '[name]-[hash].js' });
await made.close();
const isCommand = start === 'cli';
const text = `${isCommand ? '#!/usr/bin/env node\n' : ''}import './bundle/${start}.js';\n`;
writeFileSync(join(dist, `${start}.js`), text, { mode: isCommand ? 0o755 : 0o644 });
