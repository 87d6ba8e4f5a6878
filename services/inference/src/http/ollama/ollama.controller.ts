import { HttpContext, Speaks, ZodPipe } from '@docmind/bootstrap';
import {
  decodeVector,
  type OllamaChat,
  ollamaChatSchema,
  type OllamaEmbed,
  type OllamaEmbeddings,
  type OllamaEmbeddingsReply,
  ollamaEmbeddingsSchema,
  type OllamaEmbedReply,
  ollamaEmbedSchema,
  type OllamaGenerate,
  ollamaGenerateSchema,
  type OllamaPs,
  type OllamaPull,
  ollamaPullSchema,
  type OllamaShow,
  type OllamaShowReply,
  ollamaShowSchema,
  type OllamaTags,
  type OllamaVersion,
} from '@docmind/contracts';
import type { RequestContext } from '@docmind/messaging';
import { Body, Controller, Get, HttpCode, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { BackendManager } from '../../backends/backend-manager.js';
import { EmbeddingService } from '../../models/embedding.service.js';
import { chatRequestOf, generateRequestOf, ollamaModel, plainName } from './ollama-api.policy.js';
import { OllamaPullDoor } from './ollama-pull.js';
import { OllamaDoor, type OllamaQuestion } from './ollama-door.js';

/** The API whose dialect is spoken; clients compare it. */
const OLLAMA_VERSION = '0.34.0';

/** Ollama's API over whatever backend is active. */
@Speaks('ollama')
@Controller('api')
export class OllamaController {
  constructor(
    private readonly door: OllamaDoor,
    private readonly pulls: OllamaPullDoor,
    private readonly backends: BackendManager,
    private readonly embeddings: EmbeddingService,
  ) {}

  @Post('chat')
  @HttpCode(200)
  chat(
    @Body(new ZodPipe(ollamaChatSchema)) body: OllamaChat,
    @HttpContext() context: RequestContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.door.answer({ request: chatRequestOf(body), kind: 'chat', ...askedBy(body) }, context, reply);
  }

  @Post('generate')
  @HttpCode(200)
  generate(
    @Body(new ZodPipe(ollamaGenerateSchema)) body: OllamaGenerate,
    @HttpContext() context: RequestContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.door.answer({ request: generateRequestOf(body), kind: 'generate', ...askedBy(body) }, context, reply);
  }

  @Post('embed')
  @HttpCode(200)
  async embed(
    @Body(new ZodPipe(ollamaEmbedSchema)) { model, input, truncate }: OllamaEmbed,
    @HttpContext() context: RequestContext,
  ): Promise<OllamaEmbedReply> {
    const { vectors, promptTokens } = await this.embeddings.embed(input, plainName(model), truncate !== false, context);
    return { model, embeddings: vectors.map((vector) => [...decodeVector(vector)]), prompt_eval_count: promptTokens };
  }

  @Post('embeddings')
  @HttpCode(200)
  async embedOne(
    @Body(new ZodPipe(ollamaEmbeddingsSchema)) { model, prompt }: OllamaEmbeddings,
    @HttpContext() context: RequestContext,
  ): Promise<OllamaEmbeddingsReply> {
    const { vectors } = await this.embeddings.embed([prompt], plainName(model), true, context);
    return { embedding: [...decodeVector(vectors[0] ?? '')] };
  }

  @Post('pull')
  @HttpCode(200)
  pull(
    @Body(new ZodPipe(ollamaPullSchema)) { model, name, stream }: OllamaPull,
    @HttpContext() { signal }: RequestContext,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.pulls.answer(plainName(model ?? name ?? ''), stream !== false, signal, reply);
  }

  @Get('tags')
  async tags(): Promise<OllamaTags> {
    return { models: (await this.backends.models()).map(ollamaModel) };
  }

  @Get('ps')
  async ps(): Promise<OllamaPs> {
    const serving = this.backends.list().filter(({ state }) => state === 'ready');
    const loaded = serving.map(({ model, kind }) => ({ ...ollamaModel({ id: model, ownedBy: kind }), size_vram: 0 }));
    return { models: loaded };
  }

  @Post('show')
  @HttpCode(200)
  async show(@Body(new ZodPipe(ollamaShowSchema)) { model, name }: OllamaShow): Promise<OllamaShowReply> {
    const found = await this.backends.model(plainName(model ?? name ?? ''));
    const capabilities = [...(await this.backends.abilitiesOf(found.id))];
    const info = found.contextLength ? { 'general.context_length': found.contextLength } : {};
    return { ...ollamaModel(found), modelfile: '', parameters: '', template: '', model_info: info, capabilities };
  }

  @Get('version')
  version(): OllamaVersion {
    return { version: OLLAMA_VERSION };
  }
}

function askedBy({
  model,
  stream,
  keep_alive: keepAlive,
}: OllamaChat | OllamaGenerate): Pick<OllamaQuestion, 'model' | 'stream' | 'lettingGo'> {
  return { model, stream: stream !== false, lettingGo: keepAlive === 0 || /^0[a-z]*$/.test(String(keepAlive)) };
}
