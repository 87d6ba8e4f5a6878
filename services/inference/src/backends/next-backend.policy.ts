export interface SwitchSituation {
  /** True while the loaded backend serves somebody. */
  readonly isBusy: boolean;
  readonly waiting: readonly { readonly backend: string; readonly waitedMs: number }[];
  /** How long others wait at most while the loaded backend is busy. */
  readonly patienceMs: number;
}

/**
 * Requests for other models wait while the loaded one is busy, so that requests of one model are served together instead of swapping models
 * for each; but none waits longer than the patience, so a busy model starves nobody.
 * @returns the backend to load now, the time after which to ask again, or undefined when nobody waits
 */
export function nextBackend({ isBusy, waiting, patienceMs }: SwitchSituation): { backend: string } | { againInMs: number } | undefined {
  const longest = waiting.reduce<SwitchSituation['waiting'][number] | undefined>(
    (most, one) => (most && most.waitedMs >= one.waitedMs ? most : one),
    undefined,
  );
  if (!longest) return undefined;
  if (!isBusy || longest.waitedMs >= patienceMs) return { backend: longest.backend };
  return { againInMs: patienceMs - longest.waitedMs };
}
