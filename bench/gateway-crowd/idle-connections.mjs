// Connections that were used once and say nothing more: each costs a socket at both ends.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

/** Beside the connections: sockets to the engine and the bus, files, pipes. */
const OTHER_FILES = 1_000;
const AT_ONCE = 250;
const ANSWER_LIMIT_MS = 20_000;
const ASK = 'GET /health/live HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n';

/** Node takes as many as it may by itself. @throws Error that says how many open files are needed, and how to allow them */
export function assertOpenFiles(connections, limits = readFileSync('/proc/self/limits', 'utf8')) {
  const needed = connections + OTHER_FILES;
  const [, allowed = ''] = /^Max open files\s+\S+\s+(\S+)/m.exec(limits) ?? [];
  if (allowed === 'unlimited' || Number(allowed) >= needed) return;
  throw new Error(
    `${connections} connections need ${needed} open files in one process, and ${allowed || 'an unknown number'} are allowed: ` +
      `run "ulimit -n ${needed}" before it, or raise the hard limit (LimitNOFILE= in systemd, --ulimit nofile= in Docker)`,
  );
}

export class IdleConnections {
  #sockets = [];

  /** @throws Error when one of them was not answered */
  static async open(url, count) {
    const { hostname, port } = new URL(url);
    const opened = new IdleConnections();
    while (opened.#sockets.length < count) {
      const batch = Array.from({ length: Math.min(AT_ONCE, count - opened.#sockets.length) }, () => connect(Number(port), hostname));
      opened.#sockets.push(...batch);
      if ((await answered(batch)) < batch.length) throw new Error(`connection ${opened.#sockets.length} or one before it was not answered`);
    }
    return opened;
  }

  /** @returns how many are answered once more */
  async askAgain() {
    let alive = 0;
    for (let at = 0; at < this.#sockets.length; at += AT_ONCE) alive += await answered(this.#sockets.slice(at, at + AT_ONCE));
    return alive;
  }

  close() {
    for (const socket of this.#sockets) socket.destroy();
  }
}

async function answered(sockets) {
  return (await Promise.all(sockets.map(isAnswered))).filter(Boolean).length;
}

function isAnswered(socket) {
  return new Promise((resolve) => {
    if (socket.destroyed) return resolve(false);
    const settle = (isAlive) => {
      clearTimeout(limit);
      socket.off('data', hear).off('close', leave);
      resolve(isAlive);
    };
    const hear = (bytes) => settle(bytes.toString('latin1').startsWith('HTTP/1.1 200'));
    const leave = () => settle(false);
    const limit = setTimeout(leave, ANSWER_LIMIT_MS);
    // What fails is closed, too.
    socket.on('data', hear).on('close', leave);
    if (socket.listenerCount('error') === 0) socket.on('error', () => undefined);
    socket.write(ASK);
  });
}
