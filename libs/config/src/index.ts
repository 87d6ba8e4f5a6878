export { type ConfigFault, ConfigError } from './config-error.js';
export { envBoolean, envInteger, envList, envNumber, envPort, envUrl, envUrls } from './env-types.js';
export { environmentWith, loadConfig, loadDotEnv, readDotEnv } from './load-config.js';
export { quietLibraries } from './quiet-libraries.js';
export { faultsOf, type SettingReader } from './setting-reader.js';
export { isSecret, withoutCredentials } from './shown-value.policy.js';
