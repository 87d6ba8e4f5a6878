import { cacheTextsEmbed, searchReplySchema } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import { BACKUPS, orchestratorWithFakes, post } from '../orchestrator.fixture.js';

async function withBackups() {
  const started = await orchestratorWithFakes();
  started.fakes.know({ name: 'backups.md', text: BACKUPS }, { name: 'menu.md', text: 'Soup on Mondays.' });
  return started;
}

describe('POST /search', () => {
  it('gives passages with scores, and asks no model', async () => {
    const { service, fakes } = await withBackups();
    const response = await post(`${service.url}/search`, { query: 'How long are snapshots kept?', limit: 3 });
    expect(response.status).toBe(200);
    expect(searchReplySchema.parse(await response.json())).toMatchObject({
      mode: 'hybrid',
      epoch: 1,
      passages: [{ documentName: 'backups.md', text: BACKUPS, score: 1 }, { documentName: 'menu.md' }],
    });
    expect(fakes.searches).toMatchObject([{ query: 'How long are snapshots kept?', limit: 3, mode: 'hybrid', vector: expect.any(String) }]);
    expect([fakes.prompts, fakes.lookups]).toEqual([[], []]);
  });

  it.each(['text', 'vector', 'hybrid'])('searches by %s, in some documents only', async (mode) => {
    const { service, fakes } = await withBackups();
    fakes.documents = fakes.documents.map((one) => ({ ...one, path: `weekly/${one.name}`, tags: ['kitchen'] }));
    const asked = { query: 'soup', mode, documents: ['menu.md'], tags: ['kitchen'], folders: ['weekly/'] };
    expect((await post(`${service.url}/search`, asked)).status).toBe(200);
    expect(fakes.searches[0]).toMatchObject({ mode, documentIds: ['doc-2'], tags: ['kitchen'], under: ['weekly'] });
    expect('vector' in (fakes.searches[0] ?? {}) && fakes.searches[0]?.vector !== undefined).toBe(mode !== 'text');
  });

  it('goes on by words without the embedder and says so; by vector it can not', async () => {
    const { service, fakes } = await withBackups();
    fakes.fail(cacheTextsEmbed);
    expect(await (await post(`${service.url}/search`, { query: 'soup' })).json()).toMatchObject({ mode: 'text' });
    expect((await post(`${service.url}/search`, { query: 'soup', mode: 'vector' })).status).toBe(503);
  });

  it.each([
    ['no query', {}, 'query'],
    ['an empty one', { query: ' ' }, 'query'],
    ['a long one', { query: 'x'.repeat(32_001) }, 'query'],
    ['too many results', { query: 'x', limit: 51 }, 'limit'],
    ['another mode', { query: 'x', mode: 'rerank' }, 'mode'],
    ['an unknown field', { query: 'x', topK: 3 }, 'topK'],
  ])('refuses %s by name', async (_case, body, named) => {
    const { service } = await withBackups();
    const response = await post(`${service.url}/search`, body);
    expect(response.status).toBe(400);
    expect(JSON.stringify(await response.json())).toContain(named);
  });

  it('says which document is not there', async () => {
    const { service } = await withBackups();
    const response = await post(`${service.url}/search`, { query: 'x', documents: ['none.md'] });
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('none.md')]);
  });
});
