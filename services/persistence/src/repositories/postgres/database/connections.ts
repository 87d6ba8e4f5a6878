import { Socket } from 'node:net';
import pg from 'pg';

const GOODBYE_MS = 1_000;

/** A pool whose connections can be broken from this side, with all who wait in them. */
export class Connections {
  readonly pool: pg.Pool;
  private readonly sockets = new Set<Socket>();

  constructor(private readonly config: pg.PoolConfig) {
    this.pool = new pg.Pool({ ...config, stream: () => this.socket() });
    // A server that goes away ends idle connections; the pool opens new ones when it is asked.
    this.pool.on('error', () => undefined);
    // One that breaks while it is held says so as an event, too, which must not end the process; whoever waits for its reply is told.
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /** Whoever waits for a reply is told that its connection is over; who comes next gets a new one. */
  break(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** Says goodbye, for as long as a server that is there takes to hear it. */
  async end(): Promise<void> {
    const timer = setTimeout(() => this.break(), GOODBYE_MS);
    await this.pool.end().finally(() => clearTimeout(timer));
  }

  /** Whether the server says anything within so long, be it a refusal; on a connection of its own, as those of the pool may all be taken. */
  async answers(limitMs: number): Promise<boolean> {
    const socket = new Socket();
    const client = new pg.Client({ ...this.config, stream: () => socket, connectionTimeoutMillis: limitMs, query_timeout: limitMs });
    client.on('error', () => undefined);
    const until = performance.now() + limitMs;
    try {
      await client.connect();
      await client.query('SELECT 1');
      void client.end();
      return true;
    } catch {
      return performance.now() < until - 1;
    } finally {
      socket.destroySoon();
    }
  }

  private socket(): Socket {
    const socket = new Socket();
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    return socket;
  }
}
