import { fileURLToPath } from 'node:url';
import swc from 'unplugin-swc';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('.', import.meta.url));

const withVllm = ['services/inference/src/**/vllm-{real,start}.spec.ts'];

export default defineConfig({
  // esbuild doesn't emit decorator metadata, which Nest's injection needs.
  plugins: [swc.vite({ module: { type: 'es6' } })],
  resolve: {
    alias: [
      {
        find: /^@docmind\/(contracts|errors|config|messaging|telemetry|models|testing|bootstrap|hardware|language|openai-wire|sqlite)$/,
        replacement: `${root}libs/$1/src/index.ts`,
      },
      { find: /^@docmind\/(orchestrator|inference|cache|persistence|metrics|stack)$/, replacement: `${root}services/$1/src/index.ts` },
    ],
  },
  test: {
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // Loading Nest and the rest anew for each of 370 files took a third of the time; no test replaces a module for others.
          isolate: false,
          include: ['apps/**/*.spec.ts', 'libs/**/*.spec.ts', 'services/**/*.spec.ts', 'test/**/*.spec.ts', 'bench/**/*.spec.mjs'],
          exclude: ['**/node_modules/**', '**/dist/**', 'test/e2e/**', ...withVllm],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // By default one core is left idle.
          maxWorkers: '100%',
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.spec.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Whole stacks with a model each: after everything else, and two at a time, since each waits more than it works.
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
        },
      },
      {
        extends: true,
        test: {
          name: 'vllm',
          include: withVllm,
          // Both cores for a minute a start: when nothing else runs. Skipped unless DOCMIND_TEST_VLLM=1.
          sequence: { groupOrder: 2 },
          maxWorkers: 1,
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['libs/*/src/**/*.ts', 'services/*/src/**/*.ts'],
      exclude: ['**/*.spec.ts', '**/dist/**', '**/main.ts', 'libs/testing/**'],
      thresholds: { lines: 80 },
    },
  },
});
