import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '@docmind/errors';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import type { MessagingLogger } from '../calls/message-transport.js';
import { inboxOf } from './wire.js';

export interface NatsLinkOptions {
  /** `nats://host:port`, several separated by commas. */
  readonly url: string;
  readonly name: string;
  readonly user?: string;
  readonly password?: string;
  readonly logger: MessagingLogger;
}

const RETRY_MS = 250;
const PING_INTERVAL_MS = 2_000;

/** One connection for a process: opened in the background, kept for ever, and told to everybody when it breaks. */
export class NatsLink {
  private connection: NatsConnection | undefined;
  private connected = false;
  private closed = false;
  private readonly disconnectListeners = new Set<() => void>();
  private readonly opened: Promise<NatsConnection | undefined>;

  constructor(private readonly options: NatsLinkOptions) {
    this.opened = this.open();
  }

  /** What replies to this process start with. */
  get inbox(): string {
    return inboxOf(this.options.name);
  }

  get isConnected(): boolean {
    return this.connected;
  }

  /** Resolves at the first connection; undefined when the link was closed before. Later breaks heal by themselves. */
  whenOpened(): Promise<NatsConnection | undefined> {
    return this.opened;
  }

  /** @throws AppError UNAVAILABLE at once while there is no connection: nothing is queued for later */
  require(): NatsConnection {
    if (this.connected && this.connection) return this.connection;
    throw lost();
  }

  /** @returns a function that takes the listener off again */
  onDisconnect(listener: () => void): () => void {
    this.disconnectListeners.add(listener);
    return () => this.disconnectListeners.delete(listener);
  }

  async close(): Promise<void> {
    this.closed = true;
    const { connection } = this;
    if (!connection || connection.isClosed()) return this.breakAll();
    // A drain needs the server; without it only closing is left.
    await (this.connected ? connection.drain() : connection.close()).catch(() => undefined);
    this.breakAll();
  }

  private async open(): Promise<NatsConnection | undefined> {
    let warned = false;
    while (!this.closed) {
      try {
        return await this.connectOnce();
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        if (!warned) this.options.logger.warn({ msg: 'NATS cannot be reached, trying on', reason, server: hostsOf(this.options.url) });
        warned = true;
        await delay(RETRY_MS);
      }
    }
    return undefined;
  }

  private async connectOnce(): Promise<NatsConnection | undefined> {
    const { url, name, user, password } = this.options;
    const connection = await connect({
      servers: url.split(',').map((server) => server.trim()),
      name,
      inboxPrefix: this.inbox,
      ...(user === undefined ? {} : { user, pass: password ?? '' }),
      maxReconnectAttempts: -1,
      reconnectTimeWait: RETRY_MS,
      pingInterval: PING_INTERVAL_MS,
      maxPingOut: 2,
      timeout: 5_000,
    });
    if (this.closed) {
      await connection.close();
      return undefined;
    }
    this.connection = connection;
    this.connected = true;
    void this.watch(connection);
    return connection;
  }

  private async watch(connection: NatsConnection): Promise<void> {
    for await (const status of connection.status()) {
      if (status.type === 'disconnect' || status.type === 'staleConnection') this.breakAll(status.type);
      if (status.type === 'reconnect') {
        this.connected = true;
        this.options.logger.warn({ msg: 'NATS connection is back' });
      }
    }
    this.breakAll();
  }

  private breakAll(type?: string): void {
    const wasConnected = this.connected;
    this.connected = false;
    if (wasConnected && type) this.options.logger.warn({ msg: 'NATS connection lost, trying on', reason: type });
    for (const listener of [...this.disconnectListeners]) listener();
  }
}

export function lost(): AppError {
  return new AppError('UNAVAILABLE', 'The message bus cannot be reached; the service reconnects by itself, try again');
}

/** Without user and password. */
function hostsOf(urls: string): string {
  return urls
    .split(',')
    .map((url) => new URL(url.trim()).host)
    .join(',');
}
