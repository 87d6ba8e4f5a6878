// Node's own fetch gives up after five minutes without a reply, and can't be told to wait longer.
import { request } from 'node:http';
import { request as secureRequest } from 'node:https';
import { json } from 'node:stream/consumers';

export interface PatientReply {
  readonly status: number;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
}

export class NoReplyYet extends Error {}

/** @throws NoReplyYet after `limitMs` of silence, what the connection says else */
export function postPatiently(url: string, headers: Record<string, string>, body: string, limitMs: number): Promise<PatientReply> {
  return new Promise((resolve, reject) => {
    const ask = url.startsWith('https:') ? secureRequest : request;
    const asked = ask(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, timeout: limitMs }, (reply) => {
      json(reply).then(
        (read) => resolve({ status: reply.statusCode ?? 0, body: read }),
        () => resolve({ status: reply.statusCode ?? 0, body: undefined }),
      );
    });
    asked.on('timeout', () => asked.destroy(new NoReplyYet('no reply yet')));
    asked.on('error', reject);
    asked.end(body);
  });
}
