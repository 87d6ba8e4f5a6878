// What each service says of itself at /docs is what it does: each route is described, each description is a route, and who may ask is true.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiKey, type RunningService } from '@docmind/bootstrap';
import { ERROR_REPLIES, ROLES } from '@docmind/contracts';
import { InProcessTransport } from '@docmind/messaging';
import { FakeServices, startFakeServices } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESCRIBED_SERVICES } from './described-services.js';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses?: object;
  readonly security?: readonly { readonly key: readonly string[] }[];
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
/** A key that holds all roles, and one for each role alone. */
function keysIn(folder: string) {
  const all = createApiKey('acme', ROLES);
  const alone = ROLES.map((role) => ({ role, ...createApiKey('acme', [role]) }));
  const file = join(folder, 'keys.json');
  writeFileSync(file, JSON.stringify([all, ...alone].map(({ entry }) => entry)));
  return { file, all: all.key, alone };
}

/** What a page needs before anybody has signed in, and once a key has expired. */
const OPEN: Readonly<Record<string, readonly string[]>> = { orchestrator: ['GET /', 'GET /assets/{name}', 'POST /sign-out'] };

const operationsOf = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ route: `${method.toUpperCase()} ${path}`, path, operation })),
  );

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : referencesIn(inner)));
}

function lookUp(document: object, reference: string): unknown {
  const steps = reference.replace(/^#\//, '').split('/');
  return steps.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], document);
}

describe.each(DESCRIBED_SERVICES)('what $name says of itself', ({ name, routes, start }) => {
  const folder = mkdtempSync(join(tmpdir(), 'docmind-test-'));
  const keys = keysIn(folder);
  let service: RunningService;
  let stopFakes: () => Promise<void>;
  let document: Document;
  const ask = (route: string, key?: string) => {
    const [method, path = ''] = route.split(' ');
    const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
    return fetch(service.url + path.replace(/\{\w+\}/, 'none'), { method, headers, signal: AbortSignal.timeout(10_000) });
  };

  beforeAll(async () => {
    const transport = new InProcessTransport();
    stopFakes = await startFakeServices(new FakeServices(), transport);
    service = await start({ DOCMIND_DATA_DIR: folder, DOCMIND_API_KEYS_FILE: keys.file, LOG_LEVEL: 'error' }, transport);
    document = (await (await ask('GET /docs/json', keys.all)).json()) as Document;
  });
  afterAll(async () => {
    await service.close();
    await stopFakes();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is each route that it has, and no other', () => {
    expect(
      operationsOf(document)
        .map(({ route }) => route)
        .sort(),
    ).toEqual(Object.keys(routes).sort());
  });

  it('is OpenAPI 3.1', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
    const operations = operationsOf(document);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const reference of referencesIn(document)) expect(lookUp(document, reference), reference).toBeTypeOf('object');
    for (const { route, path, operation } of operations) {
      expect(Object.keys(operation.responses ?? {}).length, route).toBeGreaterThan(0);
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path').map((parameter) => `{${parameter.name}}`);
      expect(inPath, route).toEqual(path.match(/\{\w+\}/g) ?? []);
    }
  });

  it('declares roles at each route but the probes, the figures for Prometheus and the page, and refuses a body nested too deep', async () => {
    const open = operationsOf(document).filter(({ operation }) => (operation.security?.[0]?.key ?? []).length === 0);
    expect(open.map(({ route }) => route).sort()).toEqual(
      [...(OPEN[name] ?? []), 'GET /health/live', 'GET /health/ready', 'GET /metrics'].sort(),
    );
    const body = `{"unknown":${'['.repeat(8_000)}${']'.repeat(8_000)}}`;
    const headers = { authorization: `Bearer ${keys.all}`, 'content-type': 'application/json' };
    for (const { route, path } of operationsOf(document)) {
      if (!/^(POST|PUT|PATCH|DELETE) /.test(route)) continue;
      const [method] = route.split(' ');
      const reply = await fetch(service.url + path.replace(/\{\w+\}/, 'none'), { method, headers, body });
      expect({ route, status: reply.status }).toEqual({ route, status: 400 });
      expect(await reply.text()).toContain('nested');
    }
  });

  it('comes as a page with its own files, and as YAML', async () => {
    const page = await ask('GET /docs', keys.all);
    expect(page.headers.get('content-type')).toContain('text/html');
    const html = await page.text();
    const files = [...html.matchAll(/(?:src|href)='(.*?)'/g), ...html.matchAll(/(?:src|href)="(.*?)"/g)].map(([, file = '']) => file);
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect((await ask(`GET /${file.replace(/^\.\//, '')}`, keys.all)).status, file).toBe(200);
    expect(await (await ask('GET /docs/yaml', keys.all)).text()).toMatch(
      new RegExp(`^openapi: 3\\.1\\.\\d\ninfo:\n  title: 'DocMind API: ${name}'`),
    );
  });

  it.each(Object.entries(routes))('tells who may ask %s', async (route, { roles, isOpen }) => {
    expect((await ask(route)).status === 401).toBe(!isOpen);
    for (const { role, key } of keys.alone) {
      const reply = await ask(route, key);
      const isRefused = reply.status === 403 && (await reply.text()).includes('This needs the role');
      await reply.body?.cancel().catch(() => undefined);
      expect(isRefused, `with ${role} alone`).toBe(!isOpen && !roles.includes(role));
    }
  });

  const closed = Object.entries(routes).filter(([, { isOpen }]) => !isOpen);
  it.each(closed)('tells errors of %s in the words that it speaks', async (route, { speaks = 'docmind' }) => {
    const refused: unknown = await (await ask(route)).json();
    const dialects = Object.entries(ERROR_REPLIES).filter(([, schema]) => schema.safeParse(refused).success);
    expect(dialects.map(([dialect]) => dialect)).toEqual([speaks]);
  });

  it.each(Object.keys(routes))('answers %s with a status that it names, also when nothing is sent', async (route) => {
    const { operation } = operationsOf(document).find((one) => one.route === route) ?? {};
    const reply = await ask(route, keys.all);
    await reply.body?.cancel();
    expect(Object.keys(operation?.responses ?? {})).toContain(String(reply.status));
  });

  it('tells of each path which methods are right, when it is asked with another', async () => {
    const paths = new Set(Object.keys(routes).map((route) => route.split(' ')[1] ?? ''));
    for (const path of paths) {
      const own = Object.keys(routes).filter((route) => route.endsWith(` ${path}`));
      const allowed = own.map((route) => route.split(' ')[0] ?? '');
      const other = ['PUT', 'PATCH', 'DELETE', 'GET'].find((method) => !allowed.includes(method));
      const refused = await ask(`${other} ${path}`, keys.all);
      expect(refused.status, `${other} ${path}`).toBe(405);
      expect(refused.headers.get('allow')?.split(', '), path).toEqual(expect.arrayContaining(allowed));
      const { speaks = 'docmind' } = routes[own[0] ?? ''] ?? {};
      expect(ERROR_REPLIES[speaks].safeParse(await refused.json()).success, `${other} ${path} in the words of ${speaks}`).toBe(true);
    }
  });
});
