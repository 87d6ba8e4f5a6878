import { OTHER_VLLM_VARIABLES, VLLM_VARIABLES } from '@docmind/inference';

export interface ForeignName {
  readonly name: string;
  readonly outcome: 'mapped' | 'refused';
  /** What it becomes, or what to do instead. */
  readonly says: string;
}

/** Variables that guides for such a stack name and that no service reads: what becomes of each, so that nobody waits for an effect. */
const OTHERS: readonly ForeignName[] = [
  mapped('VLLM_API_KEY', 'in the engine’s own environment; inference reads the key from OPENAI_API_KEY_FILE'),
  refused('VLLM_USE_MODELSCOPE', 'models come from the sources of config/models.yaml; the engine is offline'),
  refused('OLLAMA_KV_CACHE_TYPE', 'the server of Ollama reads it, in its own environment: f16, q8_0 or q4_0 (it has no fp8)'),
  refused('OLLAMA_CONTEXT_LENGTH', 'contextTokens of the backend in BACKENDS_FILE is sent with each request'),
  refused('OPENAI_API_KEY', 'a key in the environment shows in process lists: OPENAI_API_KEY_FILE names a file that holds it'),
];

/** Files that guides for such a stack name. */
export const FOREIGN_FILES: readonly ForeignName[] = [
  mapped(
    '.streamlit/config.toml',
    'there is no Streamlit: the page is served by the orchestrator; its address and who may embed it are DOCMIND_HOST, ORCHESTRATOR_PORT, DOCMIND_CORS_ORIGINS',
  ),
  mapped('systemd/vllm-server.service', 'deploy/systemd/vllm-server.service'),
  mapped('deployment/docker-compose.yml', 'docker-compose.yml'),
  mapped('docker/Dockerfile', 'deploy/docker/Dockerfile'),
];

/** Models that such guides name. */
export const FOREIGN_MODELS: readonly ForeignName[] = [
  refused(
    'bge-m3',
    'as EMBEDDER_MODEL: 1,024 dimensions and half a gigabyte; likeness is calibrated for bge-small-en-v1.5-int8 (384), the embedder of this version',
  ),
];

export function foreignNames(): ForeignName[] {
  const named = new Set(OTHERS.map(({ name }) => name));
  return [
    ...VLLM_VARIABLES.map(({ name, setting }) => mapped(name, `vLLM’s command line, as ${setting}: \`docmind vllm args\` shows to what`)),
    ...OTHER_VLLM_VARIABLES.filter((name) => !named.has(name)).map((name) => mapped(name, 'the compose file, or vLLM’s own environment')),
    ...OTHERS,
  ];
}

function mapped(name: string, says: string): ForeignName {
  return { name, outcome: 'mapped', says };
}

function refused(name: string, says: string): ForeignName {
  return { name, outcome: 'refused', says };
}
