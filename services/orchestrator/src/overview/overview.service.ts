import {
  type BackendSwitchReply,
  type BackendSwitchRequest,
  inferenceBackendsList,
  inferenceBackendsSwitch,
  metricsGatesReport,
  metricsPerformanceSnapshot,
  type Overview,
} from '@docmind/contracts';
import { MessageClient, type RequestContext } from '@docmind/messaging';
import { Inject, Injectable } from '@nestjs/common';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';

/** A service that doesn't answer must not keep a person from seeing that it doesn't. */
const ASK_LIMIT_MS = 1_500;
/** What runs may finish first, and a large model takes minutes to load. */
const SWITCH_LIMIT_MS = 900_000;

@Injectable()
export class OverviewService {
  constructor(
    private readonly client: MessageClient,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
  ) {}

  /** What each service that knows a part of it says; never throws for one that is missing. */
  async overview(context: RequestContext): Promise<Overview> {
    const soon = { ...context, deadline: Math.min(context.deadline, Date.now() + ASK_LIMIT_MS) };
    const [listed, snapshot, gates] = await Promise.all([
      this.client.call(inferenceBackendsList, {}, soon).catch(() => null),
      this.client.call(metricsPerformanceSnapshot, {}, soon).catch(() => null),
      this.client.call(metricsGatesReport, {}, soon).catch(() => null),
    ]);
    const grafana = this.config.GRAFANA_URL ?? null;
    return { backends: listed && listed.backends, resources: snapshot && snapshot.resources, gates, grafana };
  }

  /** @throws AppError what inference says of an engine that can't be loaded: the one before it serves again then */
  switchEngine(wanted: BackendSwitchRequest, context: RequestContext): Promise<BackendSwitchReply> {
    return this.client.call(inferenceBackendsSwitch, wanted, { ...context, deadline: Date.now() + SWITCH_LIMIT_MS });
  }
}
