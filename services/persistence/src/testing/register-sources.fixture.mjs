import { register } from 'node:module';

register('./source-loader.fixture.mjs', import.meta.url);
