import { commonConfigShape, natsConfigShape } from '@docmind/bootstrap';
import { cacheConfigSchema } from '@docmind/cache';
import { inferenceConfigSchema } from '@docmind/inference';
import { metricsConfigSchema } from '@docmind/metrics';
import { orchestratorConfigSchema } from '@docmind/orchestrator';
import { persistenceConfigSchema } from '@docmind/persistence';
import type { z } from 'zod';
import { clientSettingsShape } from './client-settings.js';
import { watchSettingsShape } from './watch-settings.js';
import { describeSetting, type SettingFacts } from './setting.policy.js';

export interface Setting extends SettingFacts {
  readonly name: string;
  /** Who reads it: services by name, or `commands`. */
  readonly readers: readonly string[];
}

type Shape = Readonly<Record<string, z.ZodType>>;

const READERS: readonly (readonly [string, Shape])[] = [
  ['every service', { ...commonConfigShape, ...natsConfigShape }],
  ['orchestrator', orchestratorConfigSchema.shape],
  ['inference', inferenceConfigSchema.shape],
  ['cache', cacheConfigSchema.shape],
  ['persistence', persistenceConfigSchema.shape],
  ['metrics', metricsConfigSchema.shape],
  ['commands', { ...clientSettingsShape, ...watchSettingsShape }],
];

/** Every variable that anything here reads, once, in the order of the services. */
export function listSettings(): Setting[] {
  const settings = new Map<string, Setting>();
  for (const [reader, shape] of READERS)
    for (const [name, schema] of Object.entries(shape)) {
      const known = settings.get(name);
      if (!known) settings.set(name, { name, readers: [reader], ...describeSetting(name, schema) });
      else if (!known.readers.includes('every service') && reader !== 'commands')
        settings.set(name, { ...known, readers: [...known.readers, reader] });
    }
  return [...settings.values()];
}
