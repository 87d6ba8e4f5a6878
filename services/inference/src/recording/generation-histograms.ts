import {
  GEN_AI_DURATION_BUCKETS,
  GEN_AI_TIME_PER_TOKEN_BUCKETS,
  GEN_AI_TIME_TO_FIRST_TOKEN_BUCKETS,
  GEN_AI_TOKEN_BUCKETS,
  type Histogram,
  type HistogramSeries,
  type MetricsRegistry,
} from '@docmind/telemetry';

/** The series of one model at one engine. */
export interface ModelSeries {
  /** Of generations that went well. */
  readonly duration: HistogramSeries;
  readonly firstToken: HistogramSeries;
  readonly perToken: HistogramSeries;
  readonly inputTokens: HistogramSeries;
  readonly outputTokens: HistogramSeries;
  durationOf(errorCode: string): HistogramSeries;
}

/** A caller may name any model, also one that no engine has: more names than these share one series. */
const MODELS_OF_AN_ENGINE = 100;
const OTHER_MODELS = '_OTHER';

/** OpenTelemetry's histograms of generations. The label sets that were asked for are kept: a generation finds its series with one look. */
export class GenerationHistograms {
  private readonly duration: Histogram;
  private readonly firstToken: Histogram;
  private readonly perToken: Histogram;
  private readonly tokens: Histogram;
  private readonly known = new Map<string, Map<string, ModelSeries>>();

  constructor(registry: MetricsRegistry) {
    const labels = ['gen_ai_operation_name', 'gen_ai_provider_name', 'gen_ai_request_model'];
    this.duration = registry.histogram(
      'gen_ai_server_request_duration_seconds',
      'From the request to the last token',
      [...labels, 'error_type'],
      GEN_AI_DURATION_BUCKETS,
    );
    this.firstToken = registry.histogram(
      'gen_ai_server_time_to_first_token_seconds',
      'From the request to the first token',
      labels,
      GEN_AI_TIME_TO_FIRST_TOKEN_BUCKETS,
    );
    this.perToken = registry.histogram(
      'gen_ai_server_time_per_output_token_seconds',
      'Between two tokens after the first',
      labels,
      GEN_AI_TIME_PER_TOKEN_BUCKETS,
    );
    this.tokens = registry.histogram('gen_ai_client_token_usage', 'Tokens', [...labels, 'gen_ai_token_type'], GEN_AI_TOKEN_BUCKETS);
  }

  of(engine: string, model: string): ModelSeries {
    const known = this.known.get(engine);
    return known?.get(model) ?? this.expect(engine, known && known.size >= MODELS_OF_AN_ENGINE ? OTHER_MODELS : model);
  }

  /** Shown as 0 from now on, so that the growth of the first generation is seen, too. */
  expect(engine: string, model: string): ModelSeries {
    const ofEngine = this.known.get(engine) ?? new Map<string, ModelSeries>();
    this.known.set(engine, ofEngine);
    const series = ofEngine.get(model) ?? this.newSeries(engine, model);
    ofEngine.set(model, series);
    return series;
  }

  private newSeries(engine: string, model: string): ModelSeries {
    const labels = { gen_ai_operation_name: 'chat', gen_ai_provider_name: engine, gen_ai_request_model: model };
    const tokensOf = (type: string) => this.tokens.series({ ...labels, gen_ai_token_type: type });
    const durationOf = (errorCode: string) => this.duration.series({ ...labels, error_type: errorCode });
    return {
      duration: durationOf(''),
      firstToken: this.firstToken.series(labels),
      perToken: this.perToken.series(labels),
      inputTokens: tokensOf('input'),
      outputTokens: tokensOf('output'),
      durationOf,
    };
  }
}
