/** Every fault of the environment at once: a person fixes them in one go. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';

  constructor(readonly faults: readonly { readonly variable: string; readonly problem: string }[]) {
    super(['The configuration is not valid:', ...faults.map(({ variable, problem }) => `  ${variable}: ${problem}`)].join('\n'));
  }
}
