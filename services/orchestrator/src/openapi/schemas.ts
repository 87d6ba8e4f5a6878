import {
  queryReplySchema,
  queryRequestSchema,
  sessionSchema,
  storedDocumentSchema,
  storedMessageSchema,
  wireErrorSchema,
} from '@docmind/contracts';
import { z, type ZodType } from 'zod';
import { docmindChatRequestSchema } from '../openai/chat-question.policy.js';

interface Described {
  readonly summary: string;
  readonly body?: ZodType;
  readonly reply?: ZodType;
  readonly multipart?: boolean;
}

const ingestedSchema = z.object({
  document: storedDocumentSchema,
  outcome: z.enum(['created', 'replaced', 'unchanged']),
  cachedSteps: z.array(z.enum(['parse', 'split', 'embed'])),
  epoch: z.number().int(),
});

/** What the routes take and give, by "METHOD path"; a test keeps the keys equal to the routes that exist. */
export const OPERATIONS: Readonly<Record<string, Described>> = {
  'post /query': { summary: 'Ask a question about the documents', body: queryRequestSchema, reply: queryReplySchema },
  'post /v1/chat/completions': { summary: 'The same in OpenAI’s shape; the model is "docmind"', body: docmindChatRequestSchema },
  'get /v1/models': { summary: 'The models of this door' },
  'get /v1/models/{id}': { summary: 'One model' },
  'post /documents': { summary: 'Add or replace a document (txt, md, html, pdf, docx)', multipart: true, reply: ingestedSchema },
  'get /documents': { summary: 'The documents', reply: z.object({ documents: z.array(storedDocumentSchema), epoch: z.number().int() }) },
  'get /documents/{id}': { summary: 'One document', reply: storedDocumentSchema },
  'delete /documents/{id}': { summary: 'Remove a document', reply: z.object({ deleted: z.boolean(), epoch: z.number().int() }) },
  'post /sessions': {
    summary: 'Open a session',
    body: z.strictObject({ id: z.string().optional(), userId: z.string().optional(), data: z.record(z.string(), z.unknown()).optional() }),
    reply: sessionSchema,
  },
  'get /sessions': { summary: 'The sessions', reply: z.object({ sessions: z.array(sessionSchema) }) },
  'get /sessions/{id}': { summary: 'One session', reply: sessionSchema },
  'get /sessions/{id}/messages': { summary: 'What was said in a session', reply: z.object({ messages: z.array(storedMessageSchema) }) },
  'delete /sessions/{id}': { summary: 'Remove a session with its messages', reply: z.object({ deleted: z.boolean() }) },
};

export const errorSchema = z.object({ error: wireErrorSchema });

export function jsonSchemaOf(schema: ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' });
  return rest;
}
