import { ROUTES } from '@docmind/contracts';
import { within } from '@docmind/errors';
import { inSpan, type RequestContext, requestFacts } from '@docmind/messaging';
import { invokeAgentSpan } from '@docmind/telemetry';
import { Inject, Injectable, Logger } from '@nestjs/common';
import { z } from 'zod';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';
import type { Routed } from '../graph/agent-question.js';
import type { ModelCaller } from '../graph/agent-run.js';
import { GraphAgent } from '../graph/graph-agent.port.js';
import type { ModelCall } from '../graph/token-ledger.js';
import { ModelGateway } from './model.gateway.js';
import { routePrompt } from './prompt.policy.js';
import { isUnsure, readRoute, ROUTE_SCHEMA, routeQuestion } from './router.policy.js';

const decided = z.object({ route: z.enum(ROUTES), complexity: z.enum(['simple', 'complex']), routedBecause: z.string() });
type Decided = z.infer<typeof decided>;

const ROUTE_MAX_TOKENS = 16;

/**
 * Decides once a question, before the cache is asked, because the route is part of the cache's scope: by policy, and by the model where the policy
 * isn't sure. In the graph it takes that decision over.
 */
@Injectable()
export class RouterAgent extends GraphAgent<Decided, Decided> {
  readonly name = 'query_router';
  readonly input = decided;
  readonly output = decided;

  constructor(
    private readonly model: ModelGateway,
    @Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig,
    private readonly logger: Logger,
  ) {
    super();
  }

  route(question: string, asker: RequestContext): Promise<Routed> {
    return inSpan(
      asker,
      () => invokeAgentSpan(this.name),
      (context) => this.decide(question, context),
    );
  }

  private async decide(question: string, context: RequestContext): Promise<Routed> {
    const startedAt = performance.now();
    const byPolicy = routeQuestion(question);
    const spent: ModelCall[] = [];
    const chosen = isUnsure(question, byPolicy) ? await this.askModel(question, spent, context) : undefined;
    const decision = chosen === undefined ? byPolicy : { ...byPolicy, route: chosen, why: 'a statement: the model was asked' };
    return { ...decision, decidedBy: chosen === undefined ? 'policy' : 'model', spent, durationMs: performance.now() - startedAt };
  }

  protected work(decision: Decided): Decided {
    return decision;
  }

  tell({ route, complexity, routedBecause }: Decided): string {
    return `${route}, ${complexity}: ${routedBecause}.`;
  }

  /** Undefined where the model is late, fails, or says something else: then the policy's route stays. */
  private async askModel(question: string, spent: ModelCall[], context: RequestContext): Promise<Routed['route'] | undefined> {
    const asked = { agent: this.name, purpose: 'route', messages: routePrompt(question), maxTokens: ROUTE_MAX_TOKENS } as const;
    const request = { ...asked, sampling: { temperature: 0 }, schema: ROUTE_SCHEMA };
    const ask = (signal: AbortSignal) => {
      const caller: ModelCaller = {
        context: { ...context, signal: AbortSignal.any([context.signal, signal]) },
        spend: (call) => void spent.push(call),
        exchange: () => undefined,
      };
      return this.model.generate(request, caller);
    };
    try {
      return readRoute((await within(ask, this.config.AGENT_COORDINATION_TIMEOUT)).text);
    } catch (thrown) {
      if (context.signal.aborted) throw thrown;
      this.logger.warn({ msg: 'the model did not route, the policy does', ...requestFacts(context), reason: String(thrown) });
      return undefined;
    }
  }
}
