import { Agent, request } from 'node:http';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder, until } from '@docmind/testing';
import { expect, it, onTestFinished } from 'vitest';
import { orchestratorWithFakes } from '../orchestrator.fixture.js';

const boundary = 'pier';
const form = `multipart/form-data; boundary=${boundary}`;
const part = (disposition: string, content = 'Text.') =>
  `--${boundary}\r\ncontent-disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`;
const file = part('name="file"; filename="a.md"');
const end = `--${boundary}--\r\n`;
const many = Array.from({ length: 50 }, () => part('name="tags"', 'x')).join('');

/** As no client would send it. */
function send(url: string, type: string, body: string, agent?: Agent): Promise<{ status?: number; message: string; reused: boolean }> {
  const headers = { ...(type === '' ? {} : { 'content-type': type }), 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/documents`, { method: 'POST', headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => (text += more));
      response.on('end', () => {
        const { error } = JSON.parse(text) as { error?: { message: string } };
        resolve({ status: response.statusCode, message: error?.message ?? '', reused: sent.reusedSocket });
      });
    });
    sent.on('error', reject).end(body);
  });
}

const BROKEN: readonly [what: string, type: string, body: string, says: RegExp][] = [
  ['names no boundary', 'multipart/form-data', file + end, /names no boundary of 1 to 70/],
  ['has an empty boundary', 'multipart/form-data; boundary=""', file + end, /names no boundary/],
  ['has a boundary of 5000 characters', `${form}${'x'.repeat(5_000)}`, file + end, /names no boundary/],
  ['names another boundary', 'multipart/form-data; boundary=other', file + end, /another boundary/],
  ['names two boundaries', `multipart/form-data; boundary=other; boundary=${boundary}`, file + end, /another boundary/],
  ['breaks off in its file', form, file.slice(0, -5), /breaks off before its closing boundary/],
  ['breaks off after its file', form, file, /breaks off/],
  ['breaks off in a head', form, file + file.slice(0, 40), /breaks off/],
  ['breaks off in a field', form, file + part('name="path"').slice(0, -4), /breaks off/],
  ['is none', form, 'hello', /breaks off/],
  ['is empty', form, '', /the form has no file/],
  ['has no part', form, end, /the form has no file/],
  ['has no file', form, part('name="path"', 'x.md') + end, /the form has no file/],
  ['has its file as text', form, part('name="file"') + end, /"file" holds text and names no file/],
  ['has two files', form, file + file + end, /more than one file; send one document/],
  ['has two files in two fields', form, file + part('name="other"; filename="b.md"') + end, /more than one file/],
  ['has too many fields', form, many + file + end, /more than 40 fields/],
  ['has a path that is no text', form, part('name="path"\r\ncontent-type: application/json', '{"a":1}') + file + end, /"path" is not text/],
  ['is JSON', 'application/json', '{}', /not multipart\/form-data; send one document as multipart\/form-data, field "file"/],
  ['is of another kind', 'multipart/mixed; boundary=pier', file + end, /multipart\/mixed; .*read here is .*multipart\/form-data/],
  ['says nothing of its kind', '', file + end, /not given; .*multipart\/form-data/],
];

it('says of a form that cannot be read what would be right, and keeps nothing of it', async () => {
  const folder = temporaryFolder();
  const { service } = await orchestratorWithFakes({ DOCMIND_DATA_DIR: folder });
  for (const [what, type, body, says] of BROKEN) {
    const response = await send(service.url, type, body);
    expect(response, what).toMatchObject({ status: 400, message: expect.stringMatching(says) as string });
  }
  // A file that was being written when its form broke off is removed behind the reply.
  await until(() => readdirSync(join(folder, 'uploads')).length === 0, 'nothing of it is kept');
});

it('reads what it refuses to its end, so that its sender hears why and may go on', async () => {
  const { service } = await orchestratorWithFakes();
  const long = part('name="file"; filename="b.md"', 'x'.repeat(3_000_000));
  for (const [type, body] of [
    [form, part('name="file"') + long + end],
    [form, file + long + end],
    ['multipart/form-data', long + end],
    ['text/plain', long],
  ] as const) {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    onTestFinished(() => agent.destroy());
    expect(await send(service.url, type, body, agent)).toMatchObject({ status: 400, reused: false });
    expect(await send(service.url, form, part('name="path"', 'x.md') + end, agent)).toMatchObject({ status: 400, reused: true });
  }
});
