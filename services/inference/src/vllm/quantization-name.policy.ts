const METHODS: readonly (readonly [RegExp, string])[] = [
  [/[-_.]fp8(?![a-z0-9])/i, 'fp8'],
  [/[-_.]awq(?![a-z0-9])/i, 'awq'],
  [/[-_.]gptq(?![a-z0-9])/i, 'gptq'],
];

/** How a checkpoint is kept, by the custom of the hub's names; undefined where the name tells nothing. */
export function quantizationByName(name: string): string | undefined {
  return METHODS.find(([pattern]) => pattern.test(name))?.[1];
}
