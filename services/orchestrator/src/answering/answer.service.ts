import { SpareTime } from '@docmind/bootstrap';
import type { AgentsTrace, CacheHit, CacheScope, Usage } from '@docmind/contracts';
import { newRequestContext, type RequestContext } from '@docmind/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { AgentGraph } from '../agents/agent-graph.js';
import type { AgentAnswer } from '../graph/agent-answer.js';
import type { AgentQuestion } from '../graph/agent-question.js';
import { AgentRun } from '../graph/agent-run.js';
import { graphOptionsOf } from '../graph/graph-options.policy.js';
import { english } from '@docmind/language';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { CollectionService, type CollectionTask } from '../collection/collection.service.js';
import { AdmissionGate } from './admission-gate.js';
import { AnswerCache } from './answer-cache.js';
import { type FlightControls, SingleFlight } from './single-flight.js';

export interface FreshAnswer extends AgentAnswer {
  readonly trace: AgentsTrace;
  readonly usage: Usage;
  readonly model: string;
}
export interface AnswerRequest {
  readonly asked: AgentQuestion;
  readonly scope: CacheScope;
  readonly epoch: number | undefined;
  readonly sessionId: string | undefined;
  /** Where the agents' state is kept, of a request that may come again. */
  readonly threadId: string | undefined;
  readonly mayStore: boolean;
  /** What is asked of the documents as such; else the agents answer. */
  readonly task?: CollectionTask | undefined;
}

const MOST_CHECKS_WAITING = 16;

/** Answers a question the cache couldn't: one run of the agents for all who ask the same at the same time. */
@Injectable()
export class AnswerService {
  private readonly flights = new SingleFlight<FreshAnswer>();
  private readonly gate: AdmissionGate;
  private readonly spare: SpareTime;

  constructor(
    private readonly graph: AgentGraph,
    private readonly collection: CollectionService,
    private readonly cache: AnswerCache,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {
    const { MAX_CONCURRENT_QUERIES: maxConcurrent, QUERY_QUEUE_LIMIT: queueLimit } = config;
    this.gate = new AdmissionGate({ maxConcurrent, queueLimit, inside: 'questions are being answered' });
    this.spare = new SpareTime({ mostWaiting: MOST_CHECKS_WAITING, limitMs: config.QUERY_TIMEOUT_MS });
  }

  /** Yields the answer's text as it may be shown, returns all of it. */
  answer(request: AnswerRequest, context: RequestContext): AsyncGenerator<string, FreshAnswer, undefined> {
    const { asked, scope, epoch, sessionId, mayStore } = request;
    // A bypassing caller wants a run of its own, and so does a session.
    const key = mayStore ? JSON.stringify([scope, asked.question, epoch, sessionId ?? null]) : context.requestId;
    return this.flights.join(key, context.signal, (controls) =>
      this.waitedFor(() => this.run(request, { ...context, signal: controls.signal }, controls.emit)),
    );
  }

  /** Answers a sampled hit's question anew while nobody waits for the agents, and reports it. Nothing of it is kept or shown. */
  async check(request: AnswerRequest, hit: CacheHit, { tenant }: RequestContext): Promise<void> {
    const unseen = { ...request, sessionId: undefined, threadId: undefined, mayStore: false };
    const deadline = (): number => Date.now() + this.config.QUERY_TIMEOUT_MS;
    const answerAnew = (signal: AbortSignal): Promise<FreshAnswer> =>
      this.run(unseen, newRequestContext({ tenant, signal, deadline: deadline() }), () => undefined);
    const fresh = await this.spare.run(answerAnew).catch(() => undefined);
    await this.cache.report(hit, request.asked.question, fresh, newRequestContext({ tenant, deadline: deadline() }));
  }

  private async waitedFor<T>(work: () => Promise<T>): Promise<T> {
    const leave = this.spare.enter();
    try {
      return await work();
    } finally {
      leave();
    }
  }

  private async run(request: AnswerRequest, context: RequestContext, emit: FlightControls['emit']): Promise<FreshAnswer> {
    const leave = await this.gate.enter(context.tenant, context.signal);
    try {
      // What the supervisor will say in its own words is shown when it has.
      const isHeld = !graphOptionsOf(this.config).forwardMessageTool;
      const run = new AgentRun(context, isHeld ? () => undefined : emit, request.asked.routed);
      const answer = await this.answerOf(request, run);
      // What the draft left open is known only now: see docs/adr/0007.
      const rest = isHeld ? answer.answer : answer.route === 'documents' ? run.restOf(answer.answer) : '';
      for (const piece of piecesOf(rest)) emit(piece);
      if (request.mayStore) await this.store(request, answer, context);
      return { ...answer, trace: run.report(), usage: run.usage, model: run.model ?? this.config.INFERENCE_MODEL };
    } finally {
      leave();
    }
  }

  private answerOf({ task, asked, threadId }: AnswerRequest, run: AgentRun): Promise<AgentAnswer> {
    return task === undefined ? this.graph.answer(asked, run, threadId) : this.collection.answer(task, run.context);
  }

  private store({ scope, asked, epoch }: AnswerRequest, answer: AgentAnswer, context: RequestContext): Promise<void> {
    return this.cache.store({ scope, question: asked.question, answer, temperature: asked.sampling.temperature, epoch }, context);
  }
}

/** Sentence by sentence, so that a client shows progress even where the whole answer came at once; joined they are the answer. */
export function piecesOf(answer: string): string[] {
  const pieces: string[] = [];
  let rest = answer;
  for (const sentence of english.sentences.split(answer)) {
    const at = rest.indexOf(sentence);
    if (at < 0) continue;
    const end = at + sentence.length;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  if (rest !== '') pieces.push(rest);
  return pieces;
}
