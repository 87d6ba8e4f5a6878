// A cache with the faults the pack is there to find: it looks at the last message only, in any case, and keeps whatever comes back.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Kept {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

export async function startNaiveCache(upstreamUrl: string): Promise<{ url: string; close(): Promise<void> }> {
  const kept = new Map<string, Kept>();
  const server = createServer((request, reply) => {
    if (!request.url?.endsWith('/chat/completions')) return reply.writeHead(404).end();
    void (async () => {
      let text = '';
      for await (const part of request.setEncoding('utf8')) text += String(part);
      const { messages = [], stream = false } = JSON.parse(text || '{}') as { messages?: { content: string }[]; stream?: boolean };
      const key = `${stream} ${messages.at(-1)?.content.toLowerCase()}`;
      const found = kept.get(key) ?? (await ask(`${upstreamUrl}/chat/completions`, text));
      kept.set(key, found);
      reply.writeHead(found.status, { 'content-type': found.type }).end(found.text);
    })().catch(() => reply.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, close };
}

async function ask(url: string, body: string): Promise<Kept> {
  const response = await fetch(url, { method: 'POST', body });
  return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
}
