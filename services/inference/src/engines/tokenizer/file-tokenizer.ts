import { Worker } from 'node:worker_threads';
import { AppError } from '@docmind/errors';
import type { Tokenization, TokenizeInput } from '../../generation/llm-engine.port.js';
import { abortError } from '../../generation/slot-queue.js';
import { chatMl } from './chatml.policy.js';

const WORKER = new URL('./tokenizer.worker.mjs', import.meta.url);

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}
interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A model's own tokenizer.json, for engines that have no route to count with. Messages go through ChatML, which Qwen3 was trained on.
 * The file is read at the first count and stays with its thread until `close`.
 */
export class FileTokenizer {
  private worker: Worker | undefined;
  private readonly open = new Map<number, Waiting>();
  private lastId = 0;

  /** @param path asked at the first count: a tokenizer may be pulled while the service runs */
  constructor(
    private readonly path: () => string,
    private readonly maxModelLength: () => number | undefined,
  ) {}

  /** Exact, without a template. @throws AppError FAILED_PRECONDITION when the file isn't there or is no tokenizer */
  async count(texts: readonly string[], signal: AbortSignal): Promise<number[]> {
    return (await this.ask({ texts }, signal)) as number[];
  }

  async tokenize(input: TokenizeInput, signal: AbortSignal): Promise<Tokenization> {
    const text = 'prompt' in input ? input.prompt : chatMl(input.messages, input.tools);
    return { tokens: (await this.ask({ text }, signal)) as number[], maxModelLength: this.maxModelLength() };
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = undefined;
    await worker?.terminate();
  }

  private async ask(question: { texts: readonly string[] } | { text: string }, signal: AbortSignal): Promise<unknown> {
    if (signal.aborted) throw abortError(signal);
    this.worker ??= this.start();
    const id = ++this.lastId;
    const { worker } = this;
    return new Promise<unknown>((resolve, reject) => {
      const leave = () => {
        this.open.delete(id);
        reject(abortError(signal));
      };
      signal.addEventListener('abort', leave, { once: true });
      const settled = () => signal.removeEventListener('abort', leave);
      this.open.set(id, {
        resolve: (value) => (settled(), resolve(value)),
        reject: (error) => (settled(), reject(error)),
      });
      worker.postMessage({ id, ...question });
    });
  }

  private start(): Worker {
    const worker = new Worker(WORKER, { workerData: { path: this.path() }, execArgv: [] });
    worker.unref();
    worker.on('message', ({ id, value, error }: Answer) => {
      const waiting = this.open.get(id);
      this.open.delete(id);
      if (error === undefined) waiting?.resolve(value);
      else waiting?.reject(unreadable(error));
    });
    worker.once('error', (error) => this.fail(worker, unreadable(error)));
    worker.once('exit', () => this.fail(worker, new AppError('UNAVAILABLE', 'The tokenizer ended while it counted; ask again')));
    return worker;
  }

  private fail(worker: Worker, error: AppError): void {
    if (this.worker === worker) this.worker = undefined;
    const waiting = [...this.open.values()];
    this.open.clear();
    for (const { reject } of waiting) reject(error);
  }
}

function unreadable(cause: unknown): AppError {
  return new AppError('FAILED_PRECONDITION', "The model's tokenizer file cannot be used; pull it again with: docmind models pull", {
    cause,
  });
}
