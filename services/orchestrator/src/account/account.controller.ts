import { Caller, cookieOfKey, cookieOfNoKey, type KeyHolder } from '@docmind/bootstrap';
import { type Caller as CallerReply, CONSOLE_HEADER, DOCUMENT_FORMATS, MEDIA_TYPES } from '@docmind/contracts';
import { Controller, Get, Headers, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ORCHESTRATOR_CONFIG, type OrchestratorConfig } from '../config/config.js';

/** What a person may choose in a browser: also the endings that a folder's run doesn't look for. */
const ENDINGS = MEDIA_TYPES.flatMap((type) => [...DOCUMENT_FORMATS[type].endings, ...(DOCUMENT_FORMATS[type].alsoNamed ?? [])]);

/** Who sits at the console. Whether a key is good was settled at the door before any of this. */
@Controller()
export class AccountController {
  constructor(@Inject(ORCHESTRATOR_CONFIG) private readonly config: OrchestratorConfig) {}

  @Get('me')
  me(@Caller() { keyId, tenant, roles }: KeyHolder): CallerReply {
    const needsKey = this.config.DOCMIND_API_KEYS_FILE !== undefined;
    return { keyId, tenant, roles: [...roles], needsKey, uploads: { endings: ENDINGS, limitBytes: this.config.UPLOAD_LIMIT_BYTES } };
  }

  /** Only a key that was sent as one is kept: a cookie would be renewed by itself for ever. */
  @Post('sign-in')
  @HttpCode(204)
  signIn(
    @Headers('authorization') authorization: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): void {
    if (authorization === undefined || this.config.DOCMIND_API_KEYS_FILE === undefined) return;
    const isSecure = request.protocol === 'https' || protocolBefore(request) === 'https';
    reply.header('set-cookie', cookieOfKey(authorization.slice('Bearer '.length), isSecure));
  }

  /** Open, because a key that no longer counts must go too; only the console itself says so, and no form of another site. */
  @Post('sign-out')
  @HttpCode(204)
  signOut(@Headers(CONSOLE_HEADER) console: string | undefined, @Res({ passthrough: true }) reply: FastifyReply): void {
    if (console !== undefined) reply.header('set-cookie', cookieOfNoKey());
  }
}

/** What the client spoke to the first proxy; each further proxy puts its own after it. */
function protocolBefore({ headers }: FastifyRequest): string | undefined {
  return String(headers['x-forwarded-proto'] ?? '')
    .split(',')[0]
    ?.trim()
    .toLowerCase();
}
