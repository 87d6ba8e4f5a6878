// All five services in this process, as `docmind up` hosts them.
import { loadStackConfig, startEmbedded } from '../../../services/stack/dist/bundle/index.js';
import { ready } from './child.mjs';

const { urls } = await startEmbedded(loadStackConfig());
ready({ urls });
