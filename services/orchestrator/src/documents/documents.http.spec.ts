import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cacheIngestionProcess, type StoredDocument } from '@docmind/contracts';
import { temporaryFolder } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { orchestratorWithFakes, post } from '../orchestrator.fixture.js';

function upload(url: string, name: string, content: string | Uint8Array<ArrayBuffer>): Promise<Response> {
  const form = new FormData();
  form.append('file', new Blob([content]), name);
  return fetch(`${url}/documents`, { method: 'POST', body: form });
}

describe('/documents', () => {
  it('takes a document in, lists it, shows it, replaces it and deletes it', async () => {
    const { service, fakes } = await orchestratorWithFakes();
    const content = `${'Daily snapshots are kept 35 days. '.repeat(40)}\n`.repeat(900);
    const created = await upload(service.url, 'backups.md', content);
    expect(created.status).toBe(201);
    const body = (await created.json()) as { document: StoredDocument; outcome: string; epoch: number };
    expect(body).toMatchObject({
      outcome: 'created',
      cachedSteps: [],
      epoch: 1,
      document: { name: 'backups.md', mediaType: 'text/markdown' },
    });
    expect(body.document.contentHash).toBe(createHash('sha256').update(content).digest('hex'));
    expect(fakes.pulled.toString('utf8')).toBe(content);
    expect([...fakes.staged.values()][0]).toHaveLength(900);

    const unchanged = await upload(service.url, 'backups.md', content);
    expect(unchanged.status).toBe(200);
    expect(await unchanged.json()).toMatchObject({ outcome: 'unchanged', cachedSteps: ['parse', 'split', 'embed'] });
    // Known content is neither read nor sent again.
    expect(fakes.staged.size).toBe(1);
    const replaced = await upload(service.url, 'dir/backups.md', 'New text.');
    expect([replaced.status, ((await replaced.json()) as { outcome: string }).outcome]).toEqual([200, 'replaced']);

    const { documents } = (await (await fetch(`${service.url}/documents?limit=5`)).json()) as { documents: StoredDocument[] };
    const id = documents[0]?.id ?? '';
    expect(await (await fetch(`${service.url}/documents/${id}`)).json()).toMatchObject({ id, sizeBytes: 9 });
    expect((await fetch(`${service.url}/documents/${id}`, { method: 'DELETE' })).status).toBe(200);
    expect((await fetch(`${service.url}/documents/${id}`, { method: 'DELETE' })).status).toBe(404);
    expect((await fetch(`${service.url}/documents?limit=none`)).status).toBe(400);
  });

  it.each([
    ['a binary named .pdf', 'x.pdf', new Uint8Array([1, 2, 3, 0]), 'no PDF'],
    ['a PDF named .txt', 'x.txt', new TextEncoder().encode('%PDF-1.7 ...'), 'name it .pdf'],
    ['a binary named .txt', 'x.txt', new Uint8Array([0, 255]), 'binary'],
    ['an archive named .txt', 'x.txt', new Uint8Array([0x50, 0x4b, 3, 4]), 'name it .docx'],
    ['text named .docx', 'x.docx', 'text', 'no Word document'],
    ['an old Word file named .docx', 'x.docx', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]), 'save it as .docx'],
    ['a binary named .html', 'x.html', new Uint8Array([1, 2, 3, 0]), 'binary'],
    ['an unknown kind', 'x.exe', new Uint8Array([1]), 'only txt, md, html, pdf, docx,'],
    ['a kind called as a property of every object', 'x.constructor', 'text', 'only txt, md, html, pdf, docx,'],
    ['no extension', 'readme', new Uint8Array([65]), 'no extension'],
    ['an empty file', 'x.txt', new Uint8Array(), 'is empty'],
    ['a file without text', 'x.txt', new TextEncoder().encode('\n\n'), 'holds no text'],
    ['a file above the limit', 'x.txt', new Uint8Array(2_000).fill(65), 'larger than the limit of 1024 bytes'],
  ])('refuses %s and leaves nothing behind', async (_case, name, content, named) => {
    const folder = temporaryFolder();
    const { service } = await orchestratorWithFakes({ UPLOAD_LIMIT_BYTES: '1024', DOCMIND_DATA_DIR: folder });
    const response = await upload(service.url, name, content);
    expect(response.status).toBe(named.startsWith('larger') ? 413 : 400);
    expect(((await response.json()) as { error: { message: string } }).error.message).toContain(named);
    expect(readdirSync(join(folder, 'uploads'))).toEqual([]);
  });

  it('knows documents by the path that is named, whatever its order in the form', async () => {
    const { service } = await orchestratorWithFakes();
    const send = async (fields: Record<string, string>, first: 'file' | 'fields', text = 'Text.') => {
      const form = new FormData();
      if (first === 'file') form.append('file', new Blob([text]), 'invoice.md');
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      if (first === 'fields') form.append('file', new Blob([text]), 'invoice.md');
      const response = await fetch(`${service.url}/documents`, { method: 'POST', body: form });
      return { status: response.status, body: (await response.json()) as { document: StoredDocument; outcome: string } };
    };
    const older = await send({ path: '2024/invoice.md', tags: 'paid, eu' }, 'file');
    expect(older).toMatchObject({ status: 201, body: { document: { path: '2024/invoice.md', name: 'invoice.md', tags: ['eu', 'paid'] } } });
    expect(await send({ path: '2025/invoice.md' }, 'fields', 'Other.')).toMatchObject({ status: 201 });
    expect(await send({ path: './2025\\invoice.md' }, 'file', 'Newer.')).toMatchObject({ status: 200, body: { outcome: 'replaced' } });
    expect(await send({ path: '../x.md' }, 'fields')).toMatchObject({ status: 400 });
    expect(await send({ tags: 'x'.repeat(65) }, 'fields')).toMatchObject({ status: 400 });

    const id = older.body.document.id;
    const change = (body: object) => post(`${service.url}/documents/${id}`, body, { method: 'PATCH' });
    expect(await (await change({ path: 'archive/2024.md', tags: ['old'] })).json()).toMatchObject({
      document: { id, path: 'archive/2024.md', name: '2024.md', tags: ['old'] },
    });
    expect((await change({ path: '/root.md' })).status).toBe(400);
    const listed = await fetch(`${service.url}/documents?tag=old&under=archive`);
    expect(await listed.json()).toMatchObject({ documents: [{ id }] });
    expect((await fetch(`${service.url}/documents?folder=x`)).status).toBe(400);
  });

  it('answers 503 while the cache service is down', async () => {
    const { service, fakes } = await orchestratorWithFakes();
    fakes.fail(cacheIngestionProcess);
    expect((await upload(service.url, 'a.txt', 'text')).status).toBe(503);
  });
});
