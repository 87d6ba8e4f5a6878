import { assertIsFolder } from '@docmind/bootstrap';
import { type ConfigFault, faultsOf } from '@docmind/config';
import { type CacheConfig, cacheFolders, downloadKey, upstreamKey } from './config/config.js';
import { dimensionsOf } from './embedding/vectors/embedder-dimensions.js';
import { assertLanguages } from './ingestion/documents/recognition-languages.js';
import { loadCalibration } from './likeness/calibration-file.js';

/** What is wrong with this service's own settings; its start refuses them for it. */
export function cacheFaults(config: CacheConfig): Promise<ConfigFault[]> {
  const folders = cacheFolders(config);
  return faultsOf(config, [
    { variable: 'EMBEDDER_MODEL', read: ({ EMBEDDER_MODEL }) => dimensionsOf(EMBEDDER_MODEL) },
    { variable: 'EMBEDDER_MODEL', read: ({ EMBEDDER_MODEL }) => loadCalibration(EMBEDDER_MODEL) },
    { variable: 'OCR_LANGUAGES', read: ({ OCR_LANGUAGES }) => assertLanguages(OCR_LANGUAGES) },
    { variable: 'SEMANTIC_CACHE_DIR', read: () => assertIsFolder(folders.semantic) },
    { variable: 'INGESTION_CACHE_DIR', read: () => assertIsFolder(folders.ingestion) },
    { variable: 'GPTCACHE_DOWNLOAD_KEY_FILE', read: downloadKey },
    { variable: 'CACHE_UPSTREAM_API_KEY_FILE', read: upstreamKey },
  ]);
}
