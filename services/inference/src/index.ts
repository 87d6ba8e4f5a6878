export { type InferenceConfig, inferenceConfigSchema } from './config.js';
export { startInference } from './start.js';
