import { AppError, within } from '@docmind/errors';
import { type Dispatcher, Pool } from 'undici';
import { abortError } from '../../generation/slot-queue.js';
import { EngineReply } from './engine-reply.js';
import { engineRefusal } from './engine-refusal.policy.js';
import { type SilenceLimits, silenceLimits } from './silence.policy.js';

export interface EngineHttpOptions {
  /** With the version, such as http://vllm:8000/v1. */
  readonly baseUrl: string;
  readonly apiKey?: string;
  readonly connections: number;
  readonly timeoutMs: number;
  /** How long a stream may say nothing between two tokens. Without it only the deadline ends a silence. */
  readonly stallTimeoutMs?: number;
}

/** As many counts as are asked for side by side. */
const ASKING_CONNECTIONS = 8;

/** One engine's HTTP door: kept connections, its key, and every failure as an AppError. */
export class EngineHttp {
  private readonly generating: Pool;
  /** Health, counts and figures must not wait for a generation to end. */
  private readonly asking: Pool;
  private readonly basePath: string;
  private readonly headers: Record<string, string>;

  constructor(private readonly options: EngineHttpOptions) {
    const url = new URL(options.baseUrl);
    this.basePath = url.pathname.replace(/(?<!\/)\/+$/, '');
    // Idle time between two tokens is the engine's business; the service's own deadline ends a request.
    const timeouts = {
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
      connectTimeout: Math.min(5_000, options.timeoutMs),
    };
    this.generating = new Pool(url.origin, { connections: options.connections, pipelining: 1, ...timeouts });
    this.asking = new Pool(url.origin, { connections: ASKING_CONNECTIONS, pipelining: 1, ...timeouts });
    this.headers = { 'content-type': 'application/json', ...(options.apiKey ? { authorization: `Bearer ${options.apiKey}` } : {}) };
  }

  /** Below the base URL, such as /chat/completions: what generates. */
  post(path: string, body: object, signal: AbortSignal): Promise<EngineReply> {
    return this.generate(path, JSON.stringify(body), signal);
  }

  /** A reply that comes in pieces: one that stalls is broken off. */
  postForStream(path: string, body: object, signal: AbortSignal): Promise<EngineReply> {
    const text = JSON.stringify(body);
    return this.generate(path, text, signal, silenceLimits(text.length, this.options.stallTimeoutMs));
  }

  /** Routes outside the OpenAI API, such as /tokenize, lie beside /v1. */
  postBeside(path: string, body: object, signal: AbortSignal): Promise<EngineReply> {
    return this.ask('POST', this.basePath.replace(/\/v1$/, '') + path, JSON.stringify(body), signal);
  }

  get(path: string, signal: AbortSignal): Promise<EngineReply> {
    return this.ask('GET', this.basePath + path, undefined, signal);
  }

  getBeside(path: string, signal: AbortSignal): Promise<EngineReply> {
    return this.ask('GET', this.basePath.replace(/\/v1$/, '') + path, undefined, signal);
  }

  /**
   * A question about the server itself, which must not wait for long.
   * @param what the server was to do, such as "list its models"
   * @throws AppError UNAVAILABLE when it hasn't done so in time
   */
  askWithin<T>(timeoutMs: number, what: string, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const asked = (signal: AbortSignal): Promise<T> =>
      ask(signal).catch((thrown: unknown) => {
        throw this.failure(thrown, signal);
      });
    return within(asked, timeoutMs, () => new AppError('UNAVAILABLE', `The engine did not ${what} within ${timeoutMs} ms`));
  }

  async close(): Promise<void> {
    await Promise.all([this.generating.destroy(), this.asking.destroy()]);
  }

  /** What was thrown while a reply was waited for or read, in our words. */
  failure(thrown: unknown, signal: AbortSignal): AppError {
    if (thrown instanceof AppError) return thrown;
    if (signal.aborted) return abortError(signal);
    const code = (thrown as { code?: string }).code ?? '';
    if (/TIMEOUT$/.test(code) && !code.includes('CONNECT'))
      return new AppError('DEADLINE_EXCEEDED', `The engine said nothing for ${this.options.timeoutMs} ms`, { cause: thrown });
    return new AppError('UNAVAILABLE', `The engine cannot be reached or broke off (${code || 'connection closed'})`, { cause: thrown });
  }

  private ask(method: 'GET' | 'POST', path: string, body: string | undefined, signal: AbortSignal): Promise<EngineReply> {
    return this.send(this.asking, { method, path, headers: this.headers, body }, signal);
  }

  private generate(path: string, body: string, signal: AbortSignal, limits?: SilenceLimits): Promise<EngineReply> {
    return this.send(this.generating, { method: 'POST', path: this.basePath + path, headers: this.headers, body }, signal, limits);
  }

  private async send(pool: Pool, request: Dispatcher.DispatchOptions, signal: AbortSignal, limits?: SilenceLimits): Promise<EngineReply> {
    if (signal.aborted) throw abortError(signal);
    let reply: EngineReply;
    try {
      reply = await EngineReply.open(pool, request, signal, limits);
    } catch (thrown) {
      if (!isClosedConnection(thrown)) throw this.failure(thrown, signal);
      reply = await EngineReply.open(pool, request, signal, limits).catch((again: unknown) => {
        throw this.failure(again, signal);
      });
    }
    if (reply.status < 300) return reply;
    const text = await reply.text().catch(() => '');
    throw engineRefusal(reply.status, text, reply.headers['retry-after']);
  }
}

/** A server may close a kept connection just when a request goes out on it; a fresh one costs less than the pause before a retry. */
function isClosedConnection(thrown: unknown): boolean {
  const { code } = thrown as { code?: string };
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}
