import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readKeysFile } from '@docmind/bootstrap';
import { repositoryRoot, temporaryFolder } from '@docmind/testing';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createProgram } from '../../program.js';

let secrets = '';
let printed = '';

async function init(...args: string[]): Promise<string> {
  printed = '';
  await createProgram().parseAsync(['init', '--secrets', secrets, ...args], { from: 'user' });
  return printed;
}

const read = (path: string) => readFileSync(join(secrets, path), 'utf8');
const everything = () =>
  Object.fromEntries(
    readdirSync(secrets, { recursive: true, encoding: 'utf8' })
      .filter((path) => statSync(join(secrets, path)).isFile())
      .map((path) => [path, read(path)]),
  );

beforeEach(() => {
  secrets = temporaryFolder();
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => void vi.restoreAllMocks());

it('makes a folder for each container with its own secrets only, and shows none of them', async () => {
  const shown = await init();
  const files = everything();
  const services = ['orchestrator', 'inference', 'cache', 'persistence', 'metrics'];
  const others = ['nats/auth.conf', 'redis/redis_auth', 'redis/redis_password', 'cache/redis_url', 'cache/qdrant_api_key'];
  const postgres = ['postgres/postgres_password', 'persistence/database_url', 'orchestrator/checkpoint_url'];
  const expected = [
    ...services.map((name) => `${name}/nats_password`),
    ...others,
    ...postgres,
    'qdrant/qdrant_api_key',
    'grafana/grafana_password',
  ];
  expect(Object.keys(files).sort()).toEqual([...expected, 'keys/api_keys'].sort());
  for (const name of services) expect(files['nats/auth.conf']).toContain(files[`${name}/nats_password`]?.trim());
  for (const [path, text] of Object.entries(files)) if (path !== 'keys/api_keys') expect(shown).not.toContain(text.trim());
  expect(shown).toContain('docker compose run --rm init key');
});

it('makes every secret that deploy/kubernetes mounts', async () => {
  await init();
  const kustomization = readFileSync(join(repositoryRoot(), 'deploy/kubernetes/base/kustomization.yaml'), 'utf8');
  const mounted = [...kustomization.matchAll(/secrets\/([\w/.]+)/g)].map(([, path = '']) => path).filter((path) => path.includes('/'));
  expect(mounted.length).toBeGreaterThan(8);
  expect(mounted.filter((path) => !(path in everything()))).toEqual([]);
});

it('changes nothing when it is run again', async () => {
  await init();
  const before = everything();
  expect(await init()).toContain('Every secret is there.');
  expect(everything()).toEqual(before);
});

it('makes what is missing, keeps every password, and brings what is made of them up to date', async () => {
  await init();
  const before = everything();
  rmSync(join(secrets, 'grafana'), { recursive: true });
  writeFileSync(join(secrets, 'nats/auth.conf'), 'of an older version\n');
  expect(await init()).toContain('Made nats/auth.conf, grafana/grafana_password');
  const after = everything();
  expect(after['grafana/grafana_password']).not.toBe(before['grafana/grafana_password']);
  expect({ ...after, 'grafana/grafana_password': '' }).toEqual({ ...before, 'grafana/grafana_password': '' });
});

it('shows a key once and keeps its hash only', async () => {
  await init();
  const shown = await init('key', '--name', 'the build', '--roles', 'query');
  const key = shown.trim().split('\n').at(-1) ?? '';
  expect(key).toMatch(/^dm_/);
  expect(readKeysFile(join(secrets, 'keys/api_keys'))).toMatchObject([{ tenant: 'default', name: 'the build', roles: ['query'] }]);
  expect(read('keys/api_keys')).not.toContain(key);
  await init();
  expect(readKeysFile(join(secrets, 'keys/api_keys'))).toHaveLength(1);
});

it('says what to do where there are no secrets yet', async () => {
  mkdirSync(join(secrets, 'keys'));
  await expect(init('key')).rejects.toThrow('There are no secrets yet: docker compose up makes them');
});

it('names what it may not write', async () => {
  writeFileSync(join(secrets, 'nats'), 'a file in the place of a folder');
  await expect(init()).rejects.toThrow(/nats\/\S+ can't be written \(E\w+\): name a folder with --secrets/);
});
