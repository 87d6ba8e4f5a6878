import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repositoryRoot } from '@docmind/testing';

export interface CruisedModule {
  readonly source: string;
  readonly dependencies: readonly { readonly resolved: string }[];
}

interface Report {
  readonly modules: readonly CruisedModule[];
  readonly summary: { readonly violations: readonly { readonly rule: { readonly name: string }; readonly from: string }[] };
}

export interface Rule {
  readonly name: string;
  readonly severity: string;
  readonly to: { readonly path?: string | string[] };
}

/** What files import, and what rooms import. */
export const CONFIG_FILES = ['.dependency-cruiser.cjs', '.dependency-cruiser-rooms.cjs'].map((name) => join(repositoryRoot(), name));

export const rulesOf = (configFile: string): readonly Rule[] =>
  (createRequire(import.meta.url)(configFile) as { forbidden: readonly Rule[] }).forbidden;

/** Runs the command in `cwd`, a checkout or a small workspace, and gives its report whether or not a rule was broken. */
export function cruise(cwd: string, configFile: string, folders: readonly string[] = ['libs', 'services']): Report {
  const cruiser = join(repositoryRoot(), 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cruiser, '--config', configFile, '--output-type', 'json', ...folders];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (stdout === '') throw new Error(`dependency-cruiser printed no report: ${stderr}`);
  return JSON.parse(stdout) as Report;
}
