import { z } from 'zod';
import { MAX_PROMPT_CHARS } from '../../messages/message-content.js';

const text = z.string().max(MAX_PROMPT_CHARS);
const textBlock = z.looseObject({ type: z.literal('text'), text });
const source = z.union(
  [
    z.looseObject({ type: z.literal('base64'), media_type: z.string().max(64), data: z.string().max(16_000_000) }),
    z.looseObject({ type: z.literal('url'), url: z.string().max(8_192) }),
  ],
  'must be {"type": "base64", "media_type", "data"} or {"type": "url", "url"}',
);
const imageBlock = z.looseObject({ type: z.literal('image'), source });
const input = z.record(z.string(), z.unknown());
const blocks = z.discriminatedUnion('type', [
  textBlock,
  imageBlock,
  z.looseObject({ type: z.literal('tool_use'), id: z.string().max(256), name: z.string().max(256), input }),
  z.looseObject({
    type: z.literal('tool_result'),
    tool_use_id: z.string().max(256),
    content: z.union([text, z.array(z.discriminatedUnion('type', [textBlock, imageBlock])).max(256)]).nullish(),
    is_error: z.boolean().nullish(),
  }),
  z.looseObject({ type: z.literal('thinking'), thinking: text }),
  z.looseObject({ type: z.literal('redacted_thinking'), data: z.string() }),
]);
export type AnthropicBlock = z.infer<typeof blocks>;

const toolChoice = z.discriminatedUnion('type', [
  z.looseObject({ type: z.enum(['auto', 'any', 'none']) }),
  z.looseObject({ type: z.literal('tool'), name: z.string().max(256) }),
]);

const asked = {
  model: z.string().min(1).max(256),
  messages: z
    .array(z.looseObject({ role: z.enum(['user', 'assistant', 'system']), content: z.union([text, z.array(blocks).max(1_024)]) }))
    .min(1, 'needs at least one message')
    .max(2_000),
  system: z.union([text, z.array(textBlock).max(256)]).nullish(),
  tools: z
    .array(
      z.looseObject({
        type: z.string().max(64).nullish(),
        name: z.string().max(256),
        description: text.nullish(),
        input_schema: z.record(z.string(), z.unknown()).nullish(),
      }),
    )
    .max(128)
    .nullish(),
  tool_choice: toolChoice.nullish(),
  thinking: z.looseObject({ type: z.enum(['enabled', 'disabled', 'adaptive']) }).nullish(),
};

const outputFormat = z.looseObject({ type: z.literal('json_schema'), schema: z.record(z.string(), z.unknown()) });

/** Anthropic's request. Fields this list doesn't name change nothing here. */
export const anthropicMessagesSchema = z
  .looseObject({
    ...asked,
    max_tokens: z.number().int().positive(),
    temperature: z.number().min(0).max(1).nullish(),
    top_p: z.number().gt(0).max(1).nullish(),
    top_k: z.number().int().positive().nullish(),
    stop_sequences: z.array(z.string()).max(16).nullish(),
    output_config: z.looseObject({ format: outputFormat.nullish() }).nullish(),
    /** Its name in the betas. */
    output_format: outputFormat.nullish(),
    stream: z.boolean().nullish(),
  })
  .meta({ id: 'AnthropicMessages' });
export type AnthropicMessages = z.infer<typeof anthropicMessagesSchema>;

export const anthropicCountSchema = z.looseObject(asked).meta({ id: 'AnthropicCount' });
export type AnthropicCount = z.infer<typeof anthropicCountSchema>;
export const anthropicCountReplySchema = z.object({ input_tokens: z.number().int() });
export type AnthropicCountReply = z.infer<typeof anthropicCountReplySchema>;

export const anthropicStopSchema = z.enum(['end_turn', 'max_tokens', 'tool_use', 'refusal']);
export type AnthropicStop = z.infer<typeof anthropicStopSchema>;
const usage = z.object({ input_tokens: z.number().int(), output_tokens: z.number().int() });

/** The words of a document that an answer rests on, in UTF-16 units of its text. */
export const anthropicCitationSchema = z.object({
  type: z.literal('char_location'),
  cited_text: z.string(),
  document_index: z.number().int().nonnegative(),
  document_title: z.string(),
  start_char_index: z.number().int().nonnegative(),
  end_char_index: z.number().int().nonnegative(),
  file_id: z.string(),
});
export type AnthropicCitation = z.infer<typeof anthropicCitationSchema>;

export const anthropicMessageSchema = z
  .object({
    id: z.string(),
    type: z.literal('message'),
    role: z.literal('assistant'),
    model: z.string(),
    content: z.array(
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() }),
        z.object({ type: z.literal('text'), text: z.string(), citations: z.array(anthropicCitationSchema).optional() }),
        z.object({ type: z.literal('tool_use'), id: z.string(), name: z.string(), input }),
      ]),
    ),
    stop_reason: anthropicStopSchema.nullable(),
    /** Which of them ended the answer no engine tells. */
    stop_sequence: z.null(),
    usage,
  })
  .meta({ id: 'AnthropicMessage' });
export type AnthropicMessage = z.infer<typeof anthropicMessageSchema>;

/** An event of a stream; its name is its type. */
export const anthropicEventSchema = z
  .looseObject({
    type: z.enum([
      'message_start',
      'content_block_start',
      'content_block_delta',
      'content_block_stop',
      'message_delta',
      'message_stop',
      'error',
    ]),
  })
  .meta({ id: 'AnthropicEvent' });
