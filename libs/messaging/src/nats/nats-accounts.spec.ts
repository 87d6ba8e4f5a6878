import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MESSAGING_SERVICES, type MessagingService } from '@docmind/contracts';
import { describeWithServer, type RunningServer, startNatsServer } from '@docmind/testing';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { natsAuthorization } from './nats-accounts.policy.js';
import { inboxOf } from './wire.js';

const passwords = Object.fromEntries(MESSAGING_SERVICES.map((name) => [name, `password of ${name}`])) as Record<MessagingService, string>;

describeWithServer('nats-server', () => {
  describe('the accounts of the services', () => {
    const folder = mkdtempSync(join(tmpdir(), 'docmind-test-'));
    let server: RunningServer;
    const open: NatsConnection[] = [];
    const as = async (user: string, pass = passwords[user as MessagingService]) => {
      const connection = await connect({ servers: server.url, user, pass, inboxPrefix: inboxOf(user), reconnect: false });
      open.push(connection);
      return connection;
    };
    /** Of everybody who may answer: the stand-in is told to serve `subject` as the service that owns it. */
    const answering = async (service: MessagingService, subject: string) => {
      const connection = await as(service);
      connection.subscribe(subject, { callback: (_error, message) => ['first', 'second'].forEach((text) => message.respond(text)) });
      await connection.flush();
    };

    beforeAll(async () => {
      const file = join(folder, 'auth.conf');
      writeFileSync(file, natsAuthorization(passwords));
      server = await startNatsServer(undefined, file);
      await answering('persistence', 'persistence.session.list');
      await answering('cache', 'cache.semantic.lookup');
    });
    afterAll(async () => {
      await Promise.all(open.map((connection) => connection.close()));
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    it('let nobody in without a password, or with another’s', async () => {
      await expect(connect({ servers: server.url, reconnect: false })).rejects.toThrow(/Authorization/i);
      await expect(as('orchestrator', passwords.metrics)).rejects.toThrow(/Authorization/i);
    });

    it('let a service ask what it has to, and hear all of a stream', async () => {
      const orchestrator = await as('orchestrator');
      expect((await orchestrator.request('persistence.session.list', '')).string()).toBe('first');
      const replies = orchestrator.subscribe(`${inboxOf('orchestrator')}.stream`, { max: 2 });
      orchestrator.publish('cache.semantic.lookup', '', { reply: `${inboxOf('orchestrator')}.stream` });
      const texts: string[] = [];
      for await (const reply of replies) texts.push(reply.string());
      expect(texts).toEqual(['first', 'second']);
    });

    it('let none ask what is not its business', async () => {
      const metrics = await as('metrics');
      await expect(metrics.request('persistence.session.list', '', { timeout: 500 })).rejects.toThrow();
      await expect(metrics.request('cache.semantic.lookup', '', { timeout: 500 })).rejects.toThrow();
    });

    it('let none hear another’s messages or replies, also not with wildcards', async () => {
      const inference = await as('inference');
      for (const subject of ['persistence.session.list', `${inboxOf('orchestrator')}.>`, '>', '*.>']) {
        const refused = await new Promise((resolve) => inference.subscribe(subject, { callback: (error) => resolve(error) }));
        expect(String(refused), subject).toMatch(/permission/i);
      }
    });
  });
});
