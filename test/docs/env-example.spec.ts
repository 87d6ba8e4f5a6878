// .env.example is what a person reads instead of the schemas, so it must hold each setting once, with the default that is really used.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { commonConfigShape, natsConfigShape } from '@docmind/bootstrap';
import { cacheConfigSchema } from '@docmind/cache';
import { inferenceConfigSchema } from '@docmind/inference';
import { metricsConfigSchema } from '@docmind/metrics';
import { orchestratorConfigSchema } from '@docmind/orchestrator';
import { persistenceConfigSchema } from '@docmind/persistence';
import { repositoryRoot } from '@docmind/testing';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const shape: Record<string, z.ZodType> = {
  ...commonConfigShape,
  ...natsConfigShape,
  ...orchestratorConfigSchema.shape,
  ...inferenceConfigSchema.shape,
  ...cacheConfigSchema.shape,
  ...persistenceConfigSchema.shape,
  ...metricsConfigSchema.shape,
};
/** Differ from machine to machine, so the file gives no value. */
const COMPUTED = new Set(['LLAMA_THREADS']);
/** Read by the commands and by compose itself, not by a service. */
const OUTSIDE_SCHEMAS = ['DOCMIND_API_KEY', 'WATCH_FOLDERS'];

const read = (name: string) => readFileSync(join(repositoryRoot(), name), 'utf8');
const lines = [...read('.env.example').matchAll(/^# ([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name = '', value = '']) => ({ name, value }));
/** What the overlays give another default has that of the first shape. */
const compose = ['deploy/compose/ollama.yml', 'deploy/compose/cpu.yml', 'docker-compose.yml'].map(read).join('\n');
const inCompose = new Map([...compose.matchAll(/\$\{([A-Z_]+)(?::-([^}]*))?\}/g)].map(([, name = '', value = '']) => [name, value]));

describe('.env.example', () => {
  it('names each setting once', () => {
    const names = lines.map(({ name }) => name);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('names every setting of every service and of the compose file, and no other', () => {
    const known = new Set([...Object.keys(shape), ...inCompose.keys(), ...OUTSIDE_SCHEMAS]);
    expect(lines.map(({ name }) => name).sort()).toEqual([...known].sort());
  });

  it.each(lines.filter(({ name }) => name in shape && !COMPUTED.has(name)))('gives $name its real default', ({ name, value }) => {
    const schema = shape[name] as z.ZodType;
    expect(schema.parse(value === '' ? undefined : value)).toEqual(schema.parse(undefined));
  });

  it.each(lines.filter(({ name }) => inCompose.has(name) && !(name in shape)))(
    'gives $name the default of the compose file',
    ({ name, value }) => {
      expect(value).toBe(inCompose.get(name));
    },
  );
});
