import {
  type BackendInfo,
  backendListSchema,
  backendSwitchReplySchema,
  chatCompletionChunkSchema,
  errorMessageSchema,
  type HardwareInfo,
  hardwareInfoSchema,
  tokenizeReplySchema,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { eventsOf, isDone } from '@docmind/openai-wire';
import type { z } from 'zod';

type ChatCompletionChunk = z.infer<typeof chatCompletionChunkSchema>;

/** One generation as its caller saw it. Times in milliseconds since the request. */
export interface Generation {
  readonly text: string;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly firstTokenMs: number;
  readonly totalMs: number;
  /** Left out of the prompt because it was too long. */
  readonly trimmedTokens: number;
}

export interface GenerationRequest {
  readonly prompt: string;
  readonly maxTokens: number;
}

/** A 128K prompt takes minutes on a slow card. */
const GENERATION_LIMIT_MS = 900_000;
const CALL_LIMIT_MS = 60_000;

/** The inference service's door, asked as a client would. */
export class EngineDoor {
  private model = '';

  constructor(
    private readonly url: string,
    private readonly key?: string,
  ) {}

  /** @throws AppError UNAVAILABLE with the door's own words, or where the stream ends early */
  async generate({ prompt, maxTokens }: GenerationRequest): Promise<Generation> {
    const startedAt = performance.now();
    const body = { model: this.model, messages: [{ role: 'user', content: prompt }], max_tokens: maxTokens, temperature: 0, stream: true };
    const response = await this.reach('/v1/chat/completions', { ...body, stream_options: { include_usage: true } }, GENERATION_LIMIT_MS);
    if (!response.ok || !response.body) throw await refusalOf(response);
    const trimmedTokens = Number(response.headers.get('x-docmind-context-trimmed') ?? 0);
    return { ...(await heard(response.body, startedAt)), totalMs: performance.now() - startedAt, trimmedTokens };
  }

  /** @returns the tokens of a text, and the model's window where the engine tells it */
  async tokens(prompt: string): Promise<{ readonly count: number; readonly windowTokens: number | undefined }> {
    const { count, max_model_len } = tokenizeReplySchema.parse(await this.call('/tokenize', { prompt }));
    return { count, windowTokens: max_model_len ?? undefined };
  }

  /** The backend that answers, whose model is asked from now on. @throws AppError FAILED_PRECONDITION where none is active */
  async active(): Promise<BackendInfo> {
    const { backends } = backendListSchema.parse(await this.call('/backends'));
    const active = backends.find((backend) => backend.active);
    if (!active) throw new AppError('FAILED_PRECONDITION', 'No backend is active: docmind switch lists them');
    this.model = active.model;
    return active;
  }

  async switchTo(name: string): Promise<{ readonly tookMs: number }> {
    return backendSwitchReplySchema.parse(await this.call('/backends/switch', { name }));
  }

  async hardware(): Promise<HardwareInfo> {
    return hardwareInfoSchema.parse(await this.call('/hardware'));
  }

  /** Of one of its own metrics without labels. */
  async metric(name: string): Promise<number> {
    const response = await this.reach('/metrics', undefined, CALL_LIMIT_MS);
    const line = (await response.text()).split('\n').find((text) => text.startsWith(`${name} `));
    return Number(line?.slice(name.length + 1) ?? 0);
  }

  private async call(path: string, body?: object): Promise<unknown> {
    const response = await this.reach(path, body, CALL_LIMIT_MS);
    if (!response.ok) throw await refusalOf(response);
    return response.json();
  }

  private async reach(path: string, body: object | undefined, limitMs: number): Promise<Response> {
    const headers = { 'content-type': 'application/json', ...(this.key === undefined ? {} : { authorization: `Bearer ${this.key}` }) };
    const init = body ? { method: 'POST', body: JSON.stringify(body), headers } : { headers };
    return fetch(`${this.url}${path}`, { ...init, signal: AbortSignal.timeout(limitMs) }).catch((cause: unknown) => {
      throw new AppError('UNAVAILABLE', `Nothing answers at ${this.url}${path}. Start it with: npm run docmind -- up`, { cause });
    });
  }
}

async function heard(body: ReadableStream<Uint8Array>, startedAt: number): Promise<Omit<Generation, 'totalMs' | 'trimmedTokens'>> {
  let [text, firstTokenMs] = ['', 0];
  let usage: { readonly prompt_tokens: number; readonly completion_tokens: number } | undefined;
  for await (const { data } of eventsOf(body)) {
    if (isDone(data)) break;
    const piece = pieceOf(data);
    if (piece.text !== '' && firstTokenMs === 0) firstTokenMs = performance.now() - startedAt;
    text += piece.text;
    usage = piece.usage ?? usage;
  }
  if (!usage) throw new AppError('UNAVAILABLE', 'The answer ended without its token counts');
  return { text, promptTokens: usage.prompt_tokens, completionTokens: usage.completion_tokens, firstTokenMs };
}

function pieceOf(data: string): { readonly text: string; readonly usage: ChatCompletionChunk['usage'] } {
  const chunk = chatCompletionChunkSchema.safeParse(JSON.parse(data));
  if (!chunk.success) throw new AppError('UNAVAILABLE', `The answer broke off: ${data.slice(0, 200)}`);
  return { text: chunk.data.choices[0]?.delta.content ?? '', usage: chunk.data.usage };
}

/** Its status is in front, as callers tell refusals from faults by it. */
async function refusalOf(response: Response): Promise<AppError> {
  const told = errorMessageSchema.safeParse(await response.json().catch(() => undefined));
  const words = told.success ? told.data.error.message : 'no words of ours';
  return new AppError('UNAVAILABLE', `${response.status}: ${words}`, { details: { status: response.status } });
}
