// What a client of the public door does, in the words of the tests.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type QueryReply, queryReplySchema, type QueryRequest, storedDocumentSchema } from '@docmind/contracts';
import { eventsOf as readBody } from '@docmind/openai-wire';
import { repositoryRoot } from '@docmind/testing';
import { z } from 'zod';
import type { Service, StackProcess } from './stack-process.js';

export interface ExampleQuestion {
  readonly question: string;
  readonly paraphrase: string;
  readonly mustContain: readonly string[];
  readonly document: string;
}
export interface ServerEvent {
  readonly event: string;
  readonly data: unknown;
}
const uploadReplySchema = z.object({
  document: storedDocumentSchema,
  outcome: z.enum(['created', 'replaced', 'unchanged']),
  cachedSteps: z.array(z.string()),
});
const errorReplySchema = z.object({ error: z.looseObject({ message: z.string() }) });
const questions = JSON.parse(readFileSync(join(repositoryRoot(), 'examples/questions.json'), 'utf8')) as ExampleQuestion[];

/** The entry of examples/questions.json whose answer is in that document; the first where there are several. */
export function exampleAbout(document: string): ExampleQuestion {
  const found = questions.find((one) => one.document === document);
  if (!found) throw new Error(`examples/questions.json has no question about ${document}`);
  return found;
}

export function holdsAll(answer: string, expected: readonly string[]): boolean {
  return expected.every((text) => answer.toLowerCase().includes(text.toLowerCase()));
}

export class Door {
  constructor(private readonly stack: StackProcess) {}

  get openAiUrl(): string {
    return `${this.stack.url('orchestrator')}/v1`;
  }

  get(path: string, service: Service = 'orchestrator'): Promise<Response> {
    return fetch(`${this.stack.url(service)}${path}`);
  }

  delete(path: string): Promise<Response> {
    return fetch(`${this.stack.url('orchestrator')}${path}`, { method: 'DELETE' });
  }

  post(path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
    return fetch(`${this.stack.url('orchestrator')}${path}`, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      signal,
    });
  }

  async ask(question: string, more: Partial<QueryRequest> = {}): Promise<QueryReply> {
    const response = await this.post('/query', { question, ...more });
    const body: unknown = await response.json();
    if (!response.ok) throw new Error(`"${question}" was answered ${response.status}: ${JSON.stringify(body)}`);
    return queryReplySchema.parse(body);
  }

  /** A text of its own, token by token and never from the cache. */
  tellAStory(maxTokens: number, signal?: AbortSignal): Promise<Response> {
    const question = 'Write a long story about a lighthouse and the people who live in it.';
    return this.post('/query', { question, stream: true, cache: 'bypass', maxTokens }, signal);
  }

  send(name: string, content: string | Uint8Array<ArrayBuffer>): Promise<Response> {
    const form = new FormData();
    form.append('file', new Blob([content]), name);
    return fetch(`${this.stack.url('orchestrator')}/documents`, { method: 'POST', body: form });
  }

  async upload(name: string, content: string): Promise<z.infer<typeof uploadReplySchema>> {
    return uploadReplySchema.parse(await (await this.send(name, content)).json());
  }

  /** Passages of the document of this name; undefined where there is none. */
  async passagesOf(name: string): Promise<number | undefined> {
    const schema = z.object({ documents: z.array(storedDocumentSchema) });
    const { documents } = schema.parse(await (await this.get('/documents?limit=1000')).json());
    return documents.find((document) => document.name === name)?.chunkCount;
  }

  /** The value of a series without labels of its own. */
  async figure(name: string, service: Service): Promise<number> {
    const text = await (await this.get('/metrics', service)).text();
    const line = text.split('\n').find((one) => one.startsWith(`${name}{`) || one.startsWith(`${name} `));
    return Number(line?.split(' ').at(-1) ?? Number.NaN);
  }
}

export async function messageOf(response: Response): Promise<string> {
  return errorReplySchema.parse(await response.json()).error.message;
}

/** The events of a stream, one by one; whoever stops asking closes it. */
export async function* eventsOf(response: Response): AsyncGenerator<ServerEvent, void, undefined> {
  if (!response.ok || !response.body) throw new Error(`no stream but ${response.status}: ${await response.text()}`);
  for await (const { event = 'message', data } of readBody(response.body)) yield { event, data: JSON.parse(data) as unknown };
}

export async function allOf<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}
