import { z } from 'zod';

/** A replica is a bit of a 32-bit mask where the cached prompts are remembered. */
export const MAX_REPLICAS = 30;

const name = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'must be 1-64 lower-case letters, digits, dots, dashes or underscores');
const url = z.url({ protocol: /^https?$/, error: 'must be a URL such as http://127.0.0.1:8000/v1' });
const tokens = z.number().int().min(256).max(1_048_576);

const common = {
  name,
  /** What the engine calls it, or the catalogue's id for llama-embedded. */
  model: z.string().min(1).max(256),
  /** Other names that requests may use for it. */
  aliases: z.array(z.string().min(1).max(256)).default([]),
  /** Tried in this order when this backend fails before the first token. */
  fallback: z.array(name).default([]),
  /** How long it may take to load. */
  loadTimeoutMs: z.number().int().min(1_000).max(3_600_000).default(300_000),
};
const server = {
  ...common,
  baseUrl: url,
  /** Further servers with the same model: a request goes to any of them, by what each has cached and has to do. */
  replicas: z
    .array(url)
    .max(MAX_REPLICAS - 1)
    .default([]),
  apiKeyFile: z.string().min(1).optional(),
  /** In place of ENGINE_STALL_TIMEOUT_MS. */
  stallTimeoutMs: z.number().int().min(100).max(3_600_000).optional(),
  /** Generations side by side, at each server. */
  concurrency: z.number().int().min(1).max(4_096).default(64),
};

/**
 * Exclusive backends share this machine's memory: at most one of them is loaded, and a switch unloads the old one first. Others are servers
 * that hold their model all the time.
 */
export const backendSpecSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('llama-embedded'),
    ...common,
    exclusive: z.boolean().default(true),
    contextTokens: tokens.optional(),
    threads: z.number().int().min(1).max(256).optional(),
  }),
  z.strictObject({ kind: z.literal('openai'), ...server, exclusive: z.literal(false).default(false) }),
  z.strictObject({ kind: z.literal('llama-server'), ...server, exclusive: z.literal(false).default(false) }),
  z.strictObject({
    kind: z.literal('vllm'),
    ...server,
    exclusive: z.boolean().default(false),
    /** Started with --enable-sleep-mode and VLLM_SERVER_DEV_MODE=1, it gives its memory back: 1 keeps the weights in RAM, 2 drops them. */
    sleepLevel: z.union([z.literal(1), z.literal(2)]).optional(),
  }),
  z.strictObject({
    kind: z.literal('ollama'),
    ...server,
    exclusive: z.boolean().default(true),
    /** Always sent as num_ctx: Ollama's own default is small. */
    contextTokens: tokens.default(8_192),
    /** The catalogue's id of the model's tokenizer: Ollama has no route to count with. */
    tokenizer: z.string().optional(),
  }),
]);
export type BackendSpec = z.infer<typeof backendSpecSchema>;

export const backendsFileSchema = z
  .strictObject({
    /** The one that serves first; default: the first of the list. */
    active: name.optional(),
    /** Whether a request that names another backend's model switches to it. Otherwise only an operator does. */
    onDemand: z.boolean().default(false),
    /** With onDemand: how long a request for another model waits while the loaded one is busy. */
    patienceMs: z.number().int().min(0).max(600_000).default(5_000),
    drainTimeoutMs: z.number().int().min(0).max(600_000).default(30_000),
    backends: z.array(backendSpecSchema).min(1, 'must list at least one backend'),
  })
  .superRefine(({ active, backends }, check) => {
    const names = backends.map((backend) => backend.name);
    const complain = (path: (string | number)[], message: string) => check.addIssue({ code: 'custom', path, message });
    names.forEach((one, index) => {
      if (names.indexOf(one) !== index) complain(['backends', index, 'name'], `${one} is there twice`);
    });
    backends.forEach(({ fallback }, index) => {
      const unknown = fallback.filter((other) => !names.includes(other));
      if (unknown.length > 0) complain(['backends', index, 'fallback'], `there is no ${unknown.join(', ')}; there is ${names.join(', ')}`);
    });
    backends.forEach((backend, index) => {
      if (backend.kind === 'llama-embedded') return;
      const urls = [backend.baseUrl, ...backend.replicas];
      const twice = urls.filter((one, at) => urls.indexOf(one) !== at);
      if (twice.length > 0) complain(['backends', index, 'replicas'], `${twice[0]} is there twice`);
    });
    if (active !== undefined && !names.includes(active)) complain(['active'], `there is no ${active}; there is ${names.join(', ')}`);
    backends.forEach((backend, index) => {
      if (backend.kind === 'vllm' && backend.exclusive && backend.sleepLevel === undefined)
        complain(['backends', index, 'exclusive'], 'needs sleepLevel: without it vLLM cannot give its memory back');
    });
  });
export type BackendsFile = z.infer<typeof backendsFileSchema>;
