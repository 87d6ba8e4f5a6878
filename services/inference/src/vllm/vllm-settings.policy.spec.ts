import { describe, expect, it } from 'vitest';
import { SETTINGS_OF_2025, VARIABLES_OF_2025 } from './seed-settings.fixture.js';
import { givenSettings } from './vllm-settings.policy.js';
import { VLLM_VARIABLES } from './vllm-variables.js';

const file = { model: { name: 'some/model' } };
const given = (environment: Record<string, string>, content: unknown = file) => {
  const { settings, warnings } = givenSettings(content, 'v.yaml', environment);
  return { warnings, of: (name: string) => settings.find(({ setting }) => setting === name) };
};

describe('givenSettings', () => {
  it.each(VLLM_VARIABLES.map(({ name, setting, kind }) => [name, setting, kind] as const))('%s sets %s', (name, setting, kind) => {
    const [text, value] = { text: ['word', 'word'], number: ['1', 1], boolean: ['yes', true] }[kind] as [string, string | number | boolean];
    expect(given({ [name]: text }).of(setting)).toEqual({ setting, value, from: name });
  });

  it('lets a variable stand above the file, and says where each came from', () => {
    const { of } = given({ VLLM_MAX_MODEL_LEN: '32768' }, SETTINGS_OF_2025);
    expect(of('engine.max_model_len')).toMatchObject({ value: 32_768, from: 'VLLM_MAX_MODEL_LEN' });
    expect(of('engine.swap_space')).toMatchObject({ value: 2, from: 'v.yaml engine.swap_space' });
  });

  it('takes an empty variable for none, and auto for a number', () => {
    expect(given({ VLLM_PORT: '' }).of('server.port')).toBeUndefined();
    expect(given({ VLLM_MAX_MODEL_LEN: 'auto' }).of('engine.max_model_len')?.value).toBe('auto');
  });

  it('says which of two variables for one setting counts, when they differ', () => {
    const { of, warnings } = given(VARIABLES_OF_2025);
    expect(of('engine.kv_cache_dtype')).toMatchObject({ value: 'fp8', from: 'VLLM_KV_CACHE_DTYPE' });
    expect(warnings).toEqual(['KV_CACHE_DTYPE=fp8_e5m2 is not used: VLLM_KV_CACHE_DTYPE=fp8 sets the same and counts']);
  });

  it('warns of a name that nobody reads, and not of the engine’s own', () => {
    const { warnings } = given({ VLLM_MAX_MODEL_LENGTH: '1', KV_CACHE_SIZE: '2', VLLM_NO_USAGE_STATS: '1', PATH: '/bin' });
    expect(warnings.map((warning) => warning.split(' ')[0])).toEqual(['KV_CACHE_SIZE', 'VLLM_MAX_MODEL_LENGTH']);
  });

  it('names every fault of variables and file at once', () => {
    const wrong = { ...file, gpu: { tensor_parallel_size: 0 }, optimisation: {} };
    const load = () => given({ VLLM_PORT: 'http', VLLM_ENABLE_PREFIX_CACHING: 'perhaps', GPU_MEMORY_FRACTION: '95' }, wrong);
    expect(load).toThrow('VLLM_PORT: must be a number, not "http"');
    expect(load).toThrow('VLLM_ENABLE_PREFIX_CACHING: must be true or false, not "perhaps"');
    expect(load).toThrow('GPU_MEMORY_FRACTION: must be auto or a part of the card, above 0 and at most 1, not 95');
    expect(load).toThrow('v.yaml gpu.tensor_parallel_size: must be above 0');
    expect(load).toThrow('"optimisation"');
  });

  it.each([
    ['nothing', undefined],
    ['a list', []],
    ['text', 'model'],
    ['no model', {}],
  ])('refuses a file that holds %s', (_what, content) => {
    expect(() => givenSettings(content, 'v.yaml', {})).toThrow('v.yaml model');
  });
});
