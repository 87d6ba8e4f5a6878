import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Point {
  readonly id: string;
  readonly vector: number[];
  readonly payload: Record<string, unknown>;
}
interface Condition {
  readonly key: string;
  readonly match?: { readonly value?: string; readonly any?: readonly string[] };
  readonly range?: { readonly gt?: number; readonly lte?: number };
}
interface Body {
  readonly points?: readonly Point[];
  readonly query?: readonly number[];
  readonly limit?: number;
  readonly filter?: { readonly must: readonly Condition[] };
}
type Reply = readonly [status: number, result: unknown];

/**
 * Speaks as much of Qdrant's REST protocol as the store uses, over points in memory, and can fail in the ways a server does. It shows what is
 * sent and how faults are met; that Qdrant itself does the same is shown by the suite that runs where QDRANT_URL is set.
 */
export class QdrantServer {
  /** `slow` answers nothing, `failing` answers 500. */
  mode: 'normal' | 'slow' | 'failing' = 'normal';
  requests = 0;
  private readonly collections = new Map<string, Map<string, Point>>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      this.requests += 1;
      if (this.mode === 'slow') return;
      const answer = this.answer(request).catch((error: unknown): Reply => [500, String(error)]);
      void answer.then(([status, result]) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(status < 300 ? { result, status: 'ok', time: 0 } : { status: { error: result }, time: 0 }));
      });
    });
  }

  static async start(): Promise<QdrantServer> {
    const server = new QdrantServer();
    await new Promise<void>((resolve) => server.server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  forgetEverything(): void {
    this.collections.clear();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async answer(request: IncomingMessage): Promise<Reply> {
    const text = (await request.toArray()).join('');
    if (this.mode === 'failing') return [500, 'Service internal error'];
    const [, , name = '', ...rest] = new URL(request.url ?? '', 'http://qdrant').pathname.split('/');
    return this.route(`${request.method} ${rest.join('/')}`, name, (text === '' ? {} : JSON.parse(text)) as Body);
  }

  private route(what: string, name: string, body: Body): Reply {
    const points = this.collections.get(name);
    if (what === 'GET exists') return [200, { exists: points !== undefined }];
    if (what === 'PUT ') {
      if (points) return [409, `Collection \`${name}\` already exists!`];
      this.collections.set(name, new Map());
      return [200, true];
    }
    if (what === 'DELETE ') return [200, this.collections.delete(name)];
    if (!points) return [404, `Not found: Collection \`${name}\` doesn't exist!`];
    return [200, work(what, points, body)];
  }
}

function work(
  what: string,
  points: Map<string, Point>,
  { points: added = [], query = [], limit = 10, filter = { must: [] } }: Body,
): unknown {
  const found = [...points.values()].filter(({ payload }) => filter.must.every((condition) => holds(condition, payload)));
  switch (what) {
    case 'PUT index':
      return { status: 'completed' };
    case 'PUT points':
      for (const point of added) points.set(point.id, point);
      return { status: 'completed' };
    case 'POST points/delete':
      for (const { id } of found) points.delete(id);
      return { status: 'completed' };
    case 'POST points/count':
      return { count: found.length };
    case 'POST points/query': {
      const scored = found.map(({ id, vector, payload }) => ({ id, payload, version: 0, score: dot(vector, query) }));
      return { points: scored.sort((left, right) => right.score - left.score).slice(0, limit) };
    }
    default:
      throw new Error(`the scripted Qdrant does not know ${what}`);
  }
}

function holds({ key, match, range }: Condition, payload: Record<string, unknown>): boolean {
  const value = payload[key];
  if (match) return match.any ? match.any.includes(String(value)) : match.value === value;
  return Number(value) > (range?.gt ?? Number.NEGATIVE_INFINITY) && Number(value) <= (range?.lte ?? Number.POSITIVE_INFINITY);
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, at) => sum + value * (right[at] ?? 0), 0);
}
