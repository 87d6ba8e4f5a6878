// The least that a Nest service can do for a chat completion: parse it, send it on, pass the answer back. What ours does more, it pays for.
import 'reflect-metadata';
import { Controller, Module, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Pool } from 'undici';
import { ready } from '../lib/processes/child.mjs';

const pool = new Pool(process.env.ENGINE_URL, { connections: 256, pipelining: 1 });

class Proxy {
  complete(request, reply) {
    reply.hijack();
    const options = { method: 'POST', path: '/v1/chat/completions', headers: { 'content-type': 'application/json' } };
    return pool.stream({ ...options, body: JSON.stringify(request.body), opaque: reply.raw }, ({ statusCode, headers, opaque }) => {
      return opaque.writeHead(statusCode, headers);
    });
  }
}
// What decorators would do, in plain JavaScript.
const route = Object.getOwnPropertyDescriptor(Proxy.prototype, 'complete');
Controller('v1/chat')(Proxy);
Post('completions')(Proxy.prototype, 'complete', route);
Req()(Proxy.prototype, 'complete', 0);
Res()(Proxy.prototype, 'complete', 1);

class ProxyModule {}
Module({ controllers: [Proxy] })(ProxyModule);

const app = await NestFactory.create(ProxyModule, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
ready({ url: `http://127.0.0.1:${app.getHttpServer().address().port}` });
