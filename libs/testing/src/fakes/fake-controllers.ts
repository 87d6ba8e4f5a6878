import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import {
  type Alignment,
  type ChatFrame,
  type ChatRequest,
  type Chunk,
  type DocumentView,
  type IngestionFrame,
  type PerformanceRecord,
  type Session,
  type StoredDocument,
  type StoredMessage,
  cacheIngestionFingerprint,
  cacheIngestionProcess,
  cacheSemanticCheck,
  cacheSemanticFeedback,
  cacheSemanticLookup,
  cacheSemanticStore,
  cacheTextsAlign,
  cacheTextsEmbed,
  encodeVector,
  inferenceChatStream,
  inferenceModelsList,
  inferenceTokensCount,
  metricsPerformanceRecorded,
  orchestratorUploadRead,
  documentPassageSchema,
  persistenceChatAppend,
  persistenceChatList,
  persistenceCorpusEpoch,
  persistenceDocumentChange,
  persistenceDocumentDelete,
  persistenceDocumentGet,
  persistenceDocumentIndex,
  persistenceDocumentList,
  persistenceDocumentRead,
  persistenceDocumentRecall,
  persistenceDocumentSearch,
  persistenceDocumentStage,
  persistenceSessionChange,
  persistenceSessionCreate,
  persistenceSessionDelete,
  persistenceSessionEnter,
  persistenceSessionGet,
  persistenceSessionLeave,
  persistenceSessionList,
} from '@docmind/contracts';
import { AppError } from '@docmind/errors';
import { assertStillWanted, Handles, MessageClient, type RequestContext } from '@docmind/messaging';
import { Controller, Inject } from '@nestjs/common';
import { FAKE_NOW, FakeServices, type ReplyOf, type RequestOf, storedDocument } from './fake-services.js';

const FINGERPRINT = 'fake:1';
const VECTOR = encodeVector(new Float32Array(384).fill(0.05));

@Controller()
export class FakeInferenceController {
  constructor(@Inject(FakeServices) private readonly fakes: FakeServices) {}

  @Handles(inferenceChatStream)
  async *chat(request: ChatRequest, context: RequestContext): AsyncIterable<ChatFrame> {
    const { fakes } = this;
    await fakes.check(inferenceChatStream);
    fakes.prompts.push(request);
    const pieces = typeof fakes.answer === 'function' ? fakes.answer(request, context.signal) : fakes.answer;
    let tokens = 0;
    for await (const content of pieces) {
      tokens += 1;
      yield { type: 'delta', content };
    }
    const usage = { prompt_tokens: 10, completion_tokens: tokens, total_tokens: 10 + tokens };
    const { toolCalls } = fakes;
    const finishReason = toolCalls ? 'tool_calls' : fakes.finishReason;
    yield { type: 'done', id: 'gen-1', model: request.model, finishReason, toolCalls, usage, timeToFirstTokenMs: 1, totalMs: 2 };
  }

  @Handles(inferenceTokensCount)
  async count({ texts }: RequestOf<typeof inferenceTokensCount>): Promise<{ counts: number[] }> {
    await this.fakes.check(inferenceTokensCount);
    return { counts: texts.map((text) => Math.ceil(text.length / 4)) };
  }

  @Handles(inferenceModelsList)
  async models(): Promise<ReplyOf<typeof inferenceModelsList>> {
    const { contextLength } = this.fakes;
    return { models: contextLength === undefined ? [] : [{ id: 'fake-model', ownedBy: 'fakes', contextLength }] };
  }

  @Handles(metricsPerformanceRecorded)
  async recorded({ records }: { records: PerformanceRecord[] }): Promise<void> {
    this.fakes.records.push(...records);
  }
}

/** "How long" finds its match in "35 days", which words can't show. */
const LONG_WORDS = /(?!long|many|what|when|which|where)\b\p{L}{4,}/gu;

/** Cosines as bge-small gives them: about 0.87 for a word that is there, 0.45 for one that isn't. */
function alignmentByWords(question: string, text: string): Alignment {
  // Forms of one word begin alike.
  const beginning = (word: string): string => word.slice(0, 4);
  const there = new Set((text.toLowerCase().match(LONG_WORDS) ?? []).map(beginning));
  const found = (question.toLowerCase().match(LONG_WORDS) ?? []).map((word) => (there.has(beginning(word)) ? 0.87 : 0.45)).sort();
  const mean = found.length === 0 ? 0.45 : found.reduce((sum, value) => sum + value, 0) / found.length;
  const [worst = 0.45, secondWorst = worst] = found;
  const asked = { questionWord: mean - 0.1, questionWordFree: mean - 0.12 };
  return { ...asked, matched: mean, worst, secondWorst, whole: mean - 0.07, wholeMean: mean - 0.15, all: mean, reverse: mean, spread: 0.5 };
}

@Controller()
export class FakeCacheController {
  constructor(
    @Inject(FakeServices) private readonly fakes: FakeServices,
    @Inject(MessageClient) private readonly client: MessageClient,
  ) {}

  @Handles(cacheSemanticLookup)
  async lookup(request: RequestOf<typeof cacheSemanticLookup>): Promise<ReplyOf<typeof cacheSemanticLookup>> {
    await this.fakes.check(cacheSemanticLookup);
    this.fakes.lookups.push(request);
    if (this.fakes.hit) return this.fakes.hit;
    const key = JSON.stringify([request.scope, request.question]);
    const kept = this.fakes.stored.find((entry) => JSON.stringify([entry.scope, entry.question]) === key && entry.epoch === request.epoch);
    if (!kept) return { result: 'miss', why: 'nothing alike is stored' };
    const { question, answer, citations, meta } = kept;
    const facts = { meta, similarity: 1, probability: 1, ageSeconds: 2, why: 'the same words in the same scope' };
    return { result: 'exact', entry: 'entry-1', question, answer, citations, ...facts };
  }

  @Handles(cacheSemanticStore)
  async store(request: RequestOf<typeof cacheSemanticStore>): Promise<ReplyOf<typeof cacheSemanticStore>> {
    await this.fakes.check(cacheSemanticStore);
    this.fakes.stored.push(request);
    return { stored: true, entry: 'entry-1', why: 'complete and grounded' };
  }

  @Handles(cacheSemanticCheck)
  async check(request: RequestOf<typeof cacheSemanticCheck>): Promise<ReplyOf<typeof cacheSemanticCheck>> {
    this.fakes.checks.push(request);
    return { verdict: 'right' };
  }

  @Handles(cacheSemanticFeedback)
  async feedback(request: RequestOf<typeof cacheSemanticFeedback>): Promise<ReplyOf<typeof cacheSemanticFeedback>> {
    this.fakes.verdicts.push(request);
    return { recorded: true, evicted: request.verdict === 'wrong' };
  }

  /** Words for tokens: each is found whole or not at all. */
  @Handles(cacheTextsAlign)
  async align({ question, texts }: RequestOf<typeof cacheTextsAlign>): Promise<ReplyOf<typeof cacheTextsAlign>> {
    await this.fakes.check(cacheTextsAlign);
    return { embedder: 'bge-small-en-v1.5-int8', alignments: texts.map((text) => alignmentByWords(question, text)) };
  }

  @Handles(cacheTextsEmbed)
  async embed({ texts }: RequestOf<typeof cacheTextsEmbed>): Promise<ReplyOf<typeof cacheTextsEmbed>> {
    await this.fakes.check(cacheTextsEmbed);
    return { embedder: 'fake', dimensions: 384, vectors: texts.map(() => VECTOR) };
  }

  @Handles(cacheIngestionFingerprint)
  async fingerprint(): Promise<{ fingerprint: string }> {
    return { fingerprint: FINGERPRINT };
  }

  /** Pulls the bytes as the real one does; each line that isn't empty is a chunk. */
  @Handles(cacheIngestionProcess)
  async *process({ source }: { source: { instance: string; uploadId: string } }, context: RequestContext): AsyncIterable<IngestionFrame> {
    await this.fakes.check(cacheIngestionProcess);
    const { uploadId, instance } = source;
    let bytes = Buffer.alloc(0);
    for (let last = false; !last;) {
      const part = await this.client.call(orchestratorUploadRead, { uploadId, offset: bytes.length }, context, { instance });
      bytes = Buffer.concat([bytes, Buffer.from(part.bytes, 'base64')]);
      last = part.last;
    }
    this.fakes.pulled = bytes;
    const lines = bytes.toString('utf8').split('\n').filter(Boolean);
    const chunks = lines.map((text, index) => ({ index, text: text.slice(0, 2_000), vector: VECTOR }));
    yield { type: 'progress', step: 'embed', done: 0, total: chunks.length };
    await Promise.race([this.fakes.reading, once(context.signal, 'abort')]);
    assertStillWanted(context);
    if (chunks.length > 0) yield { type: 'chunks', chunks };
    const facts = { pages: 0, dimensions: 384, embedder: 'fake', fingerprint: FINGERPRINT, cachedSteps: [], totalMs: 1 };
    yield { type: 'done', chunkCount: chunks.length, ...facts };
  }
}

@Controller()
export class FakePersistenceController {
  constructor(@Inject(FakeServices) private readonly fakes: FakeServices) {}

  @Handles(persistenceCorpusEpoch)
  async corpusEpoch(): Promise<{ epoch: number }> {
    return { epoch: this.fakes.epoch };
  }

  @Handles(persistenceDocumentList)
  async listDocuments(request: RequestOf<typeof persistenceDocumentList>): Promise<ReplyOf<typeof persistenceDocumentList>> {
    await this.fakes.check(persistenceDocumentList);
    const { limit, offset, documentIds, tags, under } = request;
    const fitting = this.fakes.documents
      .filter(({ id }) => documentIds === undefined || documentIds.includes(id))
      .filter((document) => tags === undefined || document.tags.some((tag) => tags.includes(tag)))
      .filter(({ path }) => under === undefined || under.some((place) => path === place || path.startsWith(`${place}/`)));
    return { documents: fitting.slice(offset, offset + limit), epoch: this.fakes.epoch };
  }

  @Handles(persistenceDocumentRead)
  async read({ id, offset, limit }: RequestOf<typeof persistenceDocumentRead>): Promise<ReplyOf<typeof persistenceDocumentRead>> {
    const own = this.fakes.passages.filter(({ documentId }) => documentId === id);
    // A passage that no search found has no score.
    return { passages: own.slice(offset, offset + limit).map((passage) => documentPassageSchema.parse(passage)) };
  }

  @Handles(persistenceDocumentSearch)
  async search(request: RequestOf<typeof persistenceDocumentSearch>): Promise<ReplyOf<typeof persistenceDocumentSearch>> {
    await this.fakes.check(persistenceDocumentSearch);
    this.fakes.searches.push(request);
    const passages = (await this.fakes.find?.(request.query)) ?? this.fakes.passages;
    return { passages: passages.slice(0, request.limit), epoch: this.fakes.epoch };
  }

  @Handles(persistenceDocumentStage)
  async stage({ stagingId, chunks }: { stagingId: string; chunks: Chunk[] }): Promise<{ staged: number }> {
    const kept = [...(this.fakes.staged.get(stagingId) ?? []), ...chunks];
    this.fakes.staged.set(stagingId, kept);
    return { staged: kept.length };
  }

  @Handles(persistenceDocumentIndex)
  async index(request: RequestOf<typeof persistenceDocumentIndex>): Promise<ReplyOf<typeof persistenceDocumentIndex>> {
    await this.fakes.check(persistenceDocumentIndex);
    const { stagingId: _staging, dimensions: _dimensions, fingerprint: _fingerprint, uploadId, ...facts } = request;
    this.fakes.uploads.delete(uploadId ?? '');
    const before = this.fakes.documents.find((document) => document.path === facts.path);
    if (before?.contentHash === facts.contentHash) return { document: before, epoch: this.fakes.epoch, outcome: 'unchanged' };
    const document = storedDocument({ id: uploadId ?? randomUUID(), ...this.identityOf(before), ...facts });
    this.fakes.documents = [...this.fakes.documents.filter((one) => one !== before), document];
    this.fakes.epoch += 1;
    return { document, epoch: this.fakes.epoch, outcome: before ? 'replaced' : 'created' };
  }

  private identityOf(document: StoredDocument | undefined): Partial<StoredDocument> {
    return document === undefined ? {} : { id: document.id, tags: document.tags };
  }

  /** Knows the content of a document of the same path; the real one, of the tenant's other documents, too. */
  @Handles(persistenceDocumentRecall)
  async recall({ path, contentHash }: RequestOf<typeof persistenceDocumentRecall>): Promise<ReplyOf<typeof persistenceDocumentRecall>> {
    await this.fakes.check(persistenceDocumentRecall);
    const document = this.fakes.documents.find((one) => one.path === path && one.contentHash === contentHash);
    return document === undefined ? {} : { recalled: { document, epoch: this.fakes.epoch, outcome: 'unchanged' } };
  }

  @Handles(persistenceDocumentGet)
  async get({ id }: { id: string }): Promise<DocumentView> {
    return this.fakes.uploads.get(id) ?? { ...this.documentOf(id), state: 'indexed' };
  }

  private documentOf(id: string): StoredDocument {
    const found = this.fakes.documents.find((document) => document.id === id);
    if (!found) throw new AppError('NOT_FOUND', `There is no document ${id}`);
    return found;
  }

  @Handles(persistenceDocumentChange)
  async change({ id, ...change }: RequestOf<typeof persistenceDocumentChange>): Promise<ReplyOf<typeof persistenceDocumentChange>> {
    const document = storedDocument({ ...this.documentOf(id), name: undefined, ...change });
    this.fakes.documents = this.fakes.documents.map((one) => (one.id === id ? document : one));
    this.fakes.epoch += 1;
    return { document, epoch: this.fakes.epoch };
  }

  @Handles(persistenceDocumentDelete)
  async delete({ id }: { id: string }): Promise<{ deleted: boolean; epoch: number }> {
    const kept = this.fakes.documents.filter((document) => document.id !== id);
    const deleted = kept.length < this.fakes.documents.length;
    this.fakes.documents = kept;
    this.fakes.epoch += Number(deleted);
    return { deleted, epoch: this.fakes.epoch };
  }
}

@Controller()
export class FakeSessionsController {
  constructor(@Inject(FakeServices) private readonly fakes: FakeServices) {}

  @Handles(persistenceSessionCreate)
  async create({ id = randomUUID(), userId, data }: RequestOf<typeof persistenceSessionCreate>): Promise<Session> {
    const session = { id, userId, data, createdAt: FAKE_NOW, updatedAt: FAKE_NOW };
    this.fakes.sessions.set(id, session);
    return session;
  }

  @Handles(persistenceSessionGet)
  async get({ id }: { id: string }): Promise<Session> {
    const session = this.fakes.sessions.get(id);
    if (!session) throw new AppError('NOT_FOUND', `There is no session ${id}`);
    return session;
  }

  @Handles(persistenceSessionList)
  async list({ limit, offset }: { limit: number; offset: number }): Promise<{ sessions: Session[] }> {
    return { sessions: [...this.fakes.sessions.values()].slice(offset, offset + limit) };
  }

  @Handles(persistenceSessionChange)
  async change({ id, data }: RequestOf<typeof persistenceSessionChange>): Promise<Session> {
    const session = await this.get({ id });
    const changed = { ...session, data: { ...session.data, ...data } };
    this.fakes.sessions.set(id, changed);
    return changed;
  }

  @Handles(persistenceSessionDelete)
  async delete({ id }: { id: string }): Promise<{ deleted: boolean }> {
    return { deleted: this.fakes.sessions.delete(id) };
  }

  @Handles(persistenceSessionEnter)
  async enter({ sessionId, ticket }: RequestOf<typeof persistenceSessionEnter>): Promise<{ entered: boolean }> {
    await this.fakes.check(persistenceSessionEnter);
    const line = this.fakes.turns.get(sessionId) ?? [];
    if (!line.includes(ticket)) line.push(ticket);
    this.fakes.turns.set(sessionId, line);
    return { entered: line[0] === ticket };
  }

  @Handles(persistenceSessionLeave)
  async leave({ sessionId, ticket }: RequestOf<typeof persistenceSessionLeave>): Promise<Record<string, never>> {
    this.fakes.turns.set(
      sessionId,
      (this.fakes.turns.get(sessionId) ?? []).filter((one) => one !== ticket),
    );
    return {};
  }

  @Handles(persistenceChatAppend)
  async append({ sessionId, userId, messages, requestId }: RequestOf<typeof persistenceChatAppend>): Promise<{ ids: number[] }> {
    await this.fakes.check(persistenceChatAppend);
    const answered = `${sessionId} ${requestId}`;
    if (requestId !== undefined && this.fakes.answered.has(answered)) return { ids: [] };
    this.fakes.answered.add(answered);
    if (!this.fakes.sessions.has(sessionId)) await this.create({ id: sessionId, userId, data: {} });
    const kept = this.fakes.messages.get(sessionId) ?? [];
    const added = messages.map((message, index) => ({ ...message, id: kept.length + index + 1, sessionId, timestamp: FAKE_NOW }));
    this.fakes.messages.set(sessionId, [...kept, ...added]);
    return { ids: added.map(({ id }) => id) };
  }

  @Handles(persistenceChatList)
  async messages({ sessionId, limit, from }: RequestOf<typeof persistenceChatList>): Promise<{ messages: StoredMessage[] }> {
    const messages = this.fakes.messages.get(sessionId);
    if (!messages) throw new AppError('NOT_FOUND', `There is no session ${sessionId}`);
    return { messages: from === 'newest' ? messages.slice(-limit) : messages };
  }
}
