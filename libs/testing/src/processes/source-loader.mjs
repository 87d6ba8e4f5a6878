// Lets a plain node process run the TypeScript sources: for tests that must kill a process of their own.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformFile } from '@swc/core';

const repository = new URL('../../../../', import.meta.url);
const LIBRARY = /^@docmind\/([\w-]+)$/;

export async function resolve(specifier, context, next) {
  const library = LIBRARY.exec(specifier);
  if (library) return next(sourceOf(library[1]), context);
  const asSource = specifier.startsWith('.') && specifier.endsWith('.js') && new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
  return next(asSource && existsSync(asSource) ? asSource.href : specifier, context);
}

function sourceOf(name) {
  const [library, service] = ['libs', 'services'].map((room) => new URL(`${room}/${name}/src/index.ts`, repository));
  return (existsSync(library) ? library : service).href;
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const configFile = fileURLToPath(new URL('.swcrc', repository));
  const { code } = await transformFile(fileURLToPath(url), { configFile, sourceMaps: false });
  return { format: 'module', source: code, shortCircuit: true };
}
