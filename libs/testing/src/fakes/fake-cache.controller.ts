import 'reflect-metadata';
import { once } from 'node:events';
import {
  type Alignment,
  type IngestionFrame,
  cacheIngestionFingerprint,
  cacheIngestionProcess,
  cacheSemanticCheck,
  cacheSemanticFeedback,
  cacheSemanticLookup,
  cacheSemanticStore,
  cacheTextsAlign,
  cacheTextsEmbed,
  encodeVector,
  orchestratorUploadRead,
} from '@docmind/contracts';
import { assertStillWanted, Handles, MessageClient, type RequestContext } from '@docmind/messaging';
import { Controller, Inject } from '@nestjs/common';
import { FakeServices, type ReplyOf, type RequestOf } from './fake-services.js';

const VECTOR = encodeVector(new Float32Array(384).fill(0.05));
const FINGERPRINT = 'fake:1';
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
  const asked = { questionWord: mean - 0.1, questionWordFree: mean - 0.12, sentence: mean };
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
    if (lines[0] === '[scan]') {
      yield { type: 'progress', step: 'waiting', done: 0, total: 0 };
      this.fakes.atRecognition += 1;
      await Promise.race([this.fakes.recognising, once(context.signal, 'abort')]);
      this.fakes.atRecognition -= 1;
      assertStillWanted(context);
    }
    const chunks = lines.map((text, index) => ({ index, text: text.slice(0, 2_000), vector: VECTOR }));
    yield { type: 'progress', step: 'embed', done: 0, total: chunks.length };
    await Promise.race([this.fakes.reading, once(context.signal, 'abort')]);
    assertStillWanted(context);
    if (chunks.length > 0) yield { type: 'chunks', chunks };
    const facts = { pages: 0, dimensions: 384, embedder: 'fake', fingerprint: FINGERPRINT, cachedSteps: [], totalMs: 1 };
    yield { type: 'done', chunkCount: chunks.length, ...facts };
  }
}
