import { isDone } from '@docmind/openai-wire';
import { z } from 'zod';

/** A complete answer, whichever way it came. */
export interface ChatAnswer {
  readonly text: string;
  readonly meta: AnswerMeta;
}
export type ReadAnswer = ChatAnswer | { readonly why: string };

const jsonObject = z.record(z.string(), z.json());
/** What a hit needs beside the text to be told like the answer it was. */
const answerMetaSchema = z.object({
  /** The name the upstream gave itself, which may say more than the one that was asked for. */
  upstreamModel: z.string().optional(),
  systemFingerprint: z.string().optional(),
  usage: jsonObject.optional(),
});
export type AnswerMeta = z.infer<typeof answerMetaSchema>;

/** Of a hit's meta, which may be anything where the entry was stored by other ways than the proxy. */
export function answerMetaOf(meta: unknown): AnswerMeta {
  const parsed = answerMetaSchema.safeParse(meta ?? {});
  return parsed.success ? parsed.data : {};
}

const choice = z.looseObject({ index: z.literal(0).optional(), finish_reason: z.string().nullish() });
const head = { model: z.string().optional(), system_fingerprint: z.string().nullish(), usage: jsonObject.nullish() };
const completion = z.looseObject({
  ...head,
  choices: z.array(choice.extend({ message: z.record(z.string(), z.unknown()) })).length(1),
});
const chunk = z.looseObject({ ...head, choices: z.array(choice.extend({ delta: z.record(z.string(), z.unknown()).nullish() })).max(1) });

/** @returns the answer of a whole reply, or why it is not one that may be kept */
export function readCompletion(json: string): ReadAnswer {
  const parsed = completion.safeParse(parse(json));
  if (!parsed.success) return { why: 'the reply is no chat completion with one choice' };
  const parts = new AnswerParts();
  parts.add(parsed.data, parsed.data.choices[0]?.message, parsed.data.choices[0]?.finish_reason);
  return parts.answer();
}

/** Reads an answer from the `data` of its events, in order. */
export class ChunkReader {
  private readonly parts = new AnswerParts();
  private isOver = false;

  push(data: string): void {
    if (isDone(data)) {
      this.isOver = true;
      return;
    }
    const parsed = chunk.safeParse(parse(data));
    if (!parsed.success) return this.parts.spoil('the stream holds something else than chunks of one choice');
    const first = parsed.data.choices[0];
    this.parts.add(parsed.data, first?.delta ?? undefined, first?.finish_reason);
  }

  answer(): ReadAnswer {
    return this.isOver ? this.parts.answer() : { why: 'the stream ended without [DONE]' };
  }
}

class AnswerParts {
  private text = '';
  private finishReason = '';
  private fault: string | undefined;
  private meta: AnswerMeta = {};

  spoil(why: string): void {
    this.fault ??= why;
  }

  add(given: z.infer<typeof chunk> | z.infer<typeof completion>, said: Record<string, unknown> | undefined, reason?: string | null): void {
    if ('error' in given) return this.spoil('the upstream reported an error');
    if (said) this.say(said);
    this.finishReason = reason || this.finishReason;
    this.meta = {
      upstreamModel: given.model ?? this.meta.upstreamModel,
      systemFingerprint: given.system_fingerprint ?? this.meta.systemFingerprint,
      usage: given.usage ?? this.meta.usage,
    };
  }

  private say({ content, role: _role, ...others }: Record<string, unknown>): void {
    if (typeof content === 'string') this.text += content;
    // Tool calls, refusals, reasoning: what wouldn't be given back whole isn't kept at all.
    const other = Object.entries(others).find(([, value]) => !isNothing(value));
    if (other) this.spoil(`the answer holds "${other[0]}" beside its text`);
  }

  answer(): ReadAnswer {
    if (this.fault !== undefined) return { why: this.fault };
    if (this.finishReason !== 'stop')
      return { why: `the answer ended with "${this.finishReason || 'nothing'}", only a complete one ("stop") is kept` };
    if (this.text.trim() === '') return { why: 'the answer is empty' };
    // Through JSON, because undefined is no part of it.
    return { text: this.text, meta: JSON.parse(JSON.stringify(this.meta)) as AnswerMeta };
  }
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
