// What is said in sessions, small and large.
import { sessionListSchema } from '@docmind/contracts';
import { describe, expect, it } from 'vitest';
import type { Door } from './door.js';

const GARAGE = `# Prices of the garage

| Job                    | Model 3 | Model S | Model X |
| ---------------------- | ------- | ------- | ------- |
| Tyre change            | 120     | 150     | 180     |
| Service                | 340     | 410     | 460     |
| Windscreen replacement | 890     | 990     | 1050    |
`;

export function describeFollowUps(door: () => Door): void {
  describe('a conversation about a table', () => {
    it('understands each question by the ones before it, and answers with the one cell that it asks for', async () => {
      await door().upload('garage.md', GARAGE);
      const sessionId = 'garage';
      for (const [question, understoodAs, price, quote] of [
        ['How much is a tyre change for the Model 3?', undefined, '120', /^\| Tyre change .*180 +\|$/],
        ['And a service?', 'How much is a service for the Model 3?', '340', /^\| Service .*460 +\|$/],
        [
          'What about a windscreen replacement?',
          'How much is a windscreen replacement for the Model 3?',
          '890',
          /^\| Windscreen replacement .*1050 +\|$/,
        ],
      ] as const) {
        const reply = await door().ask(question, { sessionId, documents: ['garage.md'] });
        expect(reply.understoodAs).toBe(understoodAs);
        expect(reply.answer.match(/\b\d{3,4}\b/g)).toEqual([price]);
        expect(reply.validation).toMatchObject({ grounded: true, answers: 'fully' });
        expect(reply.validation.sentences[0]?.support?.quote).toMatch(quote);
        for (const { documentName } of [...reply.sources, ...reply.nearest]) expect(documentName).toBe('garage.md');
      }
    });

    it.each(['How much is a tyre change for the Model Y?', 'How much is a full service for the Model 3?'])(
      'refuses what the table lacks: %s',
      async (question) => {
        const { validation, nearest } = await door().ask(question, { documents: ['garage.md'] });
        expect(validation).toMatchObject({ mode: 'refused', grounded: false });
        expect(nearest.length).toBeGreaterThan(0);
      },
    );

    it('says which documents there are, and what one of them is about', async () => {
      const listed = await door().ask('What documents do you have?');
      expect(listed.validation).toMatchObject({ mode: 'listing', grounded: false });
      expect(listed.answer).toContain('garage.md');
      const { answer, sources } = await door().ask('What is retention-policy.md about?');
      expect(answer).toMatch(/retention-policy\.md: ./);
      expect(new Set(sources.map(({ documentName }) => documentName))).toEqual(new Set(['retention-policy.md']));
    });
  });
}

export function describeSessions(door: () => Door): void {
  it('remembers the first turn of a session in the second', async () => {
    const options = { cache: 'bypass', maxTokens: 12 } as const;
    const first = await door().ask('Write a greeting to Ada.', { ...options, sessionId: 'e2e-talk' });
    const second = await door().ask('Write it again.', { ...options, sessionId: 'e2e-talk' });
    const alone = await door().ask('Write it again.', { ...options, sessionId: 'e2e-other' });
    expect(second.usage.prompt_tokens).toBeGreaterThanOrEqual(alone.usage.prompt_tokens + first.usage.completion_tokens);
    const { messages } = (await (await door().get('/sessions/e2e-talk/messages')).json()) as {
      messages: { role: string; content: string }[];
    };
    expect(messages.map(({ content }) => content)).toEqual(['Write a greeting to Ada.', first.answer, 'Write it again.', second.answer]);
    expect((await door().delete('/sessions/e2e-talk')).status).toBe(200);
    expect((await door().get('/sessions/e2e-talk')).status).toBe(404);
  });
}

/** More than NATS takes at once. */
export function describeLargeValues(door: () => Door): void {
  describe('large values', () => {
    it('lists sessions that are megabytes together, and refuses one that is too large with words', async () => {
      const ids = Array.from({ length: 40 }, (_, number) => `large-${number}`);
      for (const id of ids) expect((await door().post('/sessions', { id, data: { text: '"'.repeat(30_000) } })).status).toBe(201);
      const listed: string[] = [];
      for (let offset: number | undefined = 0; offset !== undefined;) {
        const page = sessionListSchema.parse(await (await door().get(`/sessions?limit=1000&offset=${offset}`)).json());
        listed.push(...page.sessions.map(({ id }) => id));
        offset = page.next;
      }
      expect(listed).toEqual(expect.arrayContaining(ids));
      const refused = await door().post('/sessions', { data: { text: 'x'.repeat(1_500_000) } });
      expect([refused.status, await refused.text()]).toEqual([400, expect.stringMatching(/data.*65536 bytes/)]);
      for (const id of ids) expect((await door().delete(`/sessions/${id}`)).status).toBe(200);
    });

    it('reads a document with long runs of one character in', async () => {
      // White space costs nothing; of marks each is a token to be embedded.
      const { document } = await door().upload('runs.txt', `Before.${' '.repeat(2_000_000)}Between.${'='.repeat(20_000)}After.`);
      expect(document.chunkCount).toBeGreaterThan(0);
      expect((await door().delete(`/documents/${document.id}`)).status).toBe(200);
    });
  });
}
