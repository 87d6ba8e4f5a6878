import type { OllamaPullLine } from '@docmind/contracts';
import { StreamReply } from '@docmind/bootstrap';
import { AppError, toAppError } from '@docmind/errors';
import { type ModelStore, type PullProgress, pullModel } from '@docmind/models';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { BackendManager } from '../../backends/backend-manager.js';
import { MODEL_STORE } from '../../kv-cache/kv-planner.service.js';

const SUCCESS: OllamaPullLine = { status: 'success' };

/** Pulls as Ollama's clients ask for them: what is served is there already, the rest comes from our own catalogue. */
@Injectable()
export class OllamaPullDoor {
  constructor(
    private readonly backends: BackendManager,
    @Inject(MODEL_STORE) private readonly store: ModelStore,
  ) {}

  /** @throws AppError NOT_FOUND for a model that is neither served nor in the catalogue */
  async answer(model: string, stream: boolean, signal: AbortSignal, reply: FastifyReply): Promise<void> {
    const isServed = (await this.backends.models()).some(({ id }) => id === model);
    const pull = (onProgress?: (progress: PullProgress) => void) =>
      isServed ? undefined : pullModel({ model, store: this.store, signal, ...(onProgress ? { onProgress } : {}) });
    if (!isServed) this.known(model);
    if (stream) return send(pull, reply);
    await pull();
    void reply.send(SUCCESS);
  }

  private known(model: string): void {
    try {
      this.store.catalogue.get(model);
    } catch (thrown) {
      const { message } = toAppError(thrown);
      throw new AppError('NOT_FOUND', `${message} Nothing is pulled from Ollama's library here`, { cause: thrown });
    }
  }
}

async function send(
  pull: (onProgress: (progress: PullProgress) => void) => Promise<unknown> | undefined,
  reply: FastifyReply,
): Promise<void> {
  const lines = StreamReply.open(reply, { contentType: 'application/x-ndjson' });
  const write = (line: OllamaPullLine | { error: string }) => void lines.write(`${JSON.stringify(line)}\n`);
  let last: object = SUCCESS;
  try {
    write({ status: 'pulling manifest' });
    await pull((progress) => write(lineOf(progress)));
  } catch (thrown) {
    last = { error: toAppError(thrown).message };
  } finally {
    lines.end(`${JSON.stringify(last)}\n`);
  }
}

function lineOf({ model, phase, doneBytes, totalBytes }: PullProgress): OllamaPullLine {
  if (phase === 'verify') return { status: 'verifying sha256 digest' };
  if (phase === 'done') return { status: 'writing manifest' };
  return { status: `pulling ${model}`, digest: model, ...(totalBytes > 0 ? { total: totalBytes, completed: doneBytes } : {}) };
}
