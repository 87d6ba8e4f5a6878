export { ConfigError } from './config-error.js';
export { envBoolean, envInteger, envList, envNumber, envPort } from './env-types.js';
export { environmentWith, loadConfig, loadDotEnv, readDotEnv, withoutCredentials } from './load-config.js';
export { quietLibraries } from './quiet-libraries.js';
