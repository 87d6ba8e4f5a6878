import { describeWithPgvector, type PostgresServer, startPgvectorServer, until } from '@docmind/testing';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { Door } from './door.js';
import { StackProcess } from './stack-process.js';

const QUESTION = 'How many days are lighthouse logs kept?';

describe('docmind up on PostgreSQL', () => {
  describeWithPgvector(() => {
    let server: PostgresServer;
    let stack: StackProcess;
    beforeAll(async () => {
      server = await startPgvectorServer();
      stack = await StackProcess.start([], { DATABASE_URL: server.url, CHECKPOINT_URL: server.url });
    }, 180_000);
    afterAll(async () => {
      await stack?.remove();
      await server.stop();
    });

    it('answers from a document, also after a crash, and keeps the conversation', async () => {
      const door = new Door(stack);
      expect((await door.upload('logs.md', 'Lighthouse logs are kept for 41 days.')).outcome).toBe('created');
      const { answer, sources } = await door.ask(QUESTION, { sessionId: 'talk' });
      expect(answer).toContain('41');
      expect(sources.map(({ documentName }) => documentName)).toContain('logs.md');

      await stack.running.killAtOnce();
      await stack.startAgain();
      expect(await door.passagesOf('logs.md')).toBe(1);
      expect((await door.ask('For how long are logs of the lighthouse kept?', { cache: 'bypass' })).answer).toContain('41');
      const said = (await (await door.get('/sessions/talk/messages')).json()) as { messages: { content: string }[] };
      expect(said.messages.map(({ content }) => content)).toEqual([QUESTION, answer]);
    });

    it('tells a reader that the database stands still, is not ready meanwhile, and goes on with it', async () => {
      const door = new Door(stack);
      const thaw = () => server.thaw();
      onTestFinished(thaw);
      server.freeze();
      const asked = [
        door.get('/documents'),
        door.get('/sessions/talk/messages'),
        door.post('/query', { question: QUESTION, sessionId: 'talk', cache: 'bypass' }),
        door.post('/query', { question: QUESTION }),
      ];
      for (const reply of await Promise.all(asked))
        expect([reply.status, await reply.text()]).toEqual([503, expect.stringContaining('DATABASE_URL')]);
      await until(async () => (await door.get('/health/ready')).status === 503, 'it to be not ready', 10_000);
      thaw();
      await until(async () => (await door.get('/health/ready')).status === 200, 'it to be ready again', 20_000);
      expect((await door.ask(QUESTION, { sessionId: 'talk', cache: 'bypass' })).answer).toContain('41');
    });
  });
});
