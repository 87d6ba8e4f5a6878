import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DocumentView, persistenceUploadKeep } from '@docmind/contracts';
import { temporaryFolder, until } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { eventsIn, orchestratorWithFakes } from '../../orchestrator.fixture.js';

async function slowOrchestrator(environment: Record<string, string> = {}) {
  const folder = temporaryFolder();
  const started = await orchestratorWithFakes({ UPLOAD_WAIT_MS: '50', DOCMIND_DATA_DIR: folder, ...environment });
  let finish = (): void => undefined;
  started.fakes.reading = new Promise((resolve) => (finish = resolve));
  const { url } = started.service;
  const upload = (text = 'Daily snapshots are kept 35 days.', name = 'notes.md') => {
    const form = new FormData();
    form.append('file', new Blob([text]), name);
    return fetch(`${url}/documents`, { method: 'POST', body: form });
  };
  const accepted = async (text?: string) => {
    const response = await upload(text);
    expect(response.status).toBe(202);
    const { document } = (await response.json()) as { document: DocumentView };
    expect(response.headers.get('location')).toBe(`/documents/${document.id}`);
    return document;
  };
  const get = async (id: string) => (await (await fetch(`${url}/documents/${id}`)).json()) as DocumentView;
  return { ...started, url, finish, upload, accepted, get, spooled: () => readdirSync(join(folder, 'uploads')) };
}

describe('an upload that takes longer than its sender is kept waiting', () => {
  it('is accepted, worked on, asked about and indexed', async () => {
    const { url, fakes, finish, accepted, get, spooled } = await slowOrchestrator();
    const document = await accepted();
    expect(document).toMatchObject({ path: 'notes.md', state: 'working', ingestion: { done: 0 } });
    expect(await get(document.id)).toMatchObject({ state: 'working' });
    expect(await (await fetch(`${url}/uploads`)).json()).toMatchObject({ documents: [{ id: document.id, state: 'working' }] });

    const events = await fetch(`${url}/documents/${document.id}`, { headers: { accept: 'text/event-stream' } });
    finish();
    const told = eventsIn(await events.text());
    expect(told.map(({ event }) => event)).toEqual(['progress', 'done']);
    expect(told.at(-1)?.data).toMatchObject({ id: document.id, state: 'indexed', chunkCount: 1 });
    expect(await get(document.id)).toEqual(told.at(-1)?.data);
    await until(() => spooled().length === 0, 'the upload to leave the spool');
    expect(fakes.uploads.size).toBe(0);
  });

  it('that fails says so afterwards, with its reason', async () => {
    const { finish, accepted, get, spooled } = await slowOrchestrator();
    const { id } = await accepted('\n\n');
    finish();
    await until(async () => (await get(id)).state === 'failed', 'the upload to fail');
    expect((await get(id)).ingestion?.problem).toEqual({ code: 'INVALID_ARGUMENT', message: 'notes.md holds no text that could be read' });
    await until(() => spooled().length === 0, 'the upload to leave the spool');
  });

  it('is kept for the next start when the service stops', async () => {
    const { service, fakes, accepted, spooled } = await slowOrchestrator();
    const { id } = await accepted();
    await service.close();
    expect(spooled()).toEqual([id]);
    expect(fakes.uploads.get(id)).toMatchObject({ state: 'working' });
    expect(fakes.documents).toEqual([]);
  });

  it('that cannot be written down fails at once, and leaves nothing', async () => {
    const { fakes, upload } = await slowOrchestrator();
    fakes.fail(persistenceUploadKeep);
    expect((await upload()).status).toBe(503);
    expect(fakes.documents).toEqual([]);
  });

  it('that is a scan holds up no text, however many of them wait, and all are read one after the other', async () => {
    const { url, finish, fakes, upload, get } = await slowOrchestrator({ MAX_CONCURRENT_INGESTIONS: '2' });
    finish();
    let recognise = (): void => undefined;
    fakes.recognising = new Promise((resolve) => (recognise = resolve));
    const names = ['one', 'two', 'three', 'four'];
    const scans: DocumentView[] = [];
    for (const name of names) {
      const reply = await upload(`[scan]\nPage of ${name}.`, `${name}.pdf.md`);
      expect(reply.status).toBe(202);
      scans.push(((await reply.json()) as { document: DocumentView }).document);
    }
    expect(await (await upload('A text.', 'text.md')).json()).toMatchObject({ outcome: 'created' });
    await until(() => fakes.atRecognition === 1, 'one of them to be recognised');
    const { documents } = (await (await fetch(`${url}/uploads`)).json()) as { documents: DocumentView[] };
    expect(documents.map(({ ingestion }) => ingestion?.step)).toEqual(names.map(() => 'waiting'));
    recognise();
    for (const { id } of scans) await until(async () => (await get(id)).state === 'indexed', 'each to be indexed');
  });

  it('says at once that it is read', async () => {
    const { accepted, get } = await slowOrchestrator();
    const document = await accepted();
    expect(document.ingestion?.step).toBe('embed');
    await until(async () => (await get(document.id)).ingestion?.step === 'embed', 'its progress to be written down');
  });

  it('counts scans that wait where too many do', async () => {
    const { finish, fakes, upload } = await slowOrchestrator({ INGESTION_QUEUE_LIMIT: '1' });
    finish();
    fakes.recognising = new Promise(() => undefined);
    expect([(await upload('[scan]\nOne.', 'a.md')).status, (await upload('[scan]\nTwo.', 'b.md')).status]).toEqual([202, 202]);
    const third = await upload('[scan]\nThree.', 'c.md');
    expect([third.status, await third.text()]).toEqual([429, expect.stringContaining('1 scans and 0 documents wait to be read in')]);
  });

  it('waits for its turn, and is refused where too many wait', async () => {
    const limits = { MAX_CONCURRENT_INGESTIONS: '1', INGESTION_QUEUE_LIMIT: '1' };
    const { finish, upload, fakes } = await slowOrchestrator(limits);
    expect([(await upload('One.', 'a.md')).status, (await upload('Two.', 'b.md')).status]).toEqual([202, 202]);
    const third = await upload('Three.', 'c.md');
    expect([third.status, await third.text()]).toEqual([429, expect.stringContaining('1 documents are being read in and 1 wait')]);
    finish();
    await until(() => fakes.documents.length === 2, 'both to be indexed');
  });
});
