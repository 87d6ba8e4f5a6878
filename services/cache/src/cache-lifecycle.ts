import { HealthRegistry } from '@docmind/telemetry';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Embedder } from './embedding/vectors/embedder.port.js';
import { StepStore } from './ingestion/steps/step-store.port.js';
import { EntryStore } from './entries/entry/entry-store.port.js';
import { Replicas } from './replication/replicas.js';

/** What readiness asks, what is warmed at start, and what is closed at the end. Redis is no part of readiness: without it hits are fewer. */
@Injectable()
export class CacheLifecycle implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly embedder: Embedder,
    private readonly entries: EntryStore,
    private readonly replicas: Replicas,
    private readonly steps: StepStore,
    private readonly health: HealthRegistry,
  ) {}

  async onModuleInit(): Promise<void> {
    this.health.add('embedder', () => this.embedder.assertReady());
    this.health.add('semantic store', () => void this.entries.size());
    this.health.add('ingestion store', () => void this.steps.figures());
    this.replicas.start();
    // The first question doesn't wait for the model to load. A failure shows in readiness and at the first use.
    await this.embedder.embed('warm up', 'question').catch(() => undefined);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.embedder.close();
    await this.replicas.stop();
    this.entries.close();
    this.steps.close();
  }
}
