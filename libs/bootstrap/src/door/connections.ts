import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { refuseRaw } from './raw-refusal.js';

/** Said by a door's server when no new request will be begun. */
export const DRAINING = 'draining';

/** Between two looks for connections that have become idle during a drain. */
const SWEEP_MS = 50;
/** Parts of the door, of the route and of Node's pipeline that each wait for the end of one reply: one more than ten is no leak. */
const WAITING_FOR_THE_END = 20;

export interface ConnectionLimits {
  /** From the connection, or the end of the last answer's request, to the end of a request's head. */
  readonly headersMs: number;
  /** For the body of a request that is no upload. */
  readonly bodyMs: number;
  /** For a whole request, an upload included. */
  readonly requestMs: number;
  /** How long a client may send nothing of its body, or take nothing of its answer. */
  readonly stallMs: number;
}

/** The connections of one door: which of them work, which are idle, and which hang. */
export class Connections {
  private readonly working = new Map<Socket, IncomingMessage | undefined>();
  /** Requests whose body has not come yet, each with when it is late, in the order in which they came. */
  private readonly arriving = new Map<IncomingMessage, number>();
  /** One for all, as one for each request costs more than its body. Who comes while it runs is late after it, and who is done does not end it. */
  private lateTimer: NodeJS.Timeout | undefined;
  private isOver = false;

  constructor(
    private readonly server: Server,
    private readonly limits: ConnectionLimits,
  ) {
    // Each stream without an end waits for the drain.
    server.setMaxListeners(0);
    server.headersTimeout = limits.headersMs;
    server.requestTimeout = limits.requestMs;
    server.timeout = limits.stallMs;
    server.on('connection', (socket) => this.onConnection(socket));
    server.on('request', (request, response) => this.onRequest(request, response));
    server.on('timeout', (socket) => this.onStall(socket));
    server.once('close', () => clearTimeout(this.lateTimer));
  }

  /** Idle ones are closed at once and as they become idle, the others after `limitMs`. @returns when none works any more */
  async drain(limitMs: number): Promise<void> {
    this.server.emit(DRAINING);
    const until = Date.now() + limitMs;
    this.closeIdle();
    while (this.hasWork && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, SWEEP_MS));
      this.closeIdle();
    }
    this.isOver = true;
    for (const socket of this.working.keys()) socket.destroy();
  }

  private get hasWork(): boolean {
    return [...this.working.values()].some((request) => request !== undefined);
  }

  private closeIdle(): void {
    for (const [socket, request] of this.working) if (request === undefined) socket.destroy();
  }

  private onConnection(socket: Socket): void {
    if (this.isOver) return void socket.destroy();
    this.working.set(socket, undefined);
    socket.once('close', () => this.working.delete(socket));
  }

  private onRequest(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    this.working.set(socket, request);
    if (hasBody(request) && !isUpload(request)) {
      this.arriving.set(request, performance.now() + this.limits.bodyMs);
      this.lateTimer ??= this.lookAfter(this.limits.bodyMs);
    }
    response.setMaxListeners(WAITING_FOR_THE_END);
    response.once('close', () => {
      // A refusal comes before the body, which may take as long as any.
      if (request.complete) this.arriving.delete(request);
      if (this.working.get(socket) === request) this.working.set(socket, undefined);
    });
  }

  private lookAfter(ms: number): NodeJS.Timeout {
    return setTimeout(() => this.refuseLate(), ms).unref();
  }

  private refuseLate(): void {
    this.lateTimer = undefined;
    const now = performance.now();
    for (const [request, lateAt] of this.arriving) {
      if (lateAt > now) {
        this.lateTimer = this.lookAfter(Math.ceil(lateAt - now));
        return;
      }
      this.arriving.delete(request);
      if (!request.complete) refuseRaw(request.socket, 408, `The body did not come within ${this.limits.bodyMs} ms`);
    }
  }

  /** Nothing came or went for a while, which is right only where the answer is being made. */
  private onStall(socket: Socket): void {
    const request = this.working.get(socket);
    const isAnswering = request?.complete === true && socket.writableLength === 0;
    if (isAnswering) socket.setTimeout(this.limits.stallMs);
    else if (request && !request.complete) refuseRaw(socket, 408, `The body stopped coming for ${this.limits.stallMs} ms`);
    else socket.destroy();
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** Read as it comes, and allowed to be large. */
function isUpload({ headers }: IncomingMessage): boolean {
  return /^(multipart\/form-data|application\/x-ndjson)/i.test(headers['content-type'] ?? '');
}
