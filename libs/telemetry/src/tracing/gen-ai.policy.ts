// Spans as OpenTelemetry's GenAI conventions name them, at the version in GEN_AI_CONVENTIONS: all of it is still in development there.
import type { SpanAttributes, SpanStart } from '@docmind/messaging';

/** The release of github.com/open-telemetry/semantic-conventions-genai whose names these are. */
export const GEN_AI_CONVENTIONS = '0.1.0';

const OPERATION = 'gen_ai.operation.name';

export function invokeAgentSpan(agent: string): SpanStart {
  return { name: `invoke_agent ${agent}`, kind: 'internal', attributes: { [OPERATION]: 'invoke_agent', 'gen_ai.agent.name': agent } };
}

export function planSpan(agent: string): SpanStart {
  return { name: `plan ${agent}`, kind: 'internal', attributes: { [OPERATION]: 'plan', 'gen_ai.agent.name': agent } };
}

export function executeToolSpan(tool: string): SpanStart {
  return { name: `execute_tool ${tool}`, kind: 'internal', attributes: { [OPERATION]: 'execute_tool', 'gen_ai.tool.name': tool } };
}

export function retrievalSpan(source: string, topK: number): SpanStart {
  const attributes = { [OPERATION]: 'retrieval', 'gen_ai.data_source.id': source, 'gen_ai.retrieval.top_k': topK };
  return { name: `retrieval ${source}`, kind: 'client', attributes };
}

export function embeddingsSpan(model: string, provider: string): SpanStart {
  return { name: `embeddings ${model}`, kind: 'client', attributes: modelAttributes('embeddings', model, provider) };
}

/** What the conventions call inference. */
export function generationSpan(operation: 'chat' | 'text_completion', model: string): SpanStart {
  return { name: `${operation} ${model}`, kind: 'client', attributes: { [OPERATION]: operation, 'gen_ai.request.model': model } };
}

/** What is known at its end: who answered, and what the engine says it took. */
export function generationResult(answered: {
  readonly engine: string;
  readonly model: string;
  readonly usage: { readonly prompt_tokens: number; readonly completion_tokens: number } | undefined;
  readonly timeToFirstTokenMs: number | undefined;
}): SpanAttributes {
  const { engine, model, usage, timeToFirstTokenMs } = answered;
  return {
    'gen_ai.provider.name': engine,
    'gen_ai.response.model': model,
    'gen_ai.usage.input_tokens': usage?.prompt_tokens,
    'gen_ai.usage.output_tokens': usage?.completion_tokens,
    'gen_ai.response.time_to_first_chunk': timeToFirstTokenMs === undefined ? undefined : timeToFirstTokenMs / 1_000,
  };
}

/** Only where text is asked for. Long ones are cut: a trace is no archive. */
export function generationText(messages: readonly { readonly role: string; readonly content: unknown }[], answer: string): SpanAttributes {
  return {
    'gen_ai.input.messages': cut(JSON.stringify(messages.map(inParts))),
    'gen_ai.output.messages': cut(JSON.stringify([said(answer)])),
  };
}

const LONGEST_TEXT = 65_536;

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
}

function inParts({ role, content }: { readonly role: string; readonly content: unknown }): object {
  return { role, parts: typeof content === 'string' ? [{ type: 'text', content }] : content };
}

function said(content: string): object {
  return { role: 'assistant', parts: [{ type: 'text', content }] };
}

function modelAttributes(operation: string, model: string, provider: string): SpanAttributes {
  return { [OPERATION]: operation, 'gen_ai.request.model': model, 'gen_ai.provider.name': provider };
}
