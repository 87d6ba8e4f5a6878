// OpenAI's Responses API: what its clients send and read. Fields these lists don't name change nothing here.
import { z } from 'zod';
import { MAX_PROMPT_CHARS } from '../../messages/message-content.js';

const text = z.string().max(MAX_PROMPT_CHARS);
const id = z.string().max(256);
const textPart = z.looseObject({ type: z.enum(['input_text', 'output_text', 'text']), text });
const refusalPart = z.looseObject({ type: z.literal('refusal'), refusal: text });
const imagePart = z.looseObject({
  type: z.literal('input_image'),
  image_url: z.string('must be a URL or a data URL; files are not kept here').max(16_000_000),
  detail: z.string().nullish(),
});
const parts = z.array(z.discriminatedUnion('type', [textPart, refusalPart, imagePart])).max(256);
const content = z.union([text, parts]);
export type ResponsesContent = z.infer<typeof content>;

const message = z.looseObject({
  type: z.literal('message').optional(),
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content,
});
const items = z.discriminatedUnion('type', [
  message.extend({ type: z.literal('message') }),
  z.looseObject({ type: z.literal('function_call'), call_id: id, name: id, arguments: text }),
  z.looseObject({ type: z.literal('function_call_output'), call_id: id, output: content }),
  z.looseObject({ type: z.literal('custom_tool_call'), call_id: id, name: id, input: text }),
  z.looseObject({ type: z.literal('custom_tool_call_output'), call_id: id, output: content }),
  z.looseObject({ type: z.literal('reasoning') }),
]);
/** A message needs no type. */
const input = z.union([items, message], 'must be a message, a call of a tool, or the output of one');
export type ResponsesItem = z.infer<typeof input>;

const functionTool = z.looseObject({
  type: z.literal('function'),
  name: id,
  description: text.nullish(),
  parameters: z.record(z.string(), z.unknown()).nullish(),
  strict: z.boolean().nullish(),
});
const customTool = z.looseObject({ type: z.literal('custom'), name: id, description: text.nullish() });
/** Those that OpenAI's own servers run are known to nobody here. */
const tool = z.union([functionTool, customTool, z.looseObject({ type: z.string().max(64) })]);
export type ResponsesTool = z.infer<typeof tool>;

const format = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('text') }),
  z.looseObject({ type: z.literal('json_object') }),
  z.looseObject({
    type: z.literal('json_schema'),
    name: id,
    schema: z.record(z.string(), z.unknown()),
    strict: z.boolean().nullish(),
  }),
]);

const notHere = (problem: string) => z.null(problem).optional();

export const responsesRequestSchema = z
  .looseObject({
    model: z.string().min(1).max(256),
    input: z.union([text, z.array(input).min(1, 'needs at least one item').max(2_000)]),
    instructions: text.nullish(),
    previous_response_id: id.nullish(),
    /** Whether the response may be gone on from. */
    store: z.boolean().nullish(),
    stream: z.boolean().nullish(),
    max_output_tokens: z.number().int().positive().nullish(),
    temperature: z.number().min(0).max(2).nullish(),
    top_p: z.number().gt(0).max(1).nullish(),
    tools: z.array(tool).max(128).nullish(),
    tool_choice: z.union([z.enum(['none', 'auto', 'required']), z.looseObject({ type: z.string(), name: id.optional() })]).nullish(),
    parallel_tool_calls: z.boolean().nullish(),
    reasoning: z.looseObject({ effort: z.string().max(32).nullish() }).nullish(),
    text: z.looseObject({ format: format.nullish() }).nullish(),
    metadata: z.record(z.string(), z.string()).nullish(),
    user: id.nullish(),
    background: z.literal(false, 'an answer is made while its caller waits; leave background out').nullish(),
    conversation: notHere('conversations are not kept as such; use previous_response_id'),
    prompt: notHere('no prompts are kept here; send instructions and input'),
    top_logprobs: z.literal(0, 'log probabilities are told by /v1/chat/completions only').nullish(),
  })
  .meta({ id: 'ResponsesRequest' });
export type ResponsesRequest = z.infer<typeof responsesRequestSchema>;

const status = z.enum(['completed', 'incomplete', 'in_progress']);
/** Where a statement comes from: OpenAI's word for a file is a document here. */
const annotation = z.object({ type: z.literal('file_citation'), file_id: z.string(), filename: z.string(), index: z.number().int() });
export const responsesOutputSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('reasoning'),
    id: z.string(),
    summary: z.array(z.never()),
    content: z.array(z.object({ type: z.literal('reasoning_text'), text: z.string() })),
    status,
  }),
  z.object({
    type: z.literal('message'),
    id: z.string(),
    role: z.literal('assistant'),
    status,
    content: z.array(
      z.object({ type: z.literal('output_text'), text: z.string(), annotations: z.array(annotation), logprobs: z.array(z.never()) }),
    ),
  }),
  z.object({ type: z.literal('function_call'), id: z.string(), call_id: z.string(), name: z.string(), arguments: z.string(), status }),
  z.object({ type: z.literal('custom_tool_call'), id: z.string(), call_id: z.string(), name: z.string(), input: z.string(), status }),
]);
export type ResponsesOutput = z.infer<typeof responsesOutputSchema>;
export type ResponsesAnnotation = z.infer<typeof annotation>;

export const responsesReplySchema = z
  .object({
    id: z.string(),
    object: z.literal('response'),
    created_at: z.number().int(),
    status: z.enum(['completed', 'incomplete', 'in_progress', 'failed']),
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
    incomplete_details: z.object({ reason: z.enum(['max_output_tokens', 'content_filter']) }).nullable(),
    instructions: z.string().nullable(),
    max_output_tokens: z.number().int().nullable(),
    metadata: z.record(z.string(), z.string()),
    model: z.string(),
    output: z.array(responsesOutputSchema),
    parallel_tool_calls: z.boolean(),
    previous_response_id: z.string().nullable(),
    reasoning: z.object({ effort: z.string().nullable(), summary: z.null() }),
    store: z.boolean(),
    temperature: z.number().nullable(),
    text: z.looseObject({ format: format }),
    tool_choice: z.union([z.string(), z.looseObject({ type: z.string() })]),
    tools: z.array(tool),
    top_p: z.number().nullable(),
    truncation: z.literal('auto'),
    usage: z
      .object({
        input_tokens: z.number().int(),
        input_tokens_details: z.object({ cached_tokens: z.number().int() }),
        output_tokens: z.number().int(),
        output_tokens_details: z.object({ reasoning_tokens: z.number().int() }),
        total_tokens: z.number().int(),
      })
      .nullable(),
    user: z.string().nullable(),
  })
  .meta({ id: 'ResponsesReply' });
export type ResponsesReply = z.infer<typeof responsesReplySchema>;

/** An event of a stream; its name is its type. The last is `response.completed`, `.incomplete` or `.failed`. */
export const responsesEventSchema = z.looseObject({ type: z.string(), sequence_number: z.number().int() }).meta({ id: 'ResponsesEvent' });
