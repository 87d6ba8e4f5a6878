import { setTimeout as delay } from 'node:timers/promises';
import { inferenceModelsList } from '@docmind/contracts';
import { MessageClient, newRequestContext } from '@docmind/messaging';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import { JudgeLicence } from '../grounding/judge/judge-licence.port.js';
import { SelfTestRun } from './self-test-run.js';
import { keepSelfTest, readSelfTests, type TestedModel } from './self-test.store.js';

/** While no engine answers, and afterwards: another model may have taken its place. */
const RETRY_MS = 10_000;
const AGAIN_MS = 60_000;

interface KnownModel {
  readonly model: string;
  readonly sha256?: string;
}

/** Finds out what the model in use can do, once it serves: from what was kept of its file, else by asking it. Meanwhile it may not judge. */
@Injectable()
export class ModelSelfTest extends JudgeLicence implements OnApplicationBootstrap, OnModuleDestroy {
  private tested: TestedModel | undefined;
  private readonly ending = new AbortController();
  private watching: Promise<void> | undefined;

  constructor(
    private readonly client: MessageClient,
    private readonly logger: Logger,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {
    super();
  }

  get mayJudge(): boolean {
    return this.tested?.judges ?? false;
  }

  /** Undefined before it is known. */
  get result(): TestedModel | undefined {
    return this.tested;
  }

  onApplicationBootstrap(): void {
    if (this.config.MODEL_SELF_TEST === 'on') this.watching = this.watch(this.ending.signal);
  }

  async onModuleDestroy(): Promise<void> {
    this.ending.abort();
    await this.watching;
  }

  private async watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.look(signal);
      } catch (thrown) {
        if (!signal.aborted) this.logger.debug?.({ msg: 'the model could not be tested yet', reason: String(thrown) });
      }
      await delay(this.tested ? AGAIN_MS : RETRY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  private async look(signal: AbortSignal): Promise<void> {
    const known = await this.inUse(signal);
    if (this.tested && keyOf(this.tested) === keyOf(known)) return;
    this.tested = undefined;
    this.tested = this.kept(known) ?? (await this.test(known, signal));
  }

  private async inUse(signal: AbortSignal): Promise<KnownModel> {
    const model = this.config.INFERENCE_MODEL;
    const { models } = await this.client.call(inferenceModelsList, {}, newRequestContext({ signal }));
    const sha256 = models.find(({ id }) => id === model)?.sha256;
    return { model, ...(sha256 === undefined ? {} : { sha256 }) };
  }

  private kept({ sha256 }: KnownModel): TestedModel | undefined {
    return sha256 === undefined ? undefined : readSelfTests(this.config.DOCMIND_DATA_DIR).find((one) => one.sha256 === sha256);
  }

  private async test(known: KnownModel, signal: AbortSignal): Promise<TestedModel> {
    const startedAt = performance.now();
    const abilities = await new SelfTestRun(this.client, known.model, signal).abilities();
    const tested = { ...known, ...abilities, at: new Date().toISOString() };
    this.keep(tested);
    const { answers, judges, callsTools, says } = abilities;
    const durationMs = Math.round(performance.now() - startedAt);
    this.logger.log({ msg: 'model tested', model: known.model, answers, judges, callsTools, says, durationMs });
    return tested;
  }

  /** What can't be written down still holds for this process. */
  private keep(tested: TestedModel): void {
    try {
      keepSelfTest(this.config.DOCMIND_DATA_DIR, tested);
    } catch (thrown) {
      this.logger.warn({ msg: 'what the model can do could not be kept', model: tested.model, reason: String(thrown) });
    }
  }
}

function keyOf({ model, sha256 }: KnownModel): string {
  return sha256 ?? model;
}
