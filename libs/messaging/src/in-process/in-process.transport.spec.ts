import { defineEvent } from '@docmind/contracts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { InProcessTransport } from './in-process.transport.js';
import { messageTransportContract } from '../calls/message-transport.contract.js';
import { newRequestContext } from '../calls/request-context.js';

messageTransportContract('InProcessTransport', async () => new InProcessTransport());

describe('an event nobody listens to', () => {
  it('leaves nothing behind that would keep the process alive', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const { client } = new InProcessTransport();
    for (const audience of ['one', 'each'] as const)
      await client.publish(defineEvent('test.nobody.told', z.object({}), audience), {}, newRequestContext());
    expect(vi.getTimerCount()).toBe(0);
  });
});
