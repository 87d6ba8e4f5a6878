// A collector of traces that costs next to nothing: what a service spends on spans is its own. It counts bytes, and tells whoever GETs.
import { createServer } from 'node:http';
import { ready } from './child.mjs';

let bytes = 0;
const server = createServer((request, reply) => {
  if (request.method === 'GET') return reply.end(JSON.stringify({ bytes }));
  request
    .on('data', (chunk) => (bytes += chunk.length))
    .once('end', () => reply.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
});
server.listen(0, '127.0.0.1', () => ready({ url: `http://127.0.0.1:${server.address().port}` }));
