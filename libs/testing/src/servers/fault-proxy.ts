// Stands between a service and an engine and spoils what passes, as networks, overloaded engines and dying processes do.
import { createServer, type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export const FAULTS = ['reset', 'slow', 'half-answer', 'malformed', '429', '500', '503', 'silent', 'stall'] as const;
/** `half-answer`, `malformed` and `stall` let the first half of what the engine says through, `silent` nothing. */
export type Fault = (typeof FAULTS)[number];

export interface FaultProxy {
  /** With the path of the engine's own URL. */
  readonly url: string;
  /** Requests that a fault met. */
  readonly spoiled: Fault[];
  /** Decides about each request by its number, from 0. */
  plan: (request: number) => Fault | undefined;
  /** While set it takes whatever comes, probes too, and says nothing: a process that is stopped, or a host that is gone. */
  isHung: boolean;
  /** Nobody listens, until `up`. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

const SLOW_MS = 50;

export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const proxy = new FaultInjector(new URL(target));
  await proxy.up();
  return proxy;
}

class FaultInjector implements FaultProxy {
  readonly spoiled: Fault[] = [];
  plan: (request: number) => Fault | undefined = () => undefined;
  isHung = false;
  private requests = 0;
  private port = 0;
  private server = createServer();

  constructor(private readonly target: URL) {}

  get url(): string {
    return `http://127.0.0.1:${this.port}${this.target.pathname}`;
  }

  async up(): Promise<void> {
    this.server = createServer((request, reply) => void this.handle(request, reply).catch(() => reply.destroy()));
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async down(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  close(): Promise<void> {
    return this.down();
  }

  private async handle(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const body: Buffer[] = [];
    for await (const part of request) body.push(part as Buffer);
    if (this.isHung) return;
    const fault = request.method === 'POST' ? this.plan(this.requests++) : undefined;
    if (fault) this.spoiled.push(fault);
    if (fault === 'silent') return;
    await this.answer(request, Buffer.concat(body), reply, fault);
  }

  private async answer(request: IncomingMessage, body: Buffer, reply: ServerResponse, fault: Fault | undefined): Promise<void> {
    if (fault === 'reset') request.socket.resetAndDestroy();
    else if (fault && /^\d+$/.test(fault)) refuse(reply, Number(fault));
    else await this.pass(request, body, reply, fault);
  }

  private async pass(request: IncomingMessage, body: Buffer, reply: ServerResponse, fault: Fault | undefined): Promise<void> {
    if (fault === 'slow') await delay(SLOW_MS);
    const { status, headers, answer } = await this.ask(request, body);
    if (fault === undefined || fault === 'slow') reply.writeHead(status, headers).end(answer);
    else spoil(reply, status, answer, fault);
  }

  private ask(request: IncomingMessage, body: Buffer) {
    const { hostname, port } = this.target;
    const options = { hostname, port, method: request.method, path: request.url, headers: { 'content-type': 'application/json' } };
    return new Promise<{ status: number; headers: Record<string, string>; answer: Buffer }>((resolve, reject) => {
      const asked = httpRequest({ ...options, agent: false }, (reply) => {
        const parts: Buffer[] = [];
        reply.on('data', (part: Buffer) => parts.push(part));
        reply.on('error', reject);
        reply.on('end', () => {
          const headers = { 'content-type': reply.headers['content-type'] ?? 'application/json' };
          resolve({ status: reply.statusCode ?? 502, headers, answer: Buffer.concat(parts) });
        });
      });
      asked.on('error', reject);
      asked.end(body);
    });
  }
}

function refuse(reply: ServerResponse, status: number): void {
  const retry = status === 429 ? { 'retry-after': '1' } : {};
  reply.writeHead(status, { 'content-type': 'application/json', ...retry }).end(`{"error":{"message":"injected ${status}"}}`);
}

function spoil(reply: ServerResponse, status: number, answer: Buffer, fault: Fault): void {
  const isStream = answer.includes('data: ');
  reply.writeHead(status, { 'content-type': isStream ? 'text/event-stream' : 'application/json' });
  if (fault === 'malformed') return void reply.end(isStream ? 'data: {"choices":[{"del\n\n' : '<html>Bad gateway</html>');
  reply.write(answer.subarray(0, Math.floor(answer.length / 2)), () => {
    if (fault === 'half-answer') reply.destroy();
  });
}
