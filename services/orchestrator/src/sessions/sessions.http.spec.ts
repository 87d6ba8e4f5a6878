import { describe, expect, it } from 'vitest';
import { orchestratorWithFakes, post } from '../orchestrator.fixture.js';

describe('/sessions', () => {
  it('opens, shows, lists and deletes sessions', async () => {
    const { service } = await orchestratorWithFakes();
    const url = `${service.url}/sessions`;
    const opened = await post(url, { id: 's1', data: { title: 'Backups' } });
    expect(opened.status).toBe(201);
    expect(await opened.json()).toMatchObject({ id: 's1', userId: 'default', data: { title: 'Backups' } });
    expect((await fetch(url, { method: 'POST' })).status).toBe(201);
    expect(await (await fetch(`${url}/s1`)).json()).toMatchObject({ id: 's1' });
    expect(((await (await fetch(url)).json()) as { sessions: unknown[] }).sessions).toHaveLength(2);
    expect((await fetch(`${url}/s1`, { method: 'DELETE' })).status).toBe(200);
    expect((await fetch(`${url}/s1`, { method: 'DELETE' })).status).toBe(404);
    expect((await fetch(`${url}/s1`)).status).toBe(404);
    expect((await post(url, { id: 'not ok' })).status).toBe(400);
    expect((await post(url, { ids: 'x' })).status).toBe(400);
  });
});

describe('/docs', () => {
  it('describes every route, and loads nothing from elsewhere', async () => {
    const { service } = await orchestratorWithFakes();
    const document = (await (await fetch(`${service.url}/docs/json`)).json()) as {
      paths: Record<string, Record<string, { summary?: string }>>;
      components: { schemas: Record<string, { properties: object }> };
    };
    const own = Object.entries(document.paths).filter(([path]) => !/^\/(?:health|metrics|docs)/.test(path));
    for (const [path, methods] of own)
      for (const [method, { summary }] of Object.entries(methods)) expect(`${method} ${path}: ${summary}`).not.toMatch(/undefined|: $/);
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/query', '/v1/chat/completions', '/documents', '/sessions/{id}/messages']),
    );
    expect(JSON.stringify(document.paths['/query'])).toContain('"#/components/schemas/QueryRequest"');
    expect(document.components.schemas.QueryRequest?.properties).toHaveProperty('maxTokens');
    const page = await (await fetch(`${service.url}/docs`)).text();
    expect(page).not.toMatch(/(?:src|href)="https?:/);
  });
});
