export { type ConfigFault, ConfigError } from './config-error.js';
export { envPostgresUrl } from './env-postgres-url.js';
export { envBoolean, envInteger, envList, envNumber, envPort, envUrl, envUrls } from './env-types.js';
export { environmentWith, loadConfig, loadDotEnv, readDotEnv } from './load-config.js';
export { quietLibraries } from './quiet-libraries.js';
export { faultsOf, type SettingReader } from './setting-reader.js';
export { factOf, layersOf } from './schema-facts.js';
export { isSecret, shownSetting } from './shown-value.policy.js';
