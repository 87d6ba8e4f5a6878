import { type ChatMessage, type ChatRequest, type ContextTrim, textOf } from '@docmind/contracts';
import { AppError, toAppError } from '@docmind/errors';
import { applyCut, MARK_TOKENS } from './apply-cut.policy.js';
import { type ContextBudget, contextBudget, type ContextSettings, limitOf } from './context-budget.policy.js';
import { type Cut, planCut } from './cut.policy.js';
import { callsText, type MessageUnit, sumOf, unitsOf } from './message-units.policy.js';
import { PieceCounter } from './piece-counter.js';
import { measureTemplate, type TemplateCost } from './template-cost.js';
import type { TokenSizes } from './token-sizes.port.js';

export interface FittedRequest {
  readonly request: ChatRequest;
  /** Undefined where nothing was left out. */
  readonly trim: ContextTrim | undefined;
}

/** UTF-16 units become at most three bytes of UTF-8, and a token has at least one byte. */
const MAX_TOKENS_PER_CHAR = 3;
/** More than any known template adds to a message, and to a prompt with its default system prompt. */
const MAX_MESSAGE_TOKENS = 32;
const MAX_FIXED_TOKENS = 64;
/** An engine's instructions for tools around their definitions. */
const TOOLS_TOKENS = 256;
/** Pieces are counted one by one; joined they may differ by a few tokens. Closer to the limit than this, the whole is counted once more. */
const THIN_MARGIN_SHARE = 0.01;
const THIN_MARGIN_TOKENS = 32;
const MAX_ROUNDS = 4;

interface Measured {
  readonly units: readonly MessageUnit[];
  /** Template and tools. */
  readonly aroundTokens: number;
  readonly promptTokens: number;
}

/**
 * Fits prompts into the model's window: what is too long loses its middle, what can't fit is refused with the counts. All counts are the
 * engine's own. A prompt that is plainly short costs a sum over its lengths and no await.
 */
export class ContextManager {
  private readonly counters = new WeakMap<TokenSizes, PieceCounter>();
  private readonly templates = new WeakMap<TokenSizes, Promise<TemplateCost>>();

  constructor(
    private readonly settings: ContextSettings,
    private readonly onTrim: (trim: ContextTrim, durationMs: number) => void = () => undefined,
    private readonly onUncounted: () => void = () => undefined,
  ) {}

  /**
   * @param windowTokens the model's own window, undefined where the engine doesn't tell
   * @throws AppError INVALID_ARGUMENT with the counts when the prompt can't be made to fit
   */
  fit(
    engine: TokenSizes,
    request: ChatRequest,
    windowTokens: number | undefined,
    signal: AbortSignal,
  ): FittedRequest | Promise<FittedRequest> {
    if (this.settings.strategy === 'none') return { request, trim: undefined };
    const { max_tokens, max_completion_tokens, ...unbounded } = request;
    const maxTokens = max_completion_tokens ?? max_tokens ?? undefined;
    // An answer ends with the window anyway. Clients that must name a bound name one of the largest models', and mean that they need none.
    const isBound = maxTokens === undefined || maxTokens < limitOf(this.settings, windowTokens);
    const asked = isBound ? request : unbounded;
    const budget = contextBudget(this.settings, windowTokens, isBound ? maxTokens : undefined);
    if (mostTokensOf(asked) <= budget.triggerTokens) return { request: asked, trim: undefined };
    return this.fitCounted(engine, asked, budget, signal);
  }

  private async fitCounted(engine: TokenSizes, request: ChatRequest, budget: ContextBudget, signal: AbortSignal): Promise<FittedRequest> {
    const startedAt = performance.now();
    const measured = await this.measure(engine, request, signal);
    if (!measured || measured.promptTokens <= budget.triggerTokens) return { request, trim: undefined };
    if (this.settings.strategy === 'reject') return this.asItIs(engine, request, measured, budget, signal);
    const fitted = await this.trimmed(engine, request, measured, budget, signal);
    if (fitted.trim) this.onTrim(fitted.trim, performance.now() - startedAt);
    return fitted;
  }

  /** @returns undefined where the engine can't count: no guess takes its place, the engine itself will refuse what is too long */
  private async measure(engine: TokenSizes, request: ChatRequest, signal: AbortSignal): Promise<Measured | undefined> {
    try {
      const { fixedTokens, messageTokens } = await this.templateOf(engine, signal);
      const toolsText = request.tools && request.tools.length > 0 ? JSON.stringify(request.tools) : '';
      const counted = await this.counterOf(engine).count([...request.messages.map(wholeText), toolsText], signal);
      const tools = toolsText === '' ? 0 : TOOLS_TOKENS + sumOf(counted.at(-1)?.tokens ?? []);
      const units = unitsOf(request.messages, counted, messageTokens);
      const aroundTokens = fixedTokens + tools;
      return { units, aroundTokens, promptTokens: aroundTokens + sumOf(units.map(({ tokens }) => tokens)) };
    } catch (thrown) {
      if (toAppError(thrown).code !== 'FAILED_PRECONDITION') throw thrown;
      this.onUncounted();
      return undefined;
    }
  }

  private async trimmed(
    engine: TokenSizes,
    request: ChatRequest,
    measured: Measured,
    budget: ContextBudget,
    signal: AbortSignal,
  ): Promise<FittedRequest> {
    const { units, aroundTokens, promptTokens } = measured;
    let roomTokens = budget.promptTokens - aroundTokens;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const cut = planCut(units, promptTokens - aroundTokens <= roomTokens ? roomTokens : roomTokens - MARK_TOKENS, budget);
      if (!cut) return this.asItIs(engine, request, measured, budget, signal);
      const candidate = { ...request, messages: applyCut(request.messages, units, cut) };
      const estimate = promptTokens - cut.droppedTokens + MARK_TOKENS;
      const keptTokens = await this.checked(engine, candidate, estimate, budget, signal);
      if (keptTokens <= budget.promptTokens)
        return { request: candidate, trim: { promptTokens, keptTokens, droppedTokens: cut.droppedTokens } };
      if (isEverything(units, cut)) throw tooLong(keptTokens, budget);
      roomTokens -= keptTokens - budget.promptTokens + THIN_MARGIN_TOKENS;
    }
    throw tooLong(promptTokens, budget);
  }

  private async asItIs(
    engine: TokenSizes,
    request: ChatRequest,
    { promptTokens }: Measured,
    budget: ContextBudget,
    signal: AbortSignal,
  ): Promise<FittedRequest> {
    const exact = await this.checked(engine, request, promptTokens, budget, signal);
    if (exact <= budget.promptTokens) return { request, trim: undefined };
    throw tooLong(exact, budget);
  }

  /** The estimate where it is clearly below the limit, else the engine's count of the whole. */
  private async checked(
    engine: TokenSizes,
    { messages, tools }: ChatRequest,
    estimate: number,
    budget: ContextBudget,
    signal: AbortSignal,
  ): Promise<number> {
    const margin = Math.max(THIN_MARGIN_TOKENS, Math.ceil(estimate * THIN_MARGIN_SHARE));
    if (estimate + margin <= budget.promptTokens) return estimate;
    return (await engine.tokenize({ messages, ...(tools ? { tools } : {}) }, signal)).tokens.length;
  }

  private counterOf(engine: TokenSizes): PieceCounter {
    const known = this.counters.get(engine) ?? new PieceCounter(engine);
    this.counters.set(engine, known);
    return known;
  }

  private templateOf(engine: TokenSizes, signal: AbortSignal): Promise<TemplateCost> {
    const known = this.templates.get(engine);
    if (known) return known;
    const measuring = measureTemplate(engine, signal);
    this.templates.set(engine, measuring);
    // An engine that was down or a caller that left says nothing about the template.
    measuring.catch(() => this.templates.delete(engine));
    return measuring;
  }
}

function isEverything(units: readonly MessageUnit[], { droppedTokens }: Cut): boolean {
  return droppedTokens === sumOf(units.map(({ tokens, isPinned }) => (isPinned ? 0 : tokens)));
}

/** What an engine reads of a message. */
function wholeText(message: ChatMessage): string {
  const calls = callsText(message);
  const text = textOf(message.content);
  return calls === undefined ? text : text + calls;
}

/** An upper bound that reads no text. */
function mostTokensOf({ messages, tools }: ChatRequest): number {
  let chars = tools && tools.length > 0 ? JSON.stringify(tools).length : 0;
  for (const message of messages) chars += textOf(message.content).length + (message.tool_calls ? (callsText(message)?.length ?? 0) : 0);
  return chars * MAX_TOKENS_PER_CHAR + messages.length * MAX_MESSAGE_TOKENS + MAX_FIXED_TOKENS + (tools ? TOOLS_TOKENS : 0);
}

function tooLong(promptTokens: number, { limitTokens, answerTokens, promptTokens: room }: ContextBudget): AppError {
  const rest = `the model's context holds ${limitTokens}, of which ${answerTokens} are kept for the answer`;
  return new AppError('INVALID_ARGUMENT', `The prompt has ${promptTokens} tokens; ${rest}. Shorten the newest message or ask for less`, {
    details: {
      promptTokens,
      roomTokens: Math.max(0, room),
      contextTokens: limitTokens,
      maxTokens: answerTokens,
      openAiCode: 'context_length_exceeded',
    },
  });
}
