import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';

const CODES: Readonly<Record<number, string>> = { 408: 'DEADLINE_EXCEEDED' };

/** Where there is no request to answer yet, or none that can be read to its end: a status, words, and the end of the connection. */
export function refuseRaw(socket: Socket, status: number, message: string): void {
  if (!socket.writable || socket.bytesWritten > 0) return void socket.destroy();
  const body = JSON.stringify({ error: { code: CODES[status] ?? 'INVALID_ARGUMENT', message, retryable: status === 408 } });
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

/** What Node's parser can't take. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET') return void socket.destroy();
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return refuseRaw(socket, 408, 'The request did not come within the time that the door allows');
  if (error.code === 'HPE_HEADER_OVERFLOW') return refuseRaw(socket, 431, 'The head of the request is too large: at most 16 KiB are right');
  refuseRaw(socket, 400, 'This is not HTTP as a server can read it');
}
