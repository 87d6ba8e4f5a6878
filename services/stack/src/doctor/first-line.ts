import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

const LIMIT_MS = 3_000;
const MOST_CHARS = 65_536;

export interface Conversation {
  readonly url: URL;
  /** Where the address names none. */
  readonly port: number;
  /** Said first, where the server waits to be asked. */
  readonly words?: string;
  readonly isTls?: boolean;
}

/** The first line that a server says. @throws Error when it can't be reached or says none in time */
export function firstLine({ url, port, words, isTls }: Conversation): Promise<string> {
  const where = { host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || port };
  return new Promise((resolve, reject) => {
    const socket: Socket = isTls ? connectTls(where) : connect(where);
    let said = '';
    const end = (how: () => void) => {
      socket.destroy();
      how();
    };
    socket.setTimeout(LIMIT_MS, () => end(() => reject(new Error(`said nothing within ${LIMIT_MS} ms`))));
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const at = said.indexOf('\r\n');
      if (at >= 0) end(() => resolve(said.slice(0, at)));
      else if (said.length > MOST_CHARS) end(() => reject(new Error('no end of a line')));
    });
    socket.on('error', (error) => end(() => reject(error)));
    socket.on('close', () => reject(new Error('closed the connection')));
    if (words !== undefined) socket.write(words);
  });
}
