export { ConfigError } from './config-error.js';
export { envBoolean, envInteger, envList, envNumber, envPort } from './env-types.js';
export { environmentWith, loadConfig, loadDotEnv } from './load-config.js';
export { quietLibraries } from './quiet-libraries.js';
