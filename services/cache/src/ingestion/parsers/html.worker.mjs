// Reads one HTML page in a thread of its own: a hostile page may take all the time and memory it is given.
import { parentPort, workerData } from 'node:worker_threads';
import { parse } from 'parse5';
import { blocksOf } from './html-blocks.mjs';

parentPort.postMessage({ blocks: blocksOf(parse(workerData.text)) });
