export interface ConfigFault {
  readonly variable: string;
  /** What is wrong, and what would be right. */
  readonly problem: string;
}

/** Every fault of the environment at once: a person fixes them in one go. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly faults: readonly ConfigFault[]) {
    super(['The configuration is not valid:', ...faults.map(({ variable, problem }) => `  ${variable}: ${problem}`)].join('\n'));
  }
}
