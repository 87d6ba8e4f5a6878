// Three tenants do anything, in any order, at a real door and a real database: none ever sees, changes or is kept out by what another has.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiKey, type RunningService } from '@docmind/bootstrap';
import { loadConfig } from '@docmind/config';
import {
  type CallContract,
  encodeVector,
  persistenceChatAppend,
  persistenceDocumentIndex,
  persistenceDocumentSearch,
  persistenceDocumentStage,
  persistenceErase,
  ROLES,
} from '@docmind/contracts';
import { InProcessTransport, type MessageTransport, NatsTransport, newRequestContext } from '@docmind/messaging';
import { orchestratorConfigSchema, startOrchestrator } from '@docmind/orchestrator';
import { persistenceConfigSchema, startPersistence } from '@docmind/persistence';
import { describeWithServer, startNatsServer, until } from '@docmind/testing';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const TENANTS = ['acme', 'globex', 'initech'] as const;
type Tenant = (typeof TENANTS)[number];
/** DOCMIND_TENANCY_STEPS=10000 for the long run. */
const stepsOf = (usual: number): number => Number(process.env.DOCMIND_TENANCY_STEPS ?? usual);
const IDS = ['s1', 's2', 's3', 's4'];
const PATHS = ['a.md', 'b/a.md', 'c.md'];
const VECTOR = encodeVector(new Float32Array([1, 0, 0, 0]));
const KINDS = [
  'open',
  'list',
  'get',
  'messages',
  'forget',
  'say',
  'index',
  'documents',
  'document',
  'remove',
  'search',
  'export',
  'erase',
] as const;

interface Step {
  readonly tenant: Tenant;
  readonly kind: (typeof KINDS)[number];
  readonly pick: number;
}
const step = fc.record({ tenant: fc.constantFrom(...TENANTS), kind: fc.constantFrom(...KINDS), pick: fc.nat(1_000) });
const stepsFor = (count: number) => fc.array(step, { minLength: count, maxLength: count });

/** In every text of a tenant, and in no other's. */
const markOf = (tenant: Tenant) => `mark-of-${tenant}`;
const pickOf = <T>(from: readonly T[], pick: number): T => from[pick % from.length] as T;

/** What a tenant has, as far as it knows. */
class Possessions {
  readonly sessions = new Map<string, number>();
  /** Ids of documents by path. */
  readonly documents = new Map<string, string>();
}

/** What the services reach each other by. */
interface Wires {
  transportOf(name: string): MessageTransport;
  close(): Promise<void>;
}

function tenantsOver(openWires: () => Promise<Wires>, count: number): void {
  const folder = mkdtempSync(join(tmpdir(), 'docmind-test-'));
  const keys = Object.fromEntries(TENANTS.map((tenant) => [tenant, createApiKey(tenant, [...ROLES])])) as Record<
    Tenant,
    ReturnType<typeof createApiKey>
  >;
  const has = Object.fromEntries(TENANTS.map((tenant) => [tenant, new Possessions()])) as Record<Tenant, Possessions>;
  const running: RunningService[] = [];
  let wires: Wires;
  let transport: MessageTransport;
  let url = '';
  let staged = 0;

  beforeAll(async () => {
    const file = join(folder, 'keys.json');
    writeFileSync(file, JSON.stringify(TENANTS.map((tenant) => keys[tenant].entry)));
    const environment = { DOCMIND_DATA_DIR: folder, DOCMIND_API_KEYS_FILE: file, LOG_LEVEL: 'error' };
    wires = await openWires();
    transport = wires.transportOf('test');
    const persistence = loadConfig(persistenceConfigSchema, { ...environment, PERSISTENCE_PORT: '0' });
    running.push(await startPersistence(persistence, wires.transportOf('persistence')));
    const orchestrator = loadConfig(orchestratorConfigSchema, { ...environment, ORCHESTRATOR_PORT: '0' });
    const door = await startOrchestrator(orchestrator, wires.transportOf('orchestrator'));
    running.push(door);
    url = door.url;
    const headers = { authorization: `Bearer ${keys.acme.key}` };
    await until(async () => (await fetch(`${url}/sessions`, { headers })).ok, 'the services to hear each other');
  });
  afterAll(async () => {
    for (const service of running.reverse()) await service.close();
    await wires.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function http(tenant: Tenant, method: string, path: string, body?: object): Promise<number> {
    const headers = { authorization: `Bearer ${keys[tenant].key}`, ...(body ? { 'content-type': 'application/json' } : {}) };
    const reply = await fetch(url + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
    assertOwn(tenant, await reply.text());
    return reply.status;
  }

  async function message<Request, Reply>(tenant: Tenant, contract: CallContract<Request, Reply>, request: Request): Promise<Reply> {
    const reply = await transport.client.call(contract, request, newRequestContext({ tenant }));
    assertOwn(tenant, JSON.stringify(reply));
    return reply;
  }

  function assertOwn(tenant: Tenant, text: string): void {
    for (const other of TENANTS) if (other !== tenant) expect(text).not.toContain(markOf(other));
  }

  const DO: Readonly<Record<Step['kind'], (tenant: Tenant, pick: number) => Promise<void>>> = {
    open: async (tenant, pick) => {
      const { sessions } = has[tenant];
      const id = pickOf(IDS, pick);
      expect(await http(tenant, 'POST', '/sessions', { id, data: { mark: markOf(tenant) } })).toBe(sessions.has(id) ? 400 : 201);
      if (!sessions.has(id)) sessions.set(id, 0);
    },
    list: async (tenant) => expect(await http(tenant, 'GET', '/sessions')).toBe(200),
    get: async (tenant, pick) => {
      const id = pickOf(IDS, pick);
      expect(await http(tenant, 'GET', `/sessions/${id}`)).toBe(has[tenant].sessions.has(id) ? 200 : 404);
    },
    messages: async (tenant, pick) => {
      const id = pickOf(IDS, pick);
      expect(await http(tenant, 'GET', `/sessions/${id}/messages`)).toBe(has[tenant].sessions.has(id) ? 200 : 404);
    },
    forget: async (tenant, pick) => {
      const id = pickOf(IDS, pick);
      expect(await http(tenant, 'DELETE', `/sessions/${id}`)).toBe(has[tenant].sessions.delete(id) ? 200 : 404);
    },
    say: async (tenant, pick) => {
      const { sessions } = has[tenant];
      const sessionId = pickOf(IDS, pick);
      const messages = [{ role: 'user' as const, content: markOf(tenant) }];
      await message(tenant, persistenceChatAppend, { sessionId, userId: 'u', messages });
      sessions.set(sessionId, (sessions.get(sessionId) ?? 0) + 1);
    },
    index: async (tenant, pick) => {
      const path = pickOf(PATHS, pick);
      const stagingId = `staging-${(staged += 1)}`;
      const text = `${markOf(tenant)} snapshots`;
      await message(tenant, persistenceDocumentStage, { stagingId, chunks: [{ index: 0, text, vector: VECTOR }] });
      const facts = { mediaType: 'text/markdown', sizeBytes: 10, pages: 1, chunkCount: 1, dimensions: 4, embedder: 'test' };
      // The same content now and then, also as another tenant's.
      const contentHash = pickOf(['a', 'b'], pick).repeat(64);
      const { document } = await message(tenant, persistenceDocumentIndex, { stagingId, path, contentHash, fingerprint: 'f', ...facts });
      has[tenant].documents.set(path, document.id);
    },
    documents: async (tenant) => expect(await http(tenant, 'GET', '/documents')).toBe(200),
    document: async (tenant, pick) => {
      const id = anyDocument(pick);
      expect(await http(tenant, 'GET', `/documents/${id}`)).toBe(owns(tenant, id) ? 200 : 404);
    },
    remove: async (tenant, pick) => {
      const id = anyDocument(pick);
      expect(await http(tenant, 'DELETE', `/documents/${id}`)).toBe(owns(tenant, id) ? 200 : 404);
      for (const [path, own] of has[tenant].documents) if (own === id) has[tenant].documents.delete(path);
    },
    search: async (tenant) => {
      const asked = { query: `snapshots ${TENANTS.map(markOf).join(' ')}`, vector: VECTOR, limit: 20, mode: 'hybrid' as const };
      const { passages } = await message(tenant, persistenceDocumentSearch, asked);
      for (const { documentId } of passages) expect(owns(tenant, documentId)).toBe(true);
    },
    export: async (tenant, pick) => {
      expect(await http(tenant, 'GET', '/export')).toBe(200);
      const id = anyDocument(pick);
      expect(await http(tenant, 'GET', `/export?document=${id}`)).toBe(owns(tenant, id) ? 200 : 404);
    },
    erase: async (tenant, pick) => {
      const id = anyDocument(pick);
      const erased = await message(tenant, persistenceErase, { kind: 'document', id });
      expect(erased.documents).toBe(owns(tenant, id) ? 1 : 0);
      for (const [path, own] of has[tenant].documents) if (own === id) has[tenant].documents.delete(path);
    },
  };

  const owns = (tenant: Tenant, id: string): boolean => [...has[tenant].documents.values()].includes(id);
  /** Of whatever tenant. */
  function anyDocument(pick: number): string {
    const all = TENANTS.flatMap((tenant) => [...has[tenant].documents.values()]);
    return all.length === 0 ? 'none' : pickOf(all, pick);
  }

  it(`reach nothing of each other's in ${count} random steps`, { timeout: 600_000 }, async () => {
    const [chosen = []] = fc.sample(stepsFor(count), { numRuns: 1, seed: 20_261_126 });
    for (const { tenant, kind, pick } of chosen) await DO[kind](tenant, pick);
    for (const tenant of TENANTS) {
      const listed = await fetch(`${url}/sessions`, { headers: { authorization: `Bearer ${keys[tenant].key}` } });
      const { sessions } = (await listed.json()) as { sessions: { id: string }[] };
      expect(sessions.map(({ id }) => id).sort()).toEqual([...has[tenant].sessions.keys()].sort());
    }
  });
}

describe('tenants in one process', () => {
  const transport = new InProcessTransport();
  const wires = { transportOf: () => transport, close: () => Promise.resolve() };
  tenantsOver(() => Promise.resolve(wires), stepsOf(400));
});

describeWithServer('nats-server', () => {
  describe('tenants over NATS', () => {
    const openWires = async (): Promise<Wires> => {
      const nats = await startNatsServer();
      const opened: NatsTransport[] = [];
      const transportOf = (name: string): MessageTransport => {
        const transport = new NatsTransport({ url: nats.url, name, logger: new Logger() });
        opened.push(transport);
        return transport;
      };
      const close = async (): Promise<void> => {
        for (const transport of opened) await transport.close();
        await nats.stop();
      };
      return { transportOf, close };
    };
    tenantsOver(openWires, stepsOf(200));
  });
});
