import { type Alignment, cacheTextsAlign, type Passage } from '@docmind/contracts';
import { MessageClient, type RequestContext, requestFacts } from '@docmind/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { type Asker, SentenceJudge } from '../judge/sentence-judge.port.js';
import {
  type Answerability,
  chanceByJudge,
  chanceByTokens,
  chanceByWords,
  type Leads,
  leadsOf,
  thresholdFor,
} from './answerability.policy.js';
import { type Candidate, candidatesOf, inContext } from './candidates.policy.js';
import { ALIGNED_CHARS, ALIGNED_SENTENCES, bestFirst, type Evidence, JUDGED_SENTENCES, type Weighed } from './evidence-rules.policy.js';
import { isOfAnother } from './designators.policy.js';
import { type Bound, boundOf } from './chance-bounds.policy.js';
import { judgedOf } from './judged-text.policy.js';
import { loadAnswerability } from './load-answerability.js';
import { forQuestion } from './table-cells.policy.js';
import { askedWordsOf, passageStems, type WordEvidence, wordEvidence } from './word-evidence.policy.js';

interface Found extends Evidence {
  readonly words: WordEvidence;
  readonly bound: Bound;
  /** Without its bound. */
  readonly byWords: number;
}

/** A sentence that says it of something else is compared all the same: what is less like the question than that one answers no more for want of it. */
const NEVER: Bound = () => 0;

function worthComparing(found: readonly Found[]): Found[] {
  const likely = ({ bound, byWords, chance }: Found): number => (bound === NEVER ? byWords : chance);
  return [...found]
    .sort((left, right) => likely(right) - likely(left) || left.candidate.rank - right.candidate.rank)
    .slice(0, ALIGNED_SENTENCES);
}

/**
 * Says of each sentence of the passages how likely it answers a question: by its words, for the best of them by the embedder's tokens, and for
 * the best of those by a judge, where there is one.
 */
@Injectable()
export class EvidenceService {
  private readonly model: Answerability = loadAnswerability();

  constructor(
    private readonly client: MessageClient,
    private readonly judge: SentenceJudge,
    private readonly logger: Logger,
  ) {}

  /** For each question on its own. Without the embedder by words alone, which are believed from a chance of their own on. */
  async weigh(questions: readonly string[], passages: readonly Passage[], asker: Asker): Promise<Weighed[]> {
    const all = candidatesOf(passages);
    return Promise.all(
      questions.map(async (question) => {
        const { candidates, ruledOut } = forQuestion(question, all);
        const isOther = isOfAnother(question);
        const own = candidates.filter((candidate) => !isOther(candidate));
        const weighed = await this.judged(await this.weighOne(question, own, passages, asker.context), asker);
        return { ...weighed, evidence: [...weighed.evidence, ...ruledOut.map((candidate) => ({ candidate, chance: 0 }))] };
      }),
    );
  }

  private async weighOne(
    question: string,
    candidates: readonly Candidate[],
    passages: readonly Passage[],
    context: RequestContext,
  ): Promise<Weighed> {
    const asked = askedWordsOf(question);
    const stems = new Map(passages.map((passage) => [passage.chunkId, passageStems(passage, asked)] as const));
    const found = candidates.map((candidate) => {
      const words = wordEvidence(asked, candidate, stems.get(candidate.passage.chunkId) ?? new Set());
      const bound = asked.isTurned(candidate) ? NEVER : boundOf(asked, candidate, words);
      const chance = chanceByWords(this.model, words);
      return { candidate, words, bound, byWords: chance, chance: bound(chance, this.model.words.threshold) };
    });
    const best = worthComparing(found);
    const alignments = best.length === 0 ? undefined : await this.align(question, best, context);
    if (!alignments) return { question, evidence: bestFirst(found), threshold: this.model.words.threshold };
    const threshold = thresholdFor(this.model, asked.pack);
    const leads = leadsOf(alignments);
    const evidence = best.map(({ candidate, words, bound }, at) => {
      const chance = chanceByTokens(this.model, words, alignments[at] as Alignment, leads[at] as Leads);
      return { candidate, chance: bound(chance, threshold) };
    });
    return { question, evidence: bestFirst(evidence), threshold };
  }

  /**
   * The best sentences one by one, until one is believed, and those that words and tokens believe too: they may say otherwise. Where there is a
   * judge, what it didn't read isn't believed.
   */
  private async judged(weighed: Weighed, asker: Asker): Promise<Weighed> {
    const { threshold } = this.model.judge;
    const read: Evidence[] = [];
    for (const { candidate, chance } of weighed.evidence.slice(0, JUDGED_SENTENCES)) {
      if (chance <= weighed.threshold && read.some((one) => one.chance > threshold)) break;
      const odds = await this.judge.odds(judgedOf(weighed.question, candidate), asker);
      if (odds === undefined) return weighed;
      read.push({ candidate, chance: chanceByJudge(this.model, chance, odds) });
    }
    const unread = weighed.evidence.slice(read.length).map((one) => ({ ...one, chance: Math.min(one.chance, threshold) }));
    return { ...weighed, evidence: bestFirst([...read, ...unread]), threshold };
  }

  /** Undefined where the embedder can't be asked, or is another than the one that the figures were measured with. */
  private async align(question: string, found: readonly Found[], context: RequestContext): Promise<readonly Alignment[] | undefined> {
    const texts = found.map(({ candidate }) => inContext(candidate).slice(0, ALIGNED_CHARS));
    try {
      const asked = question.slice(0, ALIGNED_CHARS);
      const { embedder, alignments } = await this.client.call(cacheTextsAlign, { question: asked, texts }, context);
      return embedder === this.model.embedder && alignments.length === texts.length ? alignments : undefined;
    } catch (thrown) {
      if (context.signal.aborted) throw thrown;
      this.logger.warn({ msg: 'sentences not compared by tokens, judged by words', ...requestFacts(context), reason: String(thrown) });
      return undefined;
    }
  }
}
