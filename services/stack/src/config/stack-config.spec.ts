import { ConfigError } from '@docmind/config';
import { describe, expect, it } from 'vitest';
import { modelsDir, neededModels } from './models.js';
import { portOf, SERVICE_NAMES } from '../hosts/service-list.js';
import { loadStackConfig } from './stack-config.js';

describe('loadStackConfig', () => {
  it('gives every service its part, a choice of the command included', () => {
    const config = loadStackConfig({ ORCHESTRATOR_PORT: '18080', DOCMIND_DATA_DIR: '/data', MODELS_DIR: undefined });
    expect(portOf(config, 'orchestrator')).toBe(18_080);
    expect(new Set(SERVICE_NAMES.map((name) => portOf(config, name))).size).toBe(5);
    expect(config.persistence.DOCMIND_DATA_DIR).toBe('/data');
  });

  it('names the faults of all services at once, each variable once', () => {
    const wrong = { CACHE_SERVER_PORT: '70000', LLAMA_GPU: 'maybe', METRICS_BATCH_SIZE: '0', LOG_LEVEL: 'loud', NO_SUCH: 'x' };
    try {
      loadStackConfig(wrong);
      expect.unreachable('it is wrong');
    } catch (thrown) {
      const { faults, message } = thrown as ConfigError;
      // LOG_LEVEL is read by every service.
      expect(faults.map(({ variable }) => variable).sort()).toEqual(['CACHE_SERVER_PORT', 'LLAMA_GPU', 'LOG_LEVEL', 'METRICS_BATCH_SIZE']);
      expect(message).toContain('LLAMA_GPU: must be none or auto, not "maybe"');
    }
  });
});

it.each([
  ['INFO', 'info'],
  ['Warning', 'warn'],
  ['CRITICAL', 'error'],
  ['trace', 'debug'],
])('takes the level %s of other loggers', (given, level) => {
  expect(loadStackConfig({ LOG_LEVEL: given }).common.LOG_LEVEL).toBe(level);
});

describe('the models a stack needs', () => {
  it('are the chat model and the embedder, or only the embedder where a server holds the model', () => {
    expect(neededModels(loadStackConfig({ INFERENCE_ENGINE: 'llama' }))).toHaveLength(2);
    expect(neededModels(loadStackConfig({ INFERENCE_ENGINE: 'openai', EMBEDDER_MODEL: 'mine' }))).toEqual(['mine']);
  });

  it('lie below the data folder unless a folder is named', () => {
    expect(modelsDir(loadStackConfig({ DOCMIND_DATA_DIR: '/data', MODELS_DIR: '' }))).toBe('/data/models');
    expect(modelsDir(loadStackConfig({ MODELS_DIR: '/models' }))).toBe('/models');
  });
});
