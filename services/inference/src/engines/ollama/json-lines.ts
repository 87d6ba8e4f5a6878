import type { EngineReply } from '../http/engine-reply.js';

/** The lines of a reply of JSON lines, as they come. Leaving the loop closes the connection, which tells the engine to stop. */
export async function* jsonLines(reply: EngineReply): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (let piece = await reply.read(); piece; piece = await reply.read()) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') yield line;
    }
    if (rest.trim() !== '') yield rest;
  } finally {
    reply.close();
  }
}
