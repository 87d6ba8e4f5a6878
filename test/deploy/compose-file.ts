// docker-compose.yml with an overlay, as far as a test needs it: mappings are merged, `!reset` takes a key away.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';
import { parse } from 'yaml';

export interface ComposeService {
  readonly image?: string;
  readonly user?: string;
  readonly profiles?: readonly string[];
  readonly command?: readonly string[];
  readonly restart?: string;
  readonly network_mode?: string;
  readonly networks?: readonly string[] | Readonly<Record<string, object>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string; readonly required?: boolean }>>;
  readonly deploy?: unknown;
  readonly healthcheck?: unknown;
  readonly [key: string]: unknown;
}
interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, null>>;
}

const RESET = 'reset by the overlay';

function read(path: string): ComposeFile {
  const text = readFileSync(join(repositoryRoot(), path), 'utf8').replaceAll('!reset null', `'${RESET}'`);
  return parse(text, { merge: true }) as ComposeFile;
}

function merged(one: unknown, other: unknown): unknown {
  if (!isMapping(one) || !isMapping(other)) return other;
  const both = { ...one, ...Object.fromEntries(Object.entries(other).map(([key, value]) => [key, merged(one[key], value)])) };
  return Object.fromEntries(Object.entries(both).filter(([, value]) => value !== RESET));
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function composeFile(overlay?: string): ComposeFile {
  const base = read('docker-compose.yml');
  return overlay === undefined ? base : (merged(base, extended(read(`deploy/compose/${overlay}.yml`))) as ComposeFile);
}

/** With what a service of the overlay takes from another file by `extends`: compose looks for it from the first file's folder on. */
function extended(overlay: ComposeFile): ComposeFile {
  const services = Object.entries(overlay.services).map(([name, { extends: from, ...own }]) => {
    const { file, service } = (from ?? {}) as { readonly file?: string; readonly service?: string };
    return [name, file === undefined ? own : merged(read(file).services[service ?? ''], own)];
  });
  return { ...overlay, services: Object.fromEntries(services) as ComposeFile['services'] };
}

/** What `up` starts without a profile. */
export function startedBy(overlay?: string): [name: string, service: ComposeService][] {
  return Object.entries(composeFile(overlay).services).filter(([, { profiles }]) => profiles === undefined);
}

export function networksOf({ networks = [] }: ComposeService): readonly string[] {
  return Array.isArray(networks) ? (networks as string[]) : Object.keys(networks);
}
