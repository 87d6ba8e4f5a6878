import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import type { SilenceLimits } from './silence.policy.js';
import { SilenceWatch } from './silence-watch.js';

/** More unread bytes than this, and the engine has to wait for our reader. */
const HIGH_WATER_BYTES = 64 * 1024;

/**
 * One reply of an engine, as undici's dispatcher delivers it. undici's own `request` wraps it in a Node stream, whose set-up costs a short
 * answer more than reading it.
 */
export class EngineReply implements Dispatcher.DispatchHandler {
  status = 0;
  headers: IncomingHttpHeaders = {};
  private readonly parts: Buffer[] = [];
  private unreadBytes = 0;
  private controller: Dispatcher.DispatchController | undefined;
  private isEnded = false;
  private failure: unknown;
  /** Whoever waits: for the headers, the next piece or the end. One promise a wait, because each costs its share of a short answer. */
  private waiting: (() => void) | undefined;
  private readonly silence: SilenceWatch | undefined;
  private readonly leave = () => this.end(this.signal.reason ?? new Error('aborted'));

  private constructor(
    private readonly signal: AbortSignal,
    limits: SilenceLimits | undefined,
  ) {
    signal.addEventListener('abort', this.leave, { once: true });
    this.silence = limits && new SilenceWatch(limits, (error) => this.stalled(error));
  }

  /**
   * Resolves with status and headers; read it to its end or close it.
   * @param limits of an engine that streams: beyond them it has stalled, which is UNAVAILABLE here or while it is read
   * @throws what undici throws, or the signal's reason
   */
  static open(
    dispatcher: Dispatcher,
    request: Dispatcher.DispatchOptions,
    signal: AbortSignal,
    limits?: SilenceLimits,
  ): Promise<EngineReply> {
    const reply = new EngineReply(signal, limits);
    dispatcher.dispatch(request, reply);
    return reply.when(
      () => reply.status > 0,
      () => reply,
    );
  }

  /**
   * What has come since it was last asked, as one piece; undefined at the end.
   * @throws what broke the reply off, after the pieces that came before; at once after an abort
   */
  read(): Promise<Buffer | undefined> {
    return this.when(
      () => this.parts.length > 0,
      () => this.take(),
    );
  }

  /** Often there already, with the headers. @throws what broke the reply off */
  async text(): Promise<string> {
    const pieces: Buffer[] = [];
    while (!this.isEnded) {
      const piece = await this.read();
      if (piece) pieces.push(piece);
    }
    if (this.failure !== undefined) throw this.failure;
    const last = this.take();
    if (last) pieces.push(last);
    return joined(pieces).toString('utf8');
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  /** Before the end this closes the connection, which is what tells the engine to stop. */
  close(): void {
    // An error takes its stack when it is made, which costs as much as a short answer's events.
    if (!this.isEnded) this.end(new Error('closed'));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    // Given up while it waited for a connection.
    if (this.isEnded) controller.abort(asError(this.failure));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    // The engine's "go on" and "early hints" are no reply yet.
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    this.waiting?.();
  }

  onResponseData(controller: Dispatcher.DispatchController, part: Buffer): void {
    this.parts.push(part);
    this.unreadBytes += part.length;
    if (this.unreadBytes > HIGH_WATER_BYTES) {
      controller.pause();
      this.silence?.pause();
    } else this.silence?.heard();
    this.waiting?.();
  }

  onResponseEnd(): void {
    this.finish();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.isEnded) return;
    this.failure = error;
    this.finish();
  }

  private end(reason: unknown): void {
    if (this.isEnded) return;
    this.failure = reason;
    this.parts.length = 0;
    this.finish();
    this.controller?.abort(asError(reason));
  }

  /** What came before it may still be read. */
  private stalled(error: Error): void {
    this.failure = error;
    this.finish();
    this.controller?.abort(error);
  }

  private finish(): void {
    this.isEnded = true;
    this.silence?.end();
    this.signal.removeEventListener('abort', this.leave);
    this.waiting?.();
  }

  private take(): Buffer | undefined {
    const { parts } = this;
    if (parts.length === 0) return undefined;
    const piece = joined(parts);
    parts.length = 0;
    const wasPaused = this.unreadBytes > HIGH_WATER_BYTES;
    this.unreadBytes = 0;
    if (wasPaused && !this.isEnded) {
      this.silence?.heard();
      this.controller?.resume();
    }
    return piece;
  }

  /** `give()` once there is something to give or the reply has ended, unless it failed with nothing left to give. */
  private when<Given>(isThere: () => boolean, give: () => Given): Promise<Given> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!this.isEnded && !isThere()) return;
        this.waiting = undefined;
        if (this.failure !== undefined && !isThere()) reject(this.failure as Error);
        else resolve(give());
      };
      this.waiting = look;
      look();
    });
  }
}

function joined(parts: readonly Buffer[]): Buffer {
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('aborted');
}
