import type { ModelDescription } from '@docmind/models';
import { shapeOfConfig } from './config-shape.policy.js';
import { shapeOfGguf } from './gguf-shape.policy.js';
import type { ModelShape } from './model-shape.js';

export function shapeOfDescription(description: ModelDescription): ModelShape {
  if (description.format === 'gguf') return shapeOfGguf(description.metadata, description.vocabularySize);
  return shapeOfConfig(description.config);
}
