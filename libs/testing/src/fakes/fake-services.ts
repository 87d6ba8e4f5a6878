import { basename } from 'node:path';
import type {
  CacheCheck,
  CacheHit,
  cacheSemanticFeedback,
  cacheSemanticLookup,
  cacheSemanticStore,
  CallContract,
  ChatRequest,
  Chunk,
  DocumentView,
  HealthReply,
  Passage,
  PerformanceRecord,
  persistenceDocumentSearch,
  Session,
  StoredDocument,
  StoredMessage,
  ToolCall,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';

export type RequestOf<C> = C extends CallContract<infer Request, unknown> ? Request : never;
export type ReplyOf<C> = C extends CallContract<unknown, infer Reply> ? Reply : never;

export const FAKE_NOW = '2026-01-01T00:00:00.000Z';

/** What the fakes answer with, and what they were asked. Tests set and read its fields. */
export class FakeServices {
  passages: Passage[] = [];
  /** In place of `passages`, what a search brings back, or why it fails. */
  find: ((query: string) => Promise<Passage[]>) | undefined;
  documents: StoredDocument[] = [];
  epoch = 0;
  /** In the background, by their id, which stands for the document's. */
  readonly uploads = new Map<string, DocumentView>();
  readonly sessions = new Map<string, Session>();
  readonly messages = new Map<string, StoredMessage[]>();
  /** Requests whose turn a session has. */
  readonly answered = new Set<string>();
  /** Tickets in the line of each session. */
  readonly turns = new Map<string, string[]>();
  readonly records: PerformanceRecord[] = [];

  /** The model's answer in pieces; a function may look at the prompt, throw, or take its time. */
  answer: string[] | ((request: ChatRequest, signal: AbortSignal) => AsyncIterable<string>) = ['I ', 'do not know.'];
  finishReason: 'stop' | 'length' = 'stop';
  /** Of the model; where it isn't known the model is not listed. */
  contextLength: number | undefined;
  /** Calls of the caller's tools, which then are how the answer ends. */
  toolCalls: ToolCall[] | undefined;
  readonly prompts: ChatRequest[] = [];
  readonly searches: RequestOf<typeof persistenceDocumentSearch>[] = [];

  /** A working exact cache by question and scope; `hit` overrides it. */
  hit: CacheHit | undefined;
  readonly lookups: RequestOf<typeof cacheSemanticLookup>[] = [];
  readonly stored: RequestOf<typeof cacheSemanticStore>[] = [];
  /** Hits that the orchestrator answered anew. */
  readonly checks: CacheCheck[] = [];
  readonly verdicts: RequestOf<typeof cacheSemanticFeedback>[] = [];
  readonly staged = new Map<string, Chunk[]>();
  /** Contents for whose originals room is held, by what they are staged under. */
  readonly offered = new Map<string, string>();
  /** Parts of originals, by the content's hash. */
  readonly originals = new Map<string, string[]>();
  /** Bytes that the fake ingestion pulled back from the orchestrator. */
  pulled = Buffer.alloc(0);
  /** What recognising words waits for, in a document whose first line is `[scan]`; and how many are at that. */
  recognising: Promise<void> = Promise.resolve();
  atRecognition = 0;
  /** What reading a document in waits for. */
  reading: Promise<void> = Promise.resolve();
  /** Parts that don't work, by the subject that asks after them. */
  readonly down = new Map<string, HealthReply['down']>();
  healthAsked = 0;
  /** Subjects that fail, with what they throw. */
  readonly faults = new Map<string, AppError>();
  private readonly held = new Map<string, Promise<unknown>>();
  /** The subjects of all calls, in order. */
  readonly called: string[] = [];

  fail(contract: { subject: string }, error = new AppError('UNAVAILABLE', `${contract.subject} is down`)): void {
    this.faults.set(contract.subject, error);
  }

  /** Lets each call of it wait for a promise; without one, for ever. */
  hold(contract: { subject: string }, until: Promise<unknown> = new Promise(() => undefined)): void {
    this.held.set(contract.subject, until);
  }

  async check({ subject }: { subject: string }): Promise<void> {
    this.called.push(subject);
    await this.held.get(subject);
    const fault = this.faults.get(subject);
    if (fault) throw fault;
  }

  /** Makes search return these texts, one document each. */
  know(...documents: { name: string; text: string }[]): void {
    this.epoch += 1;
    this.documents = documents.map(({ name }, index) => storedDocument({ id: `doc-${index + 1}`, path: name }));
    this.passages = documents.map(({ name, text }, index) => ({
      chunkId: `doc-${index + 1}#0`,
      documentId: `doc-${index + 1}`,
      documentName: name,
      documentPath: name,
      index: 0,
      text,
      score: 1 / (index + 1),
    }));
  }
}

export function storedDocument(given: Partial<StoredDocument> = {}): StoredDocument {
  const facts = { mediaType: 'text/markdown', contentHash: 'a'.repeat(64), sizeBytes: 100, hasOriginal: false };
  const made = { pages: 0, chunkCount: 1, embedder: 'fake' };
  const { path = given.name ?? 'a.md' } = given;
  return {
    id: 'doc-1',
    path,
    ...facts,
    ...made,
    createdAt: FAKE_NOW,
    updatedAt: FAKE_NOW,
    ...given,
    tags: given.tags ?? [],
    name: basename(path),
  };
}
