export interface EngineUnit {
  /** vLLM's own program. */
  readonly program: string;
  /** What follows it. */
  readonly arguments: readonly string[];
  readonly environment: readonly (readonly [name: string, value: string])[];
  readonly healthUrl: string;
}

export interface UnitSettings {
  /** The checkout with its builds. */
  readonly root: string;
  readonly node: string;
  readonly dataDir: string;
  /** What was set in .env when the units were made. */
  readonly environmentFile: string;
  /** Five processes over NATS in place of one. */
  readonly processes: boolean;
  /** Whether every address that is configured is this machine's. */
  readonly loopbackOnly: boolean;
  readonly engine?: EngineUnit;
}
