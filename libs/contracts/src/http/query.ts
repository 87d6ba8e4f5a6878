import { z } from 'zod';
import { chatRequestSchema, usageSchema } from '../messages/inference.js';
import {
  boxSchema,
  citationSchema,
  DOCUMENT_PATH_FORM,
  documentIdSchema,
  identifierSchema,
  isDocumentPath,
  MAX_DOCUMENT_PATH,
  MAX_TAGS,
  tagSchema,
} from '../primitives/primitives.js';
import { anthropicMessageSchema, anthropicMessagesSchema } from './dialects/anthropic.js';
import { chatCompletionChunkSchema, chatCompletionSchema } from './dialects/openai.js';
import { responsesReplySchema, responsesRequestSchema } from './dialects/responses.js';

export const AGENTS = ['query_router', 'query_planner', 'retrieval_expert', 'result_synthesizer', 'response_validator'] as const;
export type AgentName = (typeof AGENTS)[number];
/** Whoever may say something, call a tool or ask the model. */
export const ACTORS = [...AGENTS, 'supervisor'] as const;
export type Actor = (typeof ACTORS)[number];
export const VALIDATION_MODES = ['generated', 'extractive', 'refused', 'chat', 'listing'] as const;
export const ROUTES = ['documents', 'chat', 'small_talk'] as const;
/** How much of an agent's turn the others see: its output as data, all it exchanged, or the last thing it said. */
export const OUTPUT_MODES = ['structured', 'full_history', 'last_message'] as const;

/** The path of a folder, however many slashes stand around it. No pipe: a caller's form would then be another than ours. */
const folderSchema = z
  .string()
  .trim()
  .overwrite(withoutOuterSlashes)
  .min(1)
  .max(MAX_DOCUMENT_PATH)
  .refine(isDocumentPath, DOCUMENT_PATH_FORM);

/** Which documents are asked; of the fields that are given together all must fit. */
export const askedDocumentsSchema = z
  .strictObject({
    /** Ids, paths or file names, as `GET /documents` gives them. */
    documents: z.array(z.string().min(1).max(1_024)).min(1).max(100),
    /** Documents with any of them. */
    tags: z.array(tagSchema).min(1).max(MAX_TAGS),
    /** Documents below any of them, at any depth. */
    folders: z.array(folderSchema).min(1).max(100),
  })
  .partial();
export type AskedDocuments = z.infer<typeof askedDocumentsSchema>;

function withoutOuterSlashes(folder: string): string {
  return folder
    .split('/')
    .filter((part, at, parts) => part !== '' || (at > 0 && at < parts.length - 1))
    .join('/');
}

export const queryRequestSchema = z
  .strictObject({
    question: z.string().trim().min(1, 'must not be empty').max(32_000),
    sessionId: identifierSchema.optional(),
    namespace: identifierSchema.optional(),
    stream: z.boolean().optional(),
    /** `bypass` neither reads nor writes the cache. */
    cache: z.enum(['use', 'bypass']).optional(),
    maxTokens: z.number().int().positive().max(4_096).optional(),
    ...askedDocumentsSchema.shape,
  })
  .meta({ id: 'QueryRequest' });
export type QueryRequest = z.infer<typeof queryRequestSchema>;

export const cacheOutcomeSchema = z
  .object({
    result: z.enum(['exact', 'semantic', 'miss', 'bypass']),
    why: z.string(),
    /** Of a hit: the question that was kept. */
    question: z.string().optional(),
    similarity: z.number().optional(),
    probability: z.number().optional(),
    ageSeconds: z.number().optional(),
    entry: z.string().optional(),
  })
  .meta({ id: 'CacheOutcome' });
export type CacheOutcome = z.infer<typeof cacheOutcomeSchema>;

/** One sentence of an answer, and the words of a document that bear it out. */
export const sentenceCheckSchema = z
  .object({
    text: z.string(),
    /** `not_checkable`: it says nothing that could be looked up. */
    status: z.enum(['supported', 'unsupported', 'not_checkable']),
    problems: z.array(z.string()),
    support: z
      .object({
        documentId: documentIdSchema,
        documentName: z.string(),
        documentPath: z.string(),
        chunkId: z.string(),
        heading: z.string().optional(),
        /** Of the sheet, from 1; `pageLabel` is what is printed on it, where a PDF says. */
        page: z.number().int().positive().optional(),
        pageLabel: z.string().optional(),
        /**
         * Of the quote in the document's text, in UTF-16 units; the end is not included. A text file's text is its own with lines ending in \n, that of
         * other formats is what was read. Left out for documents that were read before places were kept.
         */
        documentStart: z.number().int().nonnegative().optional(),
        documentEnd: z.number().int().nonnegative().optional(),
        /** Where the quote stands on the pages of a PDF (in points) or on a picture (in pixels): from the top left corner, a box a line. */
        boxes: z.array(boxSchema).optional(),
        /** Of the quote in the passage's text, in UTF-16 units; the end is not included. */
        start: z.number().int().nonnegative(),
        end: z.number().int().nonnegative(),
        quote: z.string(),
      })
      .optional(),
  })
  .meta({ id: 'SentenceCheck' });
export type SentenceCheck = z.infer<typeof sentenceCheckSchema>;

/** Documents that say different things in answer to one question, the newer first. Which is right is not known. */
export const disagreementSchema = z
  .object({
    statements: z.array(
      z.object({
        documentId: documentIdSchema,
        documentName: z.string(),
        quote: z.string(),
        date: z.string(),
        /** Where the date stands: in the document's name, in its text, or nowhere: then it is the day it was read in. */
        dated: z.enum(['name', 'text', 'read_in']),
      }),
    ),
  })
  .meta({ id: 'Disagreement' });
export type Disagreement = z.infer<typeof disagreementSchema>;

export const validationSchema = z
  .object({
    /** Each sentence is borne out by a passage, and the question is believed to be answered. Never of a refusal or of chat. */
    grounded: z.boolean(),
    /** `generated`: the model's words, what they leave open in the passages'; `extractive`: the passages' own words; `refused`: the documents don't say; `chat`: no documents were asked, nothing is checked. */
    /** `listing`: read from the list of documents itself. */
    mode: z.enum(VALIDATION_MODES),
    /** Whether the question is answered; `unchecked` for chat. */
    answers: z.enum(['fully', 'partly', 'no', 'unchecked']),
    /** Of the best evidence: the share of sentences like it that answered, among the questions it was measured on. See docs/answers.md. */
    chance: z.number().min(0).max(1).optional(),
    sentences: z.array(sentenceCheckSchema),
    disagreement: disagreementSchema.optional(),
    /** Why a draft of the model was not shown or not to its end, or why there is no answer. */
    problems: z.array(z.string()),
  })
  .meta({ id: 'Validation' });
export type Validation = z.infer<typeof validationSchema>;

/** An agent that failed or took too long, so that the answer was made without it. */
export const degradationSchema = z.object({ agent: z.enum(AGENTS), reason: z.string() }).meta({ id: 'Degradation' });
export type Degradation = z.infer<typeof degradationSchema>;

/** A backend by its name, and the model that it answered with. */
export const askedEngineSchema = z.object({ backend: z.string(), model: z.string() }).meta({ id: 'AskedEngine' });
export type AskedEngine = z.infer<typeof askedEngineSchema>;

export const queryReplySchema = z
  .object({
    id: z.string(),
    question: z.string(),
    /** What was looked for, where it isn't the question as it was put: without courtesies, and with what the turns before it said. */
    understoodAs: z.string().optional(),
    answer: z.string(),
    sources: z.array(citationSchema),
    /** Where the documents don't say: what comes nearest. It answers nothing. */
    nearest: z.array(citationSchema),
    sessionId: z.string().optional(),
    model: z.string(),
    /** Whom of the engines the question was put to, the first first. Empty where none was asked: of a kept answer, or where the rules were enough. */
    engines: z.array(askedEngineSchema),
    cache: cacheOutcomeSchema,
    validation: validationSchema,
    /** Empty where every agent did its part. Such an answer is not kept in the cache. */
    degraded: z.array(degradationSchema),
    agents: z.array(z.object({ agent: z.enum(AGENTS), durationMs: z.number() })),
    usage: usageSchema,
    timings: z.object({ timeToFirstTokenMs: z.number(), totalMs: z.number() }),
  })
  .meta({ id: 'QueryReply' });
export type QueryReply = z.infer<typeof queryReplySchema>;

/** Not OpenAI's: how the agents are to answer. */
export const docmindChatRequestSchema = chatRequestSchema
  .extend({ docmind: z.strictObject({ cache: z.enum(['use', 'bypass']).optional(), ...askedDocumentsSchema.shape }).nullish() })
  .meta({ id: 'DocmindChatRequest' });
export type DocmindChatRequest = z.infer<typeof docmindChatRequestSchema>;

/** The same beside OpenAI's newer request. */
export const docmindResponsesRequestSchema = responsesRequestSchema
  .extend({ docmind: docmindChatRequestSchema.shape.docmind })
  .meta({ id: 'DocmindResponsesRequest' });
export type DocmindResponsesRequest = z.infer<typeof docmindResponsesRequestSchema>;

/** The same beside Anthropic's. */
export const docmindMessagesRequestSchema = anthropicMessagesSchema
  .extend({ docmind: docmindChatRequestSchema.shape.docmind })
  .meta({ id: 'DocmindMessagesRequest' });
export type DocmindMessagesRequest = z.infer<typeof docmindMessagesRequestSchema>;

/** Not OpenAI's: where the agents' answer comes from. */
export const docmindExtrasSchema = queryReplySchema.pick({ sources: true, nearest: true, cache: true, validation: true, degraded: true });
export type DocmindExtras = z.infer<typeof docmindExtrasSchema>;
/** Without `docmind` where the caller brought tools of its own: then the engine answered, and no document was asked. */
export const docmindCompletionSchema = chatCompletionSchema
  .extend({ docmind: docmindExtrasSchema.optional() })
  .meta({ id: 'DocmindCompletion' });
export const docmindChunkSchema = chatCompletionChunkSchema
  .extend({ docmind: docmindExtrasSchema.optional() })
  .meta({ id: 'DocmindCompletionChunk' });
export const docmindResponseSchema = responsesReplySchema
  .extend({ docmind: docmindExtrasSchema.optional() })
  .meta({ id: 'DocmindResponse' });
export const docmindMessageSchema = anthropicMessageSchema
  .extend({ docmind: docmindExtrasSchema.optional() })
  .meta({ id: 'DocmindMessage' });
