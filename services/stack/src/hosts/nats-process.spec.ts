import { connect } from 'node:net';
import { descendantsOf, describeWithServer, isRunning, temporaryFolder, until } from '@docmind/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeNatsSecrets } from '../secrets/nats-secrets.js';
import { startNatsProcess } from './nats-process.js';

const path = process.env.PATH ?? '';
const serverPid = () => descendantsOf(process.pid).find(({ command }) => /^\S*nats-server /.test(command))?.pid;

function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    onTestFinished(() => void socket.destroy());
  });
}

describeWithServer('nats-server', () => {
  describe('startNatsProcess', () => {
    it('comes back on the same port when it dies, and is gone when it is stopped', async () => {
      const reports: string[] = [];
      const nats = await startNatsProcess(path, writeNatsSecrets(temporaryFolder()), ({ msg }) => reports.push(msg));
      onTestFinished(() => nats.stop());
      const first = serverPid() ?? 0;
      process.kill(first, 'SIGKILL');
      await until(() => reports.includes('nats-server is back'), 'the new nats-server');
      expect(await answers(nats.url)).toBe(true);
      const second = serverPid() ?? 0;
      expect(second).not.toBe(first);
      await nats.stop();
      expect(isRunning(second)).toBe(false);
      expect(await answers(nats.url)).toBe(false);
    });
  });
});
