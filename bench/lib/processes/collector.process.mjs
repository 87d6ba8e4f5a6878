// A collector of traces that costs next to nothing: what a service spends on spans is its own.
import { createServer } from 'node:http';
import { ready } from './child.mjs';

const server = createServer((request, reply) => {
  request.resume().once('end', () => reply.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
});
server.listen(0, '127.0.0.1', () => ready({ url: `http://127.0.0.1:${server.address().port}` }));
