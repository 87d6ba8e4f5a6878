import { randomBytes } from 'node:crypto';
import { cacheIngestionProcess, persistenceOriginalRead, type StoredDocument } from '@docmind/contracts';
import type { FakeServices } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { orchestratorWithFakes } from '../../orchestrator.fixture.js';

async function withPdf(name = 'Prüfung "1".pdf', prepare: (fakes: FakeServices) => void = () => undefined) {
  const { service, fakes } = await orchestratorWithFakes();
  prepare(fakes);
  const bytes = Buffer.concat([Buffer.from('%PDF-1.7\nsome text\n'), randomBytes(600_000)]);
  const form = new FormData();
  form.append('file', new Blob([new Uint8Array(bytes)]), 'a.pdf');
  form.append('path', `folder/${name}`);
  const response = await fetch(`${service.url}/documents`, { method: 'POST', body: form });
  const { document } = (await response.json()) as { document: StoredDocument };
  const get = (headers: Record<string, string> = {}, id = document.id) => fetch(`${service.url}/documents/${id}/original`, { headers });
  return { service, fakes, bytes, document, get };
}

describe('GET /documents/{id}/original', () => {
  it('gives the upload back as it came, as a file that nobody runs or keeps', async () => {
    const { bytes, document, get } = await withPdf();
    const response = await get();
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': String(bytes.length),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'no-store',
      'accept-ranges': 'bytes',
      etag: `"${document.contentHash}"`,
      'content-disposition': `attachment; filename="Pr_fung _1_.pdf"; filename*=UTF-8''Pr%C3%BCfung%20%221%22.pdf`,
    });
  });

  it('gives a picture as what it is, whatever it is called', async () => {
    const { service } = await orchestratorWithFakes();
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2])]), 'scan.png');
    const { document } = (await (await fetch(`${service.url}/documents`, { method: 'POST', body: form })).json()) as {
      document: StoredDocument;
    };
    const response = await fetch(`${service.url}/documents/${document.id}/original`);
    expect([response.status, response.headers.get('content-type'), (await response.arrayBuffer()).byteLength]).toEqual([
      200,
      'image/jpeg',
      6,
    ]);
  });

  it('gives a part of it, and says what there is where the part is not', async () => {
    const { bytes, get } = await withPdf();
    const part = await get({ range: 'bytes=262000-530000' });
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 262000-530000/${bytes.length}`]);
    expect(Buffer.from(await part.arrayBuffer()).equals(bytes.subarray(262_000, 530_001))).toBe(true);
    const beyond = await get({ range: 'bytes=9000000-' });
    expect([beyond.status, beyond.headers.get('content-range'), await beyond.text()]).toEqual([416, `bytes */${bytes.length}`, '']);
  });

  it('holds no room for a file that could not be read', async () => {
    expect((await withPdf()).fakes.offered.size).toBe(1);
    const { fakes, document } = await withPdf('scan.pdf', (services) => services.fail(cacheIngestionProcess));
    expect([document, fakes.offered.size]).toEqual([undefined, 0]);
  });

  it('mixes no two contents: a reader of the older one is refused', async () => {
    const { fakes, document, get } = await withPdf();
    const tag = `"${document.contentHash}"`;
    expect((await get({ range: 'bytes=0-9', 'if-match': tag })).status).toBe(206);
    fakes.documents = fakes.documents.map((one) => ({ ...one, contentHash: 'f'.repeat(64) }));
    fakes.originals.set('f'.repeat(64), ['AAAA']);
    const refused = await get({ range: 'bytes=0-9', 'if-match': tag });
    expect([refused.status, await refused.json()]).toMatchObject([400, { error: { code: 'FAILED_PRECONDITION' } }]);
  });

  it('is 404 where there is none, and 503 while persistence is down', async () => {
    const { fakes, get } = await withPdf();
    expect((await get({}, 'unknown')).status).toBe(404);
    fakes.fail(persistenceOriginalRead);
    expect((await get()).status).toBe(503);
  });
});
